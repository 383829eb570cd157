"""A message that somebody published to a topic as plain text.

https://docs.aws.amazon.com/sns/latest/dg/sns-publishing.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.layout import clip, footer
from bellhop.events.recognise import Pattern
from bellhop.message import Message, Text
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES: tuple[Pattern, ...] = ()


def tell(event: Event, reader: Reader) -> Notification:
    """Shows the subject as title and the text as it is; a text without subject starts with its own first line."""
    text = event.text.strip()
    first, _, rest = text.partition("\n")
    topic = parse_arn(event.topic)
    if event.subject:
        title, body = event.subject, text
    elif len(first) <= 150 and first:
        title, body = first, rest.strip()
    else:
        title, body = reader.say("Message", "메시지"), text
    message = Message(
        title=clip(title, 300),
        blocks=(Text(text=body),) if body and body != title else (),
        footer=" · ".join(part for part in (topic.resource if topic else event.topic, footer(event, reader)) if part),
    )
    return Notification(type="fallback.plain_text", message=message, resource=event.topic, at=event.time)
