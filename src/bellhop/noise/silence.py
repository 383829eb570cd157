"""`Silence`: what somebody muted or snoozed, for how long and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bellhop.noise.match import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Something that people don't want to hear of for a while.

    Args:
        id: short, unique.
        channel: where; empty = everywhere.
        match: what.
        until: when it ends (aware).
        name: who wanted it.
        why: their reason, or empty.
        made: since when (aware).
    """

    id: str
    channel: str
    match: Match
    until: datetime
    name: str
    why: str = ""
    made: datetime

    def reason(self) -> str:
        """Why something was silent because of it."""
        why = f", because: {self.why}" if self.why else ""
        until = self.until.isoformat(" ", "minutes")
        return f"muted by {self.name} until {until} ({self.match.words()}; mute {self.id}){why}"
