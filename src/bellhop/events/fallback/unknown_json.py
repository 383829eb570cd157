"""JSON that is no event of a known kind, as any program may publish it.

https://docs.aws.amazon.com/sns/latest/dg/sns-publishing.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.layout import clip, footer, tidy_json
from bellhop.events.picking import feeling, pick, scalars
from bellhop.events.recognise import Pattern
from bellhop.message import Message, facts
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES: tuple[Pattern, ...] = ()


def tell(event: Event, reader: Reader) -> Notification:
    """Finds a title among well-known names, shows a few facts, and folds the whole document, tidy."""
    found = pick(event.detail)
    title = event.subject or found.headline or found.name or reader.say("JSON message", "JSON 메시지")
    if found.state and found.state not in title:
        title = f"{title}: {found.state}"
    tone, level = feeling(found.state)
    message = Message(
        title=clip(title, 300),
        tone=tone,
        blocks=(facts(*scalars(event.detail, title, limit=8)), tidy_json(event)),
        footer=footer(event, reader),
    )
    return Notification(
        type="fallback.unknown_json", message=message, severity=level, resource=found.name, at=event.time
    )
