"""A custom notification, schema 1.0, that somebody's own program published.

https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
"""

from __future__ import annotations

from collections.abc import Iterator

from bellhop.event import Event
from bellhop.events.layout import clip, footer, tidy_json, unmarked
from bellhop.events.recognise import Bare
from bellhop.message import Block, Message, Text, Tone, facts
from bellhop.notification import Notification, Severity, Step
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (Bare(keys=("source",), where={"source": ["custom"], "detail-type": [{"exists": False}]}),)

_LIMITS = {"title": 250, "description": 8000, "nextSteps": 350, "keywords": 75}


def tell(event: Event, reader: Reader) -> Notification:
    """Shows the author's title, description, next steps and keywords; says what is not as the schema wants it."""
    content, metadata = event.detail.at("content"), event.detail.at("metadata")
    wrong = tuple(_wrong(event.detail, reader))
    thread = metadata.text("threadId", default="")
    title = unmarked(content.text("title", default="")[:500])
    message = Message(
        title=clip(title, 300) or reader.say("Custom notification", "사용자 지정 알림"),
        tone=Tone.WARN if wrong else Tone.INFO,
        blocks=tuple(_blocks(event, content, metadata, wrong, reader)),
        footer=footer(event, reader),
    )
    return Notification(
        type="custom.notification",
        message=message,
        severity=Severity.LOW if wrong else Severity.INFO,
        resource=next(iter(metadata.texts("relatedResources")), ""),
        thread=f"custom:{thread}" if thread else "",
        step=Step.REPLY if thread else Step.OPEN,
        summary=metadata.text("summary", default="") or clip(title or content.text("description", default=""), 150),
        at=event.time,
    )


def _blocks(
    event: Event, content: Payload, metadata: Payload, wrong: tuple[str, ...], reader: Reader
) -> Iterator[Block]:
    if description := content.text("description", default=""):
        yield Text(text=description, markup=True)
    if steps := content.texts("nextSteps"):
        yield Text(
            text="\n".join((reader.say("Next steps:", "다음 단계:"), *(f"• {step}" for step in steps))), markup=True
        )
    if keywords := content.texts("keywords"):
        yield facts((reader.say("Keywords", "키워드"), ", ".join(keywords)))
    if context := [(key, value.text(default="")) for key, value in metadata.items("additionalContext")]:
        yield facts(*context)
    if wrong:
        yield Text(
            text="\n".join(
                (reader.say("Not as the schema wants it:", "스키마와 다른 점:"), *(f"• {line}" for line in wrong))
            )
        )
        yield tidy_json(event)


def _wrong(document: Payload, reader: Reader) -> Iterator[str]:
    if document.text("version", default="") not in ("1.0", "1"):
        yield reader.say('version: wanted "1.0"', 'version: "1.0"이어야 합니다')
    if document.text("content", "textType", default="client-markdown") != "client-markdown":
        yield reader.say("content.textType: wanted client-markdown", "content.textType: client-markdown이어야 합니다")
    if not document.text("content", "description", default="").strip():
        yield reader.say("content.description: wanted text", "content.description: 텍스트가 필요합니다")
    for key, limit in _LIMITS.items():
        if any(len(text) > limit for text in document.texts("content", key)):
            yield reader.say(
                "content.{key}: at most {limit} characters", "content.{key}: 최대 {limit}자입니다", key=key, limit=limit
            )
