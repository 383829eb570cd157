"""Who hears what: routes lead an event to channels, and say whom to mention there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from bellhop.channel import Channel
from bellhop.event import Event
from bellhop.message import Mention
from bellhop.notification import Notification, Severity
from bellhop.oncall import Rotation
from bellhop.pattern import mismatch
from bellhop.route_facts import route_facts

_TOPICS = 10_000
_BADNESS = {severity: at for at, severity in enumerate(reversed(Severity))}
Handles = Mapping[str, Mapping[Any, str]]
"""By a person's or group's name: by a platform's name, their id there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way for events.

    Args:
        name: what logs and reasons call it, with the place where it is written.
        topics: ARNs of the topics that it takes events of, `*` at the end stands for any ending; none = of any topic.
        patterns: EventBridge patterns over `route_facts`, which all must fit.
        channels: names of the channels that hear; none = nobody does, and the reason is stored.
        mentions: names of people, groups or rotations to mention.
        mention_from: below this severity nobody is mentioned.
        go_on: the routes below are looked at as well.
    """

    name: str
    topics: tuple[str, ...] = ()
    patterns: tuple[Mapping[str, Any], ...] = ()
    channels: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    mention_from: Severity = Severity.LOW
    go_on: bool = False

    def takes(self, topic: str) -> bool:
        """Whether events of a topic come here."""
        return not self.topics or any(_is(wanted, topic) for wanted in self.topics)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A channel that hears of an event.

    Args:
        channel: which.
        because: the route or topic that led there.
        mentions: who is mentioned there.
    """

    channel: Channel
    because: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one route says of an event.

    Args:
        route: which.
        misfit: the first field of its pattern that does not match, as in `$.detail.state`; empty if it fits.
    """

    route: Route
    misfit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """Where an event goes.

    Args:
        heard: the channels.
        silence: why nobody hears of it, or empty.
        judged: the routes that were asked, in order.
    """

    heard: tuple[Heard, ...]
    silence: str = ""
    judged: tuple[Judged, ...] = ()


class Routing:
    """The routes of a configuration.

    A channel's own `topics` lead there whatever the routes say. Then the routes are asked in order, until one fits
    that does not go on.

    Args:
        channels: all configured channels.
        routes: in their order.
        handles: what people and groups are called on the platforms.
        rotations: who takes turns, by the rotation's name.
    """

    def __init__(
        self,
        channels: Sequence[Channel],
        routes: Sequence[Route] = (),
        handles: Handles | None = None,
        rotations: Mapping[str, Rotation] | None = None,
    ) -> None:
        self._channels = {channel.name: channel for channel in channels}
        self._routes = tuple(routes)
        self._handles = handles or {}
        self._rotations = rotations or {}
        self._of_topic = lru_cache(maxsize=_TOPICS)(self._look_up)

    def knows(self, topic: str) -> bool:
        """Whether a topic is written down anywhere, so that its posts may come in and its subscription be confirmed."""
        hearing, _ = self._of_topic(topic)
        return bool(hearing) or any(_is(wanted, topic) for route in self._routes for wanted in route.topics)

    def _look_up(self, topic: str) -> tuple[tuple[Heard, ...], tuple[Route, ...]]:
        hearing = (channel for channel in self._channels.values() if channel.hears(topic))
        direct = tuple(Heard(channel=channel, because=f"the topic {topic}") for channel in hearing)
        return direct, tuple(route for route in self._routes if route.takes(topic))

    def route(self, event: Event, topic: str, tell: Callable[[], Notification], now: datetime) -> Routed:
        """Where an event goes.

        Args:
            event: what AWS says.
            topic: the ARN of the topic it came by, or empty.
            tell: gives it in English; only called if a route needs to know.
            now: for who is on call (aware).
        """
        direct, routes = self._of_topic(topic)
        if not routes:
            return Routed(heard=direct, silence="" if direct else self._unrouted(topic))
        notification = tell()
        heard = {one.channel.name: one for one in direct}
        judged: list[Judged] = []
        facts = route_facts(event, notification, topic)
        for route in routes:
            misfit = next(filter(None, (mismatch(pattern, facts) for pattern in route.patterns)), "")
            judged.append(Judged(route=route, misfit=misfit))
            if misfit:
                continue
            mentioned = self._mentioned(route, notification.severity, now)
            for name in route.channels:
                heard[name] = self._joined(heard.get(name), name, route, mentioned)
            if not route.go_on:
                break
        return Routed(
            heard=tuple(heard.values()),
            silence="" if heard else _silence(judged, topic),
            judged=tuple(judged),
        )

    def _joined(self, before: Heard | None, name: str, route: Route, mentioned: Sequence[str]) -> Heard:
        channel = self._channels[name]
        mentions = {one.name: one for one in before.mentions} if before else {}
        for person in mentioned:
            handle = self._handles.get(person, {}).get(channel.platform, "")
            mentions.setdefault(person, Mention(name=person, handle=handle))
        because = before.because if before else f"route {route.name}"
        return Heard(channel=channel, because=because, mentions=tuple(mentions.values()))

    def _mentioned(self, route: Route, severity: Severity, now: datetime) -> list[str]:
        if _BADNESS[severity] < _BADNESS[route.mention_from]:
            return []
        names = (rotation.at(now) if (rotation := self._rotations.get(name)) else name for name in route.mentions)
        return [name for name in names if name]

    def _unrouted(self, topic: str) -> str:
        return f"not routed: no channel hears the topic {topic or '(none)'}" + (
            ", and no route takes it" if self._routes else ""
        )


def _silence(judged: Sequence[Judged], topic: str) -> str:
    last = judged[-1]
    if not last.misfit:
        return f"route {last.route.name} leads to no channel"
    nearest = max(judged, key=lambda one: one.misfit.count("."))
    return f"not routed: no route fits it; nearest is {nearest.route.name}, but for {nearest.misfit}" + (
        f" (topic {topic})" if topic else ""
    )


def _is(wanted: str, topic: str) -> bool:
    return topic.startswith(wanted[:-1]) if wanted.endswith("*") else topic == wanted
