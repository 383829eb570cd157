"""`Chapter`: how a part of something long stands, as one event tells it: a stage of a pipeline, a phase of a build."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bellhop.message import Fact


class Stand(StrEnum):
    """How a chapter stands."""

    RUNNING = "running"
    WAITING = "waiting"
    """For a person."""
    STOPPED = "stopped"
    FAILED = "failed"
    DONE = "done"

    @property
    def final(self) -> bool:
        """Whether it stays so unless somebody begins again."""
        return self in (Stand.STOPPED, Stand.FAILED, Stand.DONE)


class Chapter(Struct, frozen=True, kw_only=True, gc=False):
    """How one part of a story stands.

    Args:
        path: its name, within the parts that it is a part of: `("Deploy", "Canary")`; empty = the story as a whole.
        stand: how it stands.
        at: since when (aware); of two, the later one counts. None = longer ago than any other.
        began: when it began, if the event says so (aware).
        note: why it failed, or empty.
        facts: what the story goes on saying whichever event comes next: the commit, its author.
    """

    path: tuple[str, ...] = ()
    stand: Stand = Stand.RUNNING
    at: datetime | None = None
    began: datetime | None = None
    note: str = ""
    facts: tuple[Fact, ...] = ()
