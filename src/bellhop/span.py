"""Spans of time as people write them: `30m`, `2h`, `1d`."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"s": "seconds", "m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SPAN = re.compile(r"(\d{1,6})\s*(s|min|m|h|d|w)")
_LONGEST = timedelta(days=366)


def parse_span(text: str) -> timedelta:
    """The span in a text such as `30m`, `2h`, `1d` or `0`: a year at most.

    Raises:
        ValueError: it is none; the message says what was wanted.
    """
    plain = text.strip().lower()
    if plain == "0":
        return timedelta(0)
    found = _SPAN.fullmatch(plain)
    span = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None
    if span is None or span > _LONGEST:
        raise ValueError("wanted a span such as 30m, 2h or 1d")
    return span


def span_text(span: timedelta) -> str:
    """A span as `parse_span` reads it, in its largest whole unit."""
    seconds = int(span.total_seconds())
    for unit, size in (("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s" if seconds else "0"
