"""What an event module declares that it recognises, and the index that finds the module for an event fast."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from bellhop.event import Event, Form
from bellhop.notification import Notification
from bellhop.pattern import matches
from bellhop.reader import Reader

Names = str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBridge:
    """EventBridge events, and the same things said by a notification rule.

    Args:
        source: `aws.s3`, or several; empty = any AWS service. A pattern that leaves the source or the detail type open
            gives way to one that names it.
        detail_type: `AWS API Call via CloudTrail`, or several; empty = any.
        detail: what the detail must match, as in an EventBridge event pattern.
    """

    source: Names = ()
    detail_type: Names = ()
    detail: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def rule(self) -> dict[str, Any]:
        """The pattern for an EventBridge rule that matches these events."""
        rule: dict[str, Any] = {"source": list(_names(self.source)) or [{"prefix": "aws."}]}
        if self.detail_type:
            rule["detail-type"] = list(_names(self.detail_type))
        if self.detail:
            rule["detail"] = self.detail
        return rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """Other JSON: has all these keys, and matches a pattern.

    Args:
        keys: names at the top of the document, the most telling first.
        where: what the document must match, as in an EventBridge event pattern.
    """

    keys: tuple[str, ...]
    where: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Plain text by a service that writes no JSON: regular expressions that its subject and its text must match.

    Args:
        subject: found anywhere in the SNS subject; empty = any subject.
        text: found at the start of the text; empty = any text.
    """

    subject: str = ""
    text: str = ""


Pattern = EventBridge | Bare | Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One event module: its name (`cloudwatch.metric_alarm`), what it recognises, and how it tells."""

    name: str
    recognises: tuple[Pattern, ...]
    tell: Callable[[Event, Reader], Notification]


_ANY = ""


def _names(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names


class Index:
    """Finds event types: by source and detail type, by telling key, by prose. The order of types never matters."""

    def __init__(self, types: Iterable[EventType]) -> None:
        self._events: dict[tuple[str, str], list[tuple[EventBridge, EventType]]] = defaultdict(list)
        self._documents: dict[str, list[tuple[frozenset[str], Bare, EventType]]] = defaultdict(list)
        self._prose: list[tuple[re.Pattern[str], re.Pattern[str], EventType]] = []
        for kind in types:
            for pattern in kind.recognises:
                self._add(pattern, kind)

    def _add(self, pattern: Pattern, kind: EventType) -> None:
        match pattern:
            case EventBridge():
                for source in _names(pattern.source) or (_ANY,):
                    for detail_type in _names(pattern.detail_type) or (_ANY,):
                        self._events[source, detail_type].append((pattern, kind))
            case Bare():
                self._documents[pattern.keys[0]].append((frozenset(pattern.keys), pattern, kind))
            case Prose():
                self._prose.append((re.compile(pattern.subject), re.compile(pattern.text), kind))

    def find(self, event: Event) -> list[EventType]:
        """The types that recognise an event, each once; none or one if the modules keep the house rules."""
        match event.form:
            case Form.TEXT:
                found = [
                    k for subject, text, k in self._prose if subject.search(event.subject) and text.match(event.text)
                ]
            case Form.JSON:
                found = self._in_document(event)
            case _:
                found = self._in_event(event)
        if len(found) < 2:
            return found
        return list({kind.name: kind for kind in sorted(found, key=lambda kind: kind.name)}.values())

    def _in_event(self, event: Event) -> list[EventType]:
        source, detail_type = event.source, event.detail_type
        for key in ((source, detail_type), (_ANY, detail_type), (source, _ANY)):
            patterns = self._events.get(key, ())
            found = [
                kind for pattern, kind in patterns if not pattern.detail or matches(pattern.detail, event.detail.value)
            ]
            if found:
                return found
        return []

    def _in_document(self, event: Event) -> list[EventType]:
        document = event.detail.value
        if not isinstance(document, dict):
            return []
        present = cast("dict[str, object]", document)
        telling = self._documents
        return [
            kind
            for key in present
            if key in telling
            for keys, pattern, kind in telling[key]
            if keys <= present.keys() and (not pattern.where or matches(pattern.where, present))
        ]
