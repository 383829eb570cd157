"""What is decided of a delivery: it is sent, joins a digest, or stays silent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Why a digest was opened."""

    STORM = "storm"
    """Many of one type, or about one resource, in a short time."""
    FLAPPING = "flapping"
    """One thing that changes to and fro."""
    QUIET = "quiet"
    """What came in quiet hours."""
    BACKLOG = "backlog"
    """More waited than the channel takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One message in the place of several.

    Args:
        id: a UUID; the id of the first delivery that tells it.
        kind: why there is one.
        name: the type or resource of a storm, the thread of what flaps, when quiet hours end; empty for a backlog.
    """

    id: str
    kind: Kind
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """It is posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Nobody hears of it, for this reason."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """It is told by a digest.

    Args:
        digest: which.
        reason: why, in words.
        opens: the digest begins with it.
        due: when the digest is to be told (microseconds since 1970); 0 = soon.
    """

    digest: Digest
    reason: str
    opens: bool = False
    due: int = 0


Fate = Send | Silent | Join
