"""When something recurs, in words: `every weekday 09:00`, `every monday 10:30`, `every 15 minutes`.

A time of day is on somebody's wall clock: across a change to summer time it stays at nine. Where the clock skips the
time, it is the moment at which it would have been; where the clock shows it twice, it is the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bellhop.errors import BellhopError
from bellhop.reader import Reader

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=7)

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMED_DAYS: dict[str, frozenset[int]] = {
    "day": frozenset(range(7)),
    "weekday": frozenset(range(5)),
    "workday": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
    **{day: frozenset({number}) for number, day in enumerate(_DAYS)},
    **{day[:3]: frozenset({number}) for number, day in enumerate(_DAYS)},
}
_KOREAN = {
    "매일": "every day",
    "평일": "every weekday",
    "주말": "every weekend",
    **{f"매주 {day}요일": f"every {name}" for day, name in zip("월화수목금토일", _DAYS, strict=True)},
}
_AT = re.compile(r"every ([a-z, ]+?)(?: at)? (\d{1,2}):(\d\d)")
_SPAN = re.compile(r"every (?:(\d{1,4}) )?(minute|hour)s?")
_FIX = (
    'say it as "every weekday 09:00", "every monday,thursday 10:30", "every 15 minutes" or "every 2 hours"',
    '"평일 09:00", "매주 월요일 10:30", "every 15 minutes", "every 2 hours"처럼 말하세요',
)
_ANYBODY = Reader()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """Some days of the week at a time, or a span between two times.

    Args:
        words: as people read it.
        days: numbers of the days, Monday is 0; empty with a span.
        at: the time of day.
        span: from one time to the next; zero with days.
    """

    words: str
    days: frozenset[int] = frozenset()
    at: time = time()
    span: timedelta = timedelta()

    def after(self, moment: datetime, timezone: str) -> datetime:
        """The first time after a moment, in UTC; with a span, a multiple of it since midnight of 1970.

        Args:
            moment: aware.
            timezone: IANA name of the clock that the time of day is told on.
        """
        if self.span:
            return datetime.fromtimestamp((moment.timestamp() // self._seconds + 1) * self._seconds, UTC)
        zone = ZoneInfo(timezone)
        day = moment.astimezone(zone).date()
        while True:
            found = datetime.combine(day, self.at, zone).astimezone(UTC)
            if day.weekday() in self.days and found > moment:
                return found
            day += timedelta(days=1)

    @property
    def _seconds(self) -> float:
        return self.span.total_seconds()

    def between(self, first: datetime, last: datetime, timezone: str) -> int:
        """How many times lie from one that it names to a later moment, both included; 1,000 at most."""
        count = 1
        while count < 1000 and (first := self.after(first, timezone)) <= last:
            count += 1
        return count


def parse_recurrence(text: str, reader: Reader = _ANYBODY) -> Recurrence:
    """When something recurs, from words.

    Args:
        text: `every day|weekday|weekend|monday[,thursday…] HH:MM` or `every N minutes|hours`, from 5 minutes to 7 days.
        reader: who is told that it says no such thing.

    Raises:
        BellhopError: it says no such thing; the fix shows what would.
    """
    words = " ".join(text.lower().split())
    for korean, english in _KOREAN.items():
        words = words.replace(korean, english)
    if found := _SPAN.fullmatch(words):
        return _spanning(int(found[1] or 1), found[2], reader)
    found = _AT.fullmatch(words)
    if found is None:
        say = reader.say
        raise BellhopError(
            say("I can't tell when “{text}” is.", "“{text}”가 언제인지 모르겠습니다.", text=text[:60]), fix=say(*_FIX)
        )
    return _weekly(found[1], int(found[2]), int(found[3]), reader)


def _spanning(count: int, unit: str, reader: Reader) -> Recurrence:
    span = timedelta(**{f"{unit}s": count})
    if not SHORTEST <= span <= LONGEST:
        raise BellhopError(
            reader.say("That is too often or too seldom.", "간격이 너무 짧거나 깁니다."),
            fix=reader.say("choose from 5 minutes to 7 days (168 hours)", "5분에서 7일(168시간) 사이로 고르세요"),
        )
    return Recurrence(words=f"every {count} {unit}s" if count > 1 else f"every {unit}", span=span)


def _weekly(named: str, hour: int, minute: int, reader: Reader) -> Recurrence:
    names = [name.removesuffix("s") for name in re.split(r"[,\s]+", named) if name not in {"", "and"}]
    unknown = [name for name in names if name not in NAMED_DAYS]
    if unknown or not names:
        raise BellhopError(
            reader.say("I don't know the day “{day}”.", "“{day}”: 모르는 요일입니다.", day=" ".join(unknown)),
            fix=reader.say(*_FIX),
        )
    if hour > 23 or minute > 59:
        raise BellhopError(
            reader.say("There is no time {time}.", "{time}: 없는 시각입니다.", time=f"{hour}:{minute:02}"),
            fix=reader.say("a time is 00:00 to 23:59", "시각은 00:00에서 23:59까지입니다"),
        )
    days = frozenset[int]().union(*(NAMED_DAYS[name] for name in names))
    return Recurrence(words=f"every {', '.join(names)} {hour:02}:{minute:02}", days=days, at=time(hour, minute))
