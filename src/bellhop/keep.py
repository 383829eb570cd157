"""How long things are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How long things are kept.

    Args:
        age: events and what was made of them; zero = for ever.
        size: bytes that the store may take before the oldest go earlier; 0 = as many as there are.
        audit: records of who asked for what; zero = for ever.
    """

    age: timedelta = timedelta(days=90)
    size: int = 0
    audit: timedelta = timedelta(0)
