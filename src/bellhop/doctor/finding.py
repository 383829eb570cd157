"""`Finding`: one thing that was looked at, how it stands, and the fix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Args:
        part: what it belongs to: store, slack, aws, sqs, sns, clock, web.
        state: good; doubt = it works, but not as well as it might, or could not be looked at; bad = it does not work.
        says: a sentence.
        fix: what to do, or empty.
    """

    part: str
    state: Literal["good", "doubt", "bad"]
    says: str
    fix: str = ""


def good(part: str, says: str) -> Finding:
    """All is well."""
    return Finding(part=part, state="good", says=says)


def doubt(part: str, says: str, fix: str = "") -> Finding:
    """Better look at it."""
    return Finding(part=part, state="doubt", says=says, fix=fix)


def bad(part: str, says: str, fix: str = "") -> Finding:
    """It does not work."""
    return Finding(part=part, state="bad", says=says, fix=fix)
