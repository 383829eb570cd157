"""`Limits`: how much people may ask for at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one person, and one channel, may ask for at once; 0 = no limit.

    Args:
        at_once: commands of a person that run at once; further ones wait their turn.
        waiting: commands of a person that may wait; further ones are refused.
        channel_at_once: commands of a channel that run at once; further ones wait their turn.
        per_minute: commands that a person may begin within a minute; further ones are refused.
        background: commands of a person that may go on in the background.
        background_all: commands of everybody that may go on in the background of one replica.
    """

    at_once: int = 5
    waiting: int = 100
    channel_at_once: int = 20
    per_minute: int = 120
    background: int = 3
    background_all: int = 24
