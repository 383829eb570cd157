"""Who is on call: people who take turns, on somebody's wall clock, with exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Somebody stands in.

    Args:
        begin: from then on, on the rotation's wall clock.
        end: until then.
        person: who; empty = nobody is called.
    """

    begin: datetime
    end: datetime
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """People who take turns.

    Args:
        people: in the order of their turns; at least one.
        start: when the first one's turn begins, on the wall clock of the time zone.
        turn: how long a turn is; a hand-over at nine stays at nine when the clock changes.
        timezone: IANA name of the time zone.
        overrides: who stands in; the last that fits counts.
    """

    people: tuple[str, ...]
    start: datetime
    turn: timedelta
    timezone: str = "UTC"
    overrides: Sequence[Override] = ()

    def at(self, moment: datetime) -> str:
        """Who is on call at a moment (aware), empty if nobody is. Before the start, who would have been."""
        wall = moment.astimezone(ZoneInfo(self.timezone)).replace(tzinfo=None)
        for one in reversed(self.overrides):
            if one.begin <= wall < one.end:
                return one.person
        return self.people[(wall - self.start) // self.turn % len(self.people)]
