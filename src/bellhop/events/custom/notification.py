"""A custom notification, schema 1.0, that somebody's own program published.

https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.custom_mistakes import mistakes
from bellhop.events.custom_parts import blocks_of, footer_of, heading_of, links_of, plain, severity_of
from bellhop.events.layout import clip, links
from bellhop.events.recognise import Bare
from bellhop.message import Message, Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (Bare(keys=("source",), where={"source": ["custom"], "detail-type": [{"exists": False}]}),)

_TONES = {Severity.CRITICAL: Tone.BAD, Severity.HIGH: Tone.BAD, Severity.MEDIUM: Tone.WARN}


def tell(event: Event, reader: Reader) -> Notification:
    """Shows what the author wrote in the author's order; says what is not as the schema wants it."""
    document, metadata = event.detail, event.detail.at("metadata")
    wrong = tuple(mistakes(document, reader))
    heading, description = heading_of(document.at("content"))
    thread = metadata.text("threadId", default="")
    severity = severity_of(metadata)
    message = Message(
        title=clip(plain(heading), 300) or reader.say("Custom notification", "사용자 지정 알림"),
        heading=heading if heading != plain(heading) or ":" in heading else "",
        tone=_TONES.get(severity, Tone.INFO) if severity else Tone.WARN if wrong else Tone.INFO,
        blocks=tuple(blocks_of(event, description, wrong, reader)),
        links=links(*((one.text("label", default=""), one.text("url", default="")) for one in links_of(document))),
        footer=footer_of(event, reader),
    )
    return Notification(
        type="custom.notification",
        message=message,
        severity=severity or (Severity.LOW if wrong else Severity.INFO),
        resource=next(iter(metadata.texts("relatedResources")), ""),
        thread=f"custom:{thread}" if thread else "",
        step=Step.REPLY if thread else Step.OPEN,
        summary=clip(plain(metadata.text("summary", default="") or heading or description), 300),
        dedupe=metadata.text("dedupeKey", default="") or metadata.text("additionalContext", "dedupeKey", default=""),
        mentions=tuple(dict.fromkeys(name.lstrip("@") for name in metadata.texts("mentions")))[:20],
        at=event.time,
    )
