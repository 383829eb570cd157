"""What a route's pattern may look at: the event as EventBridge has it, and what Bellhop made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from bellhop.event import Event, Form
from bellhop.notification import Notification

OURS = ("type", "severity", "title", "resource", "topic", "subject", "tags")
"""The fields that are Bellhop's own; the others are those of an EventBridge event."""

_TAG_FIELDS = ("tags", "Tags", "tagSet", "TagSet", "resourceTags", "ResourceTags")


def route_facts(event: Event, notification: Notification, topic: str) -> dict[str, Any]:
    """An event as a pattern sees it.

    `source`, `detail-type`, `account`, `region`, `resources` and `detail` are as in EventBridge, for whatever form the
    event came in: the `detail` of a bare alarm is the alarm, that of plain text is its text.

    Args:
        event: what AWS says.
        notification: what was told of it, in English.
        topic: the ARN of the topic it came by, or empty.
    """
    named = (notification.resource, *event.resources)
    return {
        "id": event.id,
        "source": event.source,
        "detail-type": event.detail_type,
        "account": event.account,
        "region": event.region,
        "time": event.time.isoformat() if event.time else "",
        "resources": list(event.resources),
        "detail": event.text if event.form is Form.TEXT else event.detail.value,
        "type": notification.type,
        "severity": notification.severity.value,
        "title": notification.message.title,
        "resource": [name for name in named if name],
        "topic": topic,
        "subject": event.subject,
        "tags": _tags(event.detail.value),
    }


def _tags(detail: object) -> dict[str, list[str]]:
    """The tags that an event bears where AWS's events bear them, by their keys."""
    found: dict[str, list[str]] = {}
    for holder in _holders(detail):
        for field in _TAG_FIELDS:
            for key, value in _pairs(holder.get(field)):
                found.setdefault(key, []).append(value)
    return found


def _holders(detail: object) -> Iterator[Mapping[str, object]]:
    if isinstance(detail, Mapping):
        holder = cast("Mapping[str, object]", detail)
        yield holder
        for inner in holder.values():
            if isinstance(inner, Mapping):
                yield cast("Mapping[str, object]", inner)


def _pairs(tags: object) -> Iterator[tuple[str, str]]:
    if isinstance(tags, Mapping):
        for key, value in cast("Mapping[str, object]", tags).items():
            if isinstance(value, (str, int, float)):
                yield key, str(value)
    if isinstance(tags, list):
        for tag in cast("list[object]", tags):
            if isinstance(tag, Mapping):
                one = cast("Mapping[str, object]", tag)
                key, value = one.get("key", one.get("Key")), one.get("value", one.get("Value", ""))
                if isinstance(key, str):
                    yield key, str(value)
