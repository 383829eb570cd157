from datetime import UTC, datetime, timedelta

import pytest

from bellhop.errors import BellhopError
from bellhop.recurrence import parse_recurrence

FRIDAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "zone", "following"),
    [
        ("every day 12:00", "UTC", "2026-11-21T12:00"),
        ("every day at 12:01", "UTC", "2026-11-20T12:01"),
        ("Every Weekday 09:00", "Asia/Seoul", "2026-11-23T00:00"),
        ("every weekend 7:05", "UTC", "2026-11-21T07:05"),
        ("every monday, thursday 10:30", "UTC", "2026-11-23T10:30"),
        ("every mondays and fri 10:30", "UTC", "2026-11-23T10:30"),
        ("every 15 minutes", "UTC", "2026-11-20T12:15"),
        ("every hour", "UTC", "2026-11-20T13:00"),
        ("every 2 hours", "UTC", "2026-11-20T14:00"),
        ("평일 09:00", "Asia/Seoul", "2026-11-23T00:00"),
        ("매주 월요일 10:00", "UTC", "2026-11-23T10:00"),
    ],
)
def test_the_following_time(words: str, zone: str, following: str) -> None:
    assert parse_recurrence(words).after(FRIDAY, zone) == datetime.fromisoformat(f"{following}+00:00")


def test_nine_stays_nine_when_the_clocks_change() -> None:
    every = parse_recurrence("every day 09:00")
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert every.after(before, "Europe/Berlin") == datetime(2026, 3, 29, 7, tzinfo=UTC)
    skipped = parse_recurrence("every day 02:30").after(before, "Europe/Berlin")
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_its_own_words_mean_the_same() -> None:
    for words in ("every weekday 9:00", "every mon,sat 23:59", "every 90 minutes", "every 1 hour"):
        every = parse_recurrence(words)
        assert parse_recurrence(every.words).after(FRIDAY, "UTC") == every.after(FRIDAY, "UTC")


def test_missed_times_are_counted() -> None:
    every = parse_recurrence("every hour")
    assert every.between(FRIDAY, FRIDAY + timedelta(minutes=59), "UTC") == 1
    assert every.between(FRIDAY, FRIDAY + timedelta(hours=3), "UTC") == 4
    assert every.between(FRIDAY, FRIDAY + timedelta(days=900), "UTC") == 1000


@pytest.mark.parametrize(
    "words",
    [
        "",
        "tomorrow",
        "every",
        "every day",
        "09:00",
        "every caturday 10:00",
        "every day 25:00",
        "every day 10:61",
        "every day 09:00 UTC",
        "every 0 minutes",
        "every 1 minute",
        "every 200 hours",
    ],
)
def test_what_is_no_recurrence_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(BellhopError) as refused:
        parse_recurrence(words)
    assert refused.value.fix
