"""An event's values by name: what a custom action's criteria look at, and its variables take.

`$MetricName` is the field of that name nearest to the top of the document, however deep; dimensions, tags and other
lists of names and values are read as fields. `event.detail.instance-id` says where. An alarm's values have the same
names in both of its forms.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, cast

from bellhop.errors import Unreadable
from bellhop.event import Event, Form
from bellhop.events import alarms
from bellhop.events.alarm_buttons import log_group_behind
from bellhop.payload import Payload

_MOST = 2_000
_SEAM = re.compile(r"[\s_-]+")
_STEP = re.compile(r"""\[(\d+)\]|\[["']([^"']+)["']\]|([^.\[\]]+)""")
_NAMES = ("name", "key", "Name", "Key")
_VALUES = ("value", "Value")


class EventValues:
    """The values of one event, looked up when they are asked for.

    Args:
        event: what AWS said.
        kind: the event type that told it.
        resource: ARN or name of what it is about, or empty.
    """

    def __init__(self, event: Event, kind: str, resource: str = "") -> None:
        self._event = event
        self._kind = kind
        self._resource = resource

    @property
    def allows_actions(self) -> bool:
        """Whether whoever sent it wants custom actions on it: a custom notification's `enableCustomActions`."""
        if self._kind != "custom.notification":
            return True
        return self._event.detail.flag("metadata", "enableCustomActions", default=True)

    def get(self, name: str) -> str:
        """The value of a name, or of a path if it has a dot; empty if there is none.

        Names are looked for as they are spelt, then without regard to case, `-` and `_`, then with `Name` at the end:
        `$instance-id` finds `instanceId`, `$Pipeline` finds `pipelineName`.
        """
        if "." in name or "[" in name:
            return self.at(name)
        if found := self.named.get(name):
            return found
        short = _short(name)
        return self._shortly.get(short, "") or self._shortly.get(f"{short}name", "")

    def at(self, path: str) -> str:
        """The value at a path, as in `event.metadata.additionalContext.bucketName` or `detail.items[0].id`, or empty.

        The `event.` in front, as AWS writes it, may be left out.
        """
        steps: list[str | int] = [
            int(number) if number else quoted or plain for number, quoted, plain in _STEP.findall(path)
        ]
        return _text(Payload(self._document).at(*steps)) or (
            _text(Payload(self._document).at(*steps[1:])) if steps[:1] in (["event"], ["$"]) and steps[1:] else ""
        )

    @cached_property
    def named(self) -> Mapping[str, str]:
        """All values by the names that they have here, the nearest to the top first."""
        found: dict[str, str] = {}
        for name, value in (*self._known(), *_leaves(self._document)):
            if value:
                found.setdefault(name, value)
        return found

    @cached_property
    def _shortly(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for name, value in self.named.items():
            found.setdefault(_short(name), value)
        return found

    @cached_property
    def _document(self) -> Any:
        event = self._event
        match event.form:
            case Form.JSON:
                return event.detail.value
            case Form.TEXT:
                return {"subject": event.subject, "text": event.text}
            case _:
                return {
                    "source": event.source,
                    "detail-type": event.detail_type,
                    "account": event.account,
                    "region": event.region,
                    "time": event.time.isoformat() if event.time else "",
                    "resources": list(event.resources),
                    "detail": event.detail.value,
                    "additionalAttributes": event.extra.value,
                }

    def _known(self) -> Iterator[tuple[str, str]]:
        """What comes before the document's own fields, since its author or Bellhop named it."""
        event = self._event
        if self._kind == "custom.notification":
            for name, value in event.detail.items("metadata", "additionalContext"):
                yield name, _text(value)
        if self._kind.startswith("cloudwatch."):
            yield from _alarm(event)
        yield "Account", event.account
        yield "Region", event.region
        yield "Resource", self._resource or next(iter(event.resources), "")
        yield "EventType", self._kind


def _alarm(event: Event) -> Iterator[tuple[str, str]]:
    try:
        alarm = alarms.read(event)
    except Unreadable:
        return
    yield "AlarmName", alarm.name
    yield "AlarmArn", alarm.arn
    yield "Region", alarm.region
    yield "State", alarm.state
    yield "Reason", alarm.reason
    for metric in alarm.metrics[:1]:
        yield "MetricName", metric.name
        yield "Namespace", metric.namespace
    for metric in alarm.metrics:
        yield from metric.dimensions
    yield "LogGroup", log_group_behind(alarm.metrics)


def _leaves(document: object) -> Iterator[tuple[str, str]]:
    """Fields with a value of their own, those nearer to the top first."""
    waiting: deque[Payload] = deque([Payload(document)])
    seen = 0
    while waiting and seen < _MOST:
        here = waiting.popleft()
        seen += 1
        if isinstance(here.value, list):
            for item in here.each():
                if pair := _pair(item):
                    yield pair
                waiting.append(item)
            continue
        for name, value in here.items():
            inner = value.value
            if isinstance(inner, (dict, list)):
                waiting.append(value)
                if isinstance(inner, list) and len(cast("list[object]", inner)) == 1:
                    yield name, value.text(0, default="")
            else:
                yield name, value.text(default="")


def _pair(item: Payload) -> tuple[str, str] | None:
    """What `{"name": "FunctionName", "value": "photos"}` says."""
    name = next((text for key in _NAMES if (text := item.text(key, default=""))), "")
    value = next((text for key in _VALUES if (text := item.text(key, default=""))), "")
    return (name, value) if name and value else None


def _text(value: Payload) -> str:
    """A value as one word of text: what has parts is spelt as JSON, a list of one is what stands in it."""
    inner = value.value
    if isinstance(inner, list) and len(cast("list[object]", inner)) == 1:
        return _text(value.at(0))
    if isinstance(inner, (dict, list)):
        return json.dumps(inner, ensure_ascii=False)
    return value.text(default="")


def _short(name: str) -> str:
    return _SEAM.sub("", name).casefold()
