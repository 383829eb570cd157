"""Alarms out of the fixtures of their event types."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bellhop.charts.figure import Figure, figure_of
from bellhop.events.alarms import read
from bellhop.unwrap import unwrap_all

ALARMS = Path(__file__).parent.parent / "events" / "cloudwatch.metric_alarm"
Drawn = Callable[..., Figure]


@pytest.fixture
def figure() -> Drawn:
    """The figure of a fixture's alarm, with words in it replaced."""

    def make(name: str, timezone: str = "Asia/Seoul", **changes: str) -> Figure:
        body = (ALARMS / f"{name}.json").read_text(encoding="utf-8")
        for old, new in changes.items():
            assert old in body
            body = body.replace(old, new)
        (event,) = unwrap_all(body.encode())
        found = figure_of(read(event), timezone)
        assert found is not None
        return found

    return make
