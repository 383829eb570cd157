"""Turns are taken on a wall clock, and exceptions count."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bellhop.oncall import Override, Rotation

SEOUL, BERLIN = ZoneInfo("Asia/Seoul"), ZoneInfo("Europe/Berlin")
WEEKLY = Rotation(
    people=("minji", "jun", "ada"),
    start=datetime(2026, 1, 5, 9, 0),  # noqa: DTZ001  # a rotation starts on its wall clock
    turn=timedelta(weeks=1),
    timezone="Asia/Seoul",
    overrides=(
        Override(begin=datetime(2026, 2, 1), end=datetime(2026, 2, 3), person="ada"),  # noqa: DTZ001  # as above
        Override(begin=datetime(2026, 2, 2), end=datetime(2026, 2, 3), person=""),  # noqa: DTZ001  # as above
    ),
)


@pytest.mark.parametrize(
    ("moment", "who"),
    [
        ("2026-01-05T09:00", "minji"),
        ("2026-01-12T08:59", "minji"),
        ("2026-01-12T09:00", "jun"),
        ("2026-01-19T09:00", "ada"),
        ("2026-01-26T09:00", "minji"),
        ("2026-01-05T08:59", "ada"),
        ("2026-02-01T12:00", "ada"),
        ("2026-02-02T12:00", ""),
        ("2026-02-03T00:00", "jun"),
    ],
)
def test_each_takes_a_turn(moment: str, who: str) -> None:
    assert WEEKLY.at(datetime.fromisoformat(moment).replace(tzinfo=SEOUL)) == who


def test_the_hand_over_stays_at_nine_when_the_clock_changes() -> None:
    start = datetime(2026, 3, 28, 9, 0)  # noqa: DTZ001  # the clock goes forward on the 29th
    daily = Rotation(people=("a", "b"), start=start, turn=timedelta(days=1), timezone="Europe/Berlin")
    assert daily.at(datetime(2026, 3, 29, 8, 59, tzinfo=BERLIN)) == "a"
    assert daily.at(datetime(2026, 3, 29, 9, 0, tzinfo=BERLIN)) == "b"
    assert daily.at(datetime(2026, 10, 25, 8, 59, tzinfo=BERLIN)) != daily.at(datetime(2026, 10, 25, 9, tzinfo=BERLIN))
