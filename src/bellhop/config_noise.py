"""The section `noise` of bellhop.yaml: what channels are spared, and reminded of. Explained in bellhop.example.yaml."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bellhop import pattern as patterns
from bellhop.config_values import Span
from bellhop.errors import BellhopError, Unreadable
from bellhop.noise.match import Match
from bellhop.noise.settings import Maintenance, NoiseSettings, QuietHours, Reminders
from bellhop.notification import Severity
from bellhop.recurrence import NAMED_DAYS, parse_recurrence


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _clock(value: Any) -> Any:
    # YAML 1.1 takes 22:00 without quotes for a number in base 60.
    text = f"{value // 60:02}:{value % 60:02}" if isinstance(value, int) else str(value)
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f"{text!r} is no time of day; wanted 00:00 to 23:59")
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _known_days(names: tuple[str, ...]) -> tuple[str, ...]:
    if unknown := [name for name in names if name not in NAMED_DAYS]:
        raise ValueError(f"there is no day {unknown[0]!r}; wanted day, weekday, weekend, monday …")
    return names


def _recurring(text: str) -> str:
    if text:
        try:
            parse_recurrence(text)
        except BellhopError as error:
            raise ValueError(f"{error.message} {error.fix}") from None
    return text


def _checked(pattern: dict[str, Any] | None) -> dict[str, Any] | None:
    if pattern is not None:
        try:
            patterns.check(pattern)
        except Unreadable as error:
            raise ValueError(str(error)) from None
    return pattern


Clock = Annotated[time, BeforeValidator(_clock)]
Severities = tuple[Severity, ...]


class StormSettings(_Part):
    """When much of a kind becomes one message."""

    count: int = Field(default=10, ge=0, le=1000)
    within: Span = timedelta(seconds=60)


class FlappingSettings(_Part):
    """When something changes to and fro too often."""

    changes: int = Field(default=6, ge=0, le=100)
    within: Span = timedelta(minutes=10)
    rest: Span = timedelta(minutes=10)


class BacklogSettings(_Part):
    """When what waits becomes one message."""

    count: int = Field(default=50, ge=0)
    age: Span = timedelta(seconds=60)


class QuietSettings(_Part):
    """Hours in which nothing is posted."""

    start: Clock
    end: Clock
    days: Annotated[tuple[str, ...], AfterValidator(_known_days)] = ("day",)
    heard: Severities = (Severity.CRITICAL,)


class MaintenanceSettings(_Part):
    """A time in which some news is of no use."""

    name: str = Field(min_length=1, max_length=100)
    every: Annotated[str, AfterValidator(_recurring)] = ""
    lasts: Span = timedelta(0)
    start: datetime | None = None
    end: datetime | None = None
    type: str = ""
    resource: str = ""
    title: str = ""
    severities: Severities = ()
    pattern: Annotated[dict[str, Any] | None, AfterValidator(_checked)] = None

    @model_validator(mode="after")
    def _complete(self) -> MaintenanceSettings:
        once, again = self.start and self.end, self.every and self.lasts
        if bool(once) == bool(again):
            raise ValueError("wanted either start and end, or every and lasts")
        return self


class ReminderSettings(_Part):
    """What is told again until somebody acknowledges it."""

    every: Span = timedelta(0)
    severities: Severities = (Severity.CRITICAL,)
    most: int = Field(default=4, ge=1, le=100)


class NoiseSection(_Part):
    """What a channel is spared, and reminded of."""

    repeats: Span = timedelta(minutes=10)
    first_ok: bool = False
    storm: StormSettings = StormSettings()
    flapping: FlappingSettings = FlappingSettings()
    backlog: BacklogSettings = BacklogSettings()
    quiet_hours: tuple[QuietSettings, ...] = ()
    maintenance: tuple[MaintenanceSettings, ...] = ()
    acknowledge: Severities = (Severity.CRITICAL, Severity.HIGH)
    reminders: ReminderSettings = ReminderSettings()

    def with_own(self, own: NoiseSection | None) -> NoiseSection:
        """The same, with the keys that a channel sets in their place."""
        return self.model_copy(update={key: getattr(own, key) for key in own.model_fields_set}) if own else self

    def build(self, timezone: str) -> NoiseSettings:
        """As noise is decided by, for a channel with this clock."""
        again = self.reminders
        return NoiseSettings(
            timezone=timezone,
            repeats=self.repeats,
            first_ok=self.first_ok,
            storm_count=self.storm.count,
            storm_within=self.storm.within,
            flap_changes=self.flapping.changes,
            flap_within=self.flapping.within,
            flap_rest=self.flapping.rest,
            backlog_count=self.backlog.count,
            backlog_age=self.backlog.age,
            quiet=tuple(_quiet(hours) for hours in self.quiet_hours),
            maintenance=tuple(_window(window, timezone) for window in self.maintenance),
            acknowledge=frozenset(self.acknowledge),
            reminders=Reminders(every=again.every, severities=frozenset(again.severities), most=again.most)
            if again.every
            else None,
        )


def _quiet(hours: QuietSettings) -> QuietHours:
    days = frozenset[int]().union(*(NAMED_DAYS[name] for name in hours.days))
    return QuietHours(start=hours.start, end=hours.end, days=days, heard=frozenset(hours.heard))


def _window(window: MaintenanceSettings, timezone: str) -> Maintenance:
    return Maintenance(
        name=window.name,
        match=Match(
            type=window.type,
            resource=window.resource,
            title=window.title,
            severities=frozenset(window.severities),
            pattern=window.pattern,
        ),
        start=_aware(window.start, timezone),
        end=_aware(window.end, timezone),
        every=parse_recurrence(window.every) if window.every else None,
        lasts=window.lasts,
    )


def _aware(moment: datetime | None, timezone: str) -> datetime | None:
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))
