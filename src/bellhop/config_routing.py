"""Who hears what, as bellhop.yaml says it: routes, whom to mention, who takes turns, and tests of all that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bellhop.channel import Channel
from bellhop.config_mistakes import Source
from bellhop.config_sections import Part
from bellhop.config_values import Span, TopicArn, Zone
from bellhop.errors import Unreadable
from bellhop.notification import Severity
from bellhop.oncall import Override, Rotation
from bellhop.pattern import check
from bellhop.routing import Handles, Route, Routing

_BADNESS = tuple(severity.value for severity in Severity)
WorstFirst = Literal["critical", "high", "medium", "low", "info"]


def _texts(value: Any) -> Any:
    """One text or several; an account that stands without quotes is a number to YAML."""
    if isinstance(value, (str, int)):
        return [str(value)]
    return (
        [str(one) if isinstance(one, int) else one for one in cast("list[Any]", value)]
        if isinstance(value, list)
        else value
    )


def _pattern(value: dict[str, Any] | None) -> dict[str, Any] | None:
    if value is None:
        return None
    try:
        check(value)
    except Unreadable as error:
        raise ValueError(error.message) from None
    return value


def _somebody(name: str) -> str:
    if name.lower() in ("here", "channel", "everyone", "all", "present"):
        raise ValueError(f"{name!r} stands for everybody on some platforms; name it otherwise")
    return name


def _wall_clock(moment: datetime) -> datetime:
    if moment.tzinfo:
        raise ValueError("wanted a time on the rotation's wall clock, without an offset: 2026-01-05T09:00")
    return moment


Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
WallClock = Annotated[datetime, AfterValidator(_wall_clock)]
Name = Annotated[str, Field(pattern=r"^[\w.-]{1,64}$"), AfterValidator(_somebody)]


class RouteSettings(Part):
    """One way for events: what must fit, and where it leads."""

    name: str = ""
    topics: tuple[TopicArn, ...] = ()
    match: Annotated[dict[str, Any] | None, AfterValidator(_pattern)] = None
    type: Texts = ()
    severity: WorstFirst | None = None
    accounts: Texts = ()
    regions: Texts = ()
    resource: Texts = ()
    title: Texts = ()
    tags: dict[str, Texts] = Field(default_factory=dict)
    channels: Texts
    mentions: Texts = ()
    mention_from: WorstFirst = "low"
    go_on: bool = Field(default=False, alias="continue")

    @model_validator(mode="after")
    def _complete(self) -> RouteSettings:
        if self.mentions and not self.channels:
            raise ValueError("mentions people, but leads to no channel")
        return self

    def patterns(self) -> tuple[dict[str, Any], ...]:
        """What must fit, all of it."""
        short: dict[str, Any] = {
            "type": _wildcards(self.type),
            "severity": list(_BADNESS[: _BADNESS.index(self.severity) + 1]) if self.severity else [],
            "account": list(self.accounts),
            "region": _wildcards(self.regions),
            "resource": _wildcards(self.resource),
            "title": _wildcards(self.title),
            "tags": {key: _wildcards(values) for key, values in self.tags.items()},
        }
        given = {key: conditions for key, conditions in short.items() if conditions}
        return tuple(pattern for pattern in (given, self.match) if pattern)


class OverrideSettings(Part):
    """Somebody stands in for whoever's turn it is."""

    begin: WallClock
    until: WallClock
    who: str = ""

    @model_validator(mode="after")
    def _complete(self) -> OverrideSettings:
        if self.until <= self.begin:
            raise ValueError("ends before it begins")
        return self


class RotationSettings(Part):
    """People who take turns at being on call."""

    people: tuple[Name, ...] = Field(min_length=1)
    start: WallClock
    turn: Span
    timezone: Zone = "UTC"
    overrides: tuple[OverrideSettings, ...] = ()


class RouteExpectation(Part):
    """What a test of the routes expects; what is left out does not matter."""

    channels: Texts | None = None
    mentions: Texts | None = None
    type: str = ""
    silent: str = ""


class RouteTest(Part):
    """An event, and who should hear of it."""

    name: str = ""
    event: Any = None
    file: str = ""
    topic: str = ""
    at: datetime | None = None
    expect: RouteExpectation

    @model_validator(mode="after")
    def _complete(self) -> RouteTest:
        if (self.event is None) == (not self.file):
            raise ValueError("wanted one of `event: {…}` and `file: PATH`")
        return self


def _wildcards(values: Iterable[str]) -> list[Any]:
    return [{"wildcard": value} if "*" in value else value for value in values]


def build_routing(
    channels: Sequence[Channel],
    routes: Sequence[RouteSettings],
    mentions: Handles,
    oncall: Mapping[str, RotationSettings],
    source: Source,
) -> Routing:
    """The routes that a configuration describes, each named with the place where it stands."""
    return Routing(
        channels,
        tuple(_route(at, settings, source) for at, settings in enumerate(routes)),
        mentions,
        {name: _rotation(settings) for name, settings in oncall.items()},
    )


def _route(at: int, settings: RouteSettings, source: Source) -> Route:
    place = f"{source.file.name}:{source.line(('routes', at))}"
    return Route(
        name=f"{settings.name} ({place})" if settings.name else f"{at + 1} ({place})",
        topics=settings.topics,
        patterns=settings.patterns(),
        channels=settings.channels,
        mentions=settings.mentions,
        mention_from=Severity(settings.mention_from),
        go_on=settings.go_on,
    )


def _rotation(settings: RotationSettings) -> Rotation:
    return Rotation(
        people=settings.people,
        start=settings.start,
        turn=settings.turn,
        timezone=settings.timezone,
        overrides=tuple(Override(begin=one.begin, end=one.until, person=one.who) for one in settings.overrides),
    )
