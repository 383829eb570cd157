"""The names that a template may use, and what each is for one event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bellhop.errors import Unreadable
from bellhop.event import Event
from bellhop.event_values import EventValues
from bellhop.message import Facts, Text
from bellhop.notification import Notification
from bellhop.payload import parse_json, parse_time
from bellhop.reader import Reader

NAMES = {
    "event": "the whole document",
    "detail": "its `detail`; of a document without one, the document",
    "source": "`aws.ecs`, or empty",
    "detail_type": "`ECS Task State Change`, or empty",
    "account": "12 digits, or empty",
    "region": "`ap-northeast-2`, or empty",
    "resources": "a list of ARNs",
    "time": "when it happened, on the channel's clock",
    "text": "of an event that is plain text, the text",
    "subject": "the SNS subject, or empty",
    "type": "the event type, `ecs.task`",
    "resource": "ARN or name of what it is about, or empty",
    "standard": "what the standard layout says: `standard.title`, `standard.text`, `standard.severity`,"
    " `standard.facts['Region']`, `standard.links['Console']`",
    "value": '`value("FunctionName")`: the field of that name, however deep; of alarms also the dimensions',
    "moment": "`moment(detail.startTime)`: a time as people read it, on the channel's clock",
    "say": '`say("English", "한국어")`: one of the two, in the channel\'s language',
    "locale": "`en` or `ko`",
}  # fmt: skip  # a table is read by its rows


def scope(event: Event, told: Notification, reader: Reader) -> Mapping[str, Any]:
    """What each of `NAMES` is for an event."""
    values = EventValues(event, told.type, told.resource)

    def moment(value: Any) -> str:
        return reader.moment(parse_time(value)) or str(value or "")

    def say(english: str, korean: str) -> str:
        return korean if reader.locale == "ko" else english

    value: Callable[[str], str] = values.get
    return {
        "event": _document(event),
        "detail": event.detail.value,
        "source": event.source,
        "detail_type": event.detail_type,
        "account": event.account,
        "region": event.region,
        "resources": list(event.resources),
        "time": reader.moment(event.time),
        "text": event.text,
        "subject": event.subject,
        "type": told.type,
        "resource": told.resource,
        "standard": _standard(told),
        "value": value,
        "moment": moment,
        "say": say,
        "locale": reader.locale,
    }


def _document(event: Event) -> Any:
    try:
        return parse_json(event.body)
    except (Unreadable, UnicodeEncodeError):
        return {}


def _standard(told: Notification) -> dict[str, Any]:
    message = told.message
    facts = (fact for block in message.blocks if isinstance(block, Facts) for fact in block.items)
    texts = (block.text for block in message.blocks if isinstance(block, Text))
    return {
        "title": message.title,
        "text": "\n".join(texts),
        "severity": told.severity.value,
        "footer": message.footer,
        "facts": {fact.label: fact.value for fact in facts},
        "links": {link.label: link.url for link in message.links},
    }
