"""Trying the routes on events that never arrived: `bellhop route` and the `tests:` of bellhop.yaml."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bellhop.config import Config
from bellhop.config_routing import RouteTest
from bellhop.events import tell
from bellhop.notification import Notification
from bellhop.reader import Reader
from bellhop.routing import Routed, Routing
from bellhop.unwrap import unwrap_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Where one event would go.

    Args:
        notification: what it is told as, in English.
        topic: the topic that it would come by, or empty.
        routed: who would hear.
    """

    notification: Notification
    topic: str
    routed: Routed

    @property
    def channels(self) -> list[str]:
        """Names of the channels that would hear."""
        return [one.channel.name for one in self.routed.heard]

    @property
    def mentions(self) -> list[str]:
        """Names of those who would be mentioned in any of them."""
        return list(dict.fromkeys(who.name for one in self.routed.heard for who in one.mentions))


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteResult:
    """What came of one test.

    Args:
        name: the test's.
        place: `file:line` of it.
        wrong: each thing that is other than expected, in words; none if it passed.
    """

    name: str
    place: str
    wrong: tuple[str, ...]


def try_routes(routing: Routing, document: str | bytes, topic: str = "", at: datetime | None = None) -> list[Trial]:
    """Where the events of a document would go. Nothing is sent.

    Args:
        routing: the routes.
        document: anything that may arrive.
        topic: the ARN of the topic that it would come by; an SNS envelope knows its own.
        at: when (aware), for who is on call; None = now.
    """
    trials: list[Trial] = []
    for event in unwrap_all(document, topic=topic):
        notification = tell(event, Reader()).notification
        routed = routing.route(event, event.topic, lambda told=notification: told, at or datetime.now(UTC))
        trials.append(Trial(notification=notification, topic=event.topic, routed=routed))
    return trials


def run_route_tests(config: Config) -> list[RouteResult]:
    """Runs the `tests:` of a configuration."""
    routing = config.build_routing()
    results: list[RouteResult] = []
    for number, test in enumerate(config.tests):
        place = f"{config.source.file}:{config.source.line(('tests', number))}"
        try:
            document = _document(test, config.source.file.parent)
        except OSError as error:
            wrong = (f"{test.file} can't be read: {error.strerror}",)
        else:
            at = test.at.replace(tzinfo=test.at.tzinfo or UTC) if test.at else None
            wrong = tuple(_compare(test, try_routes(routing, document, test.topic, at)))
        results.append(RouteResult(name=test.name or f"test {number + 1}", place=place, wrong=wrong))
    return results


def _document(test: RouteTest, folder: Path) -> str | bytes:
    if test.file:
        return (folder / test.file).read_bytes()
    return test.event if isinstance(test.event, str) else json.dumps(test.event, default=str)


def _compare(test: RouteTest, trials: Sequence[Trial]) -> list[str]:
    expect = test.expect
    channels = dict.fromkeys(name for trial in trials for name in trial.channels)
    mentions = dict.fromkeys(name for trial in trials for name in trial.mentions)
    types = dict.fromkeys(trial.notification.type for trial in trials)
    silence = "; ".join(trial.routed.silence for trial in trials if trial.routed.silence)
    wrong: list[str] = []
    if expect.channels is not None and set(expect.channels) != set(channels):
        wrong.append(f"wanted channels {_named(expect.channels)}, it goes to {_named(channels)}")
    if expect.mentions is not None and set(expect.mentions) != set(mentions):
        wrong.append(f"wanted mentions of {_named(expect.mentions)}, it mentions {_named(mentions)}")
    if expect.type and expect.type not in types:
        wrong.append(f"wanted type {expect.type}, it is {_named(types)}")
    if expect.silent and expect.silent not in silence:
        wrong.append(f"wanted silence for {expect.silent!r}, {silence or 'it goes to ' + _named(channels)}")
    if wrong and silence and not expect.silent:
        wrong.append(silence)
    return wrong


def _named(names: Sequence[str] | dict[str, None]) -> str:
    return ", ".join(names) or "nobody"
