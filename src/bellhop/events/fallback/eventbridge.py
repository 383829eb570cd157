"""An EventBridge event of a service for which there is no layout yet.

https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.layout import clip, footer, tidy_json
from bellhop.events.picking import feeling, pick, scalars
from bellhop.events.recognise import Pattern
from bellhop.message import Message, Text, facts
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES: tuple[Pattern, ...] = ()


def tell(event: Event, reader: Reader) -> Notification:
    """Says what kind of event on which resource in which state, why and by whom, and a few facts more."""
    found = pick(event.detail)
    resource = next(iter(event.resources), "")
    arn = parse_arn(resource)
    name = found.name or (arn.name if arn else resource)
    kind = event.detail_type or event.source or reader.say("Event", "이벤트")
    title = kind + (f": {name}" if name else "") + (f" {found.state}" if found.state else "")
    tone, level = feeling(found.state)
    message = Message(
        title=clip(title, 300),
        tone=tone,
        blocks=(
            *((Text(text=found.headline),) if found.headline and found.headline != name else ()),
            facts(
                (reader.say("Service", "서비스"), event.source),
                (reader.say("State"), found.state),
                (reader.say("Reason"), clip(found.reason, 1000)),
                (reader.say("Who"), found.actor),
                (reader.say("Resources"), "\n".join(event.resources[:5])),
                *scalars(event.detail, title, found.state, found.reason, found.actor, found.headline, limit=8),
            ),
            tidy_json(event),
        ),
        footer=footer(event, reader),
    )
    return Notification(
        type="fallback.eventbridge", message=message, severity=level, resource=resource or name, at=event.time
    )
