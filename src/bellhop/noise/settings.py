"""What a channel wants to be spared, and what it wants to be reminded of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bellhop.noise.match import ANYTHING, Match
from bellhop.notification import Severity
from bellhop.recurrence import Recurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """A part of the day in which nothing is posted; a digest follows at its end.

    Args:
        start: when it begins, on the channel's clock.
        end: when it ends; on the next day if it is not after the start.
        days: numbers of the days on which it begins, Monday is 0.
        heard: severities that are posted all the same.
    """

    start: time
    end: time
    days: frozenset[int] = frozenset(range(7))
    heard: frozenset[Severity] = frozenset({Severity.CRITICAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """A time in which something is worked on and its news is of no use.

    Args:
        name: what people call it.
        match: whose news.
        start: when it begins (aware), for one that comes once.
        end: when it ends (aware).
        every: when it begins, for one that recurs; else None.
        lasts: how long one that recurs lasts.
    """

    name: str
    match: Match = ANYTHING
    start: datetime | None = None
    end: datetime | None = None
    every: Recurrence | None = None
    lasts: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """What is told again until somebody acknowledges it.

    Args:
        every: how long to wait before each time.
        severities: of what.
        most: how many times at most.
    """

    every: timedelta
    severities: frozenset[Severity] = frozenset({Severity.CRITICAL})
    most: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseSettings:
    """A channel's section `noise` of bellhop.yaml.

    Args:
        timezone: IANA name of the clock that hours are told on.
        repeats: how long the same thing is a repeat; zero = only SNS's own repeats are.
        first_ok: tell that a new alarm is OK for the first time.
        storm_count: so many of one type, or about one resource, are posted within `storm_within`; what follows is
            grouped. 0 = never.
        storm_within: see there.
        flap_changes: so many changes of one thing within `flap_within` are flapping. 0 = never.
        flap_within: see there.
        flap_rest: how long it must rest to have come to rest.
        backlog_count: more than so many that wait are told in one message. 0 = never.
        backlog_age: so are several of which the oldest waited longer than this.
        quiet: quiet hours.
        maintenance: windows.
        acknowledge: severities whose messages bear the buttons Acknowledge and Snooze.
        reminders: what is told again until acknowledged, or None.
    """

    timezone: str = "UTC"
    repeats: timedelta = timedelta(minutes=10)
    first_ok: bool = False
    storm_count: int = 10
    storm_within: timedelta = timedelta(seconds=60)
    flap_changes: int = 6
    flap_within: timedelta = timedelta(minutes=10)
    flap_rest: timedelta = timedelta(minutes=10)
    backlog_count: int = 50
    backlog_age: timedelta = timedelta(seconds=60)
    quiet: tuple[QuietHours, ...] = ()
    maintenance: tuple[Maintenance, ...] = ()
    acknowledge: frozenset[Severity] = frozenset({Severity.CRITICAL, Severity.HIGH})
    reminders: Reminders | None = None
