"""How long something is to be silent, from words: `2h`, `30m`, `until 09:00`, `until 2026-12-01 09:00`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_SPAN = re.compile(r"(\d{1,4})(s|m|min|h|d|w|초|분|시간|일|주)(동안)?")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_KOREAN = {"초": "s", "분": "m", "시간": "h", "일": "d", "주": "w", "min": "m"}
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(까지)?")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d{1,2}):(\d\d))?")
LONGEST = timedelta(days=90)


def parse_span(text: str) -> timedelta | None:
    """`90s`, `30m`, `2h`, `1d`, `1w`, `2시간`; None if it is none, or longer than 90 days."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        return None
    unit = _KOREAN.get(found[2], found[2])
    span = timedelta(**{_UNITS[unit]: int(found[1])})
    return span if timedelta() < span <= LONGEST else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody said: what, until when (aware; None = they did not say), why."""

    what: tuple[str, ...]
    until: datetime | None
    why: str


def parse_silence(words: Sequence[str], timezone: str, now: datetime) -> Wanted:
    """Takes `WHAT… [for] 2h`, or `WHAT… until 09:00`, and `because WHY` apart.

    Args:
        words: what was said.
        timezone: IANA name of the clock that times are told on.
        now: the time; a time of day is the next one after it.
    """
    rest, why = list(words), ""
    for place, word in enumerate(rest):
        if word.lower() in ("because", "--why", "--because", "왜냐하면", "이유"):
            rest, why = rest[:place], " ".join(rest[place + 1 :])
            break
    until: datetime | None = None
    if rest and (span := parse_span(rest[-1])):
        until, rest = now + span, rest[:-1]
    elif len(rest) > 1 and (found := _moment(f"{rest[-2]} {rest[-1]}", timezone, now)):
        until, rest = found, rest[:-2]
    elif rest and (found := _moment(rest[-1], timezone, now)):
        until, rest = found, rest[:-1]
    if rest and until and rest[-1].lower() in ("for", "until", "--for", "--until"):
        rest = rest[:-1]
    return Wanted(what=tuple(rest), until=until, why=why)


def _moment(text: str, timezone: str, now: datetime) -> datetime | None:
    zone = ZoneInfo(timezone)
    try:
        if found := _CLOCK.fullmatch(text):
            local = now.astimezone(zone)
            moment = datetime.combine(local.date(), time(int(found[1]), int(found[2])), zone)
            return moment if moment > now else moment + timedelta(days=1)
        if found := _DAY.fullmatch(text):
            year, month, day, hour, minute = (int(part or 0) for part in found.groups())
            moment = datetime(year, month, day, hour, minute, tzinfo=zone)
            return moment if now < moment <= now + LONGEST else None
    except ValueError:
        return None
    return None
