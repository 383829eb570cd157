"""A custom notification, schema 1.0, that somebody's own program published.

https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.custom_mistakes import mistakes, strangers
from bellhop.events.emoji import with_emoji
from bellhop.events.layout import clip, footer, links, spoken, tidy_json, unmarked
from bellhop.events.recognise import Bare
from bellhop.message import Block, Fact, Message, Text, Tone, facts
from bellhop.notification import Notification, Severity, Step
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (Bare(keys=("source",), where={"source": ["custom"], "detail-type": [{"exists": False}]}),)

_PEOPLE = re.compile(r"<@([UW][A-Z0-9]{2,})(?:\|([^>]+))?>")
_LINE = 150
_MOST = 500
_TONES = {Severity.CRITICAL: Tone.BAD, Severity.HIGH: Tone.BAD, Severity.MEDIUM: Tone.WARN}


def tell(event: Event, reader: Reader) -> Notification:
    """Shows what the author wrote in the author's order; says what is not as the schema wants it."""
    document, metadata = event.detail, event.detail.at("metadata")
    wrong = tuple(mistakes(document, reader))
    heading, description = _heading(document.at("content"))
    thread = metadata.text("threadId", default="")
    severity = _severity(metadata)
    message = Message(
        title=clip(_plain(heading), 300) or reader.say("Custom notification", "사용자 지정 알림"),
        heading=heading if heading != _plain(heading) or ":" in heading else "",
        tone=_TONES.get(severity, Tone.INFO) if severity else Tone.WARN if wrong else Tone.INFO,
        blocks=tuple(_blocks(event, description, wrong, reader)),
        links=links(*((one.text("label", default=""), one.text("url", default="")) for one in _links(document))),
        footer=_footer(event, reader),
    )
    return Notification(
        type="custom.notification",
        message=message,
        severity=severity or (Severity.LOW if wrong else Severity.INFO),
        resource=next(iter(metadata.texts("relatedResources")), ""),
        thread=f"custom:{thread}" if thread else "",
        step=Step.REPLY if thread else Step.OPEN,
        summary=clip(_plain(metadata.text("summary", default="") or heading or description), 300),
        dedupe=metadata.text("dedupeKey", default="") or metadata.text("additionalContext", "dedupeKey", default=""),
        mentions=tuple(dict.fromkeys(name.lstrip("@") for name in metadata.texts("mentions")))[:20],
        at=event.time,
    )


def _heading(content: Payload) -> tuple[str, str]:
    """Title and description; a description without title gives its own first line, since the title is what pushes."""
    title = with_emoji(" ".join(content.text("title", default="").split()))
    description = with_emoji(content.text("description", default="")).strip()
    first, _, rest = description.partition("\n")
    if title or len(first) > _LINE or "```" in first:
        return title[:_MOST], description
    return first, rest.strip()


def _plain(text: str) -> str:
    """Text without an author's marks, with people by their names."""
    return unmarked(_PEOPLE.sub(lambda found: f"@{found[2] or found[1]}", text[:_MOST]))


def _severity(metadata: Payload) -> Severity | None:
    """How bad its author says it is, also in the context, which is all that AWS's own chatbot lets through."""
    for said in (metadata.text("severity", default=""), metadata.text("additionalContext", "severity", default="")):
        if said.strip().lower() in tuple(Severity):
            return Severity(said.strip().lower())
    return None


def _links(document: Payload) -> Iterator[Payload]:
    return (one for one in document.each("content", "links") if one.text("label", default="").strip())


def _blocks(event: Event, description: str, wrong: tuple[str, ...], reader: Reader) -> Iterator[Block]:
    content, metadata = event.detail.at("content"), event.detail.at("metadata")
    if description:
        yield Text(text=description, markup=True)
    if (shown := facts(*_fields(content))).items:
        yield shown
    if steps := content.texts("nextSteps"):
        lines = (reader.say("Next steps:", "다음 단계:"), *(f"• {with_emoji(step)}" for step in steps))
        yield Text(text="\n".join(lines), markup=True)
    aside = (
        (reader.say("Keywords", "키워드"), ", ".join(content.texts("keywords"))),
        *(_resource(text, reader) for text in metadata.texts("relatedResources")),
        *((key, _said(value)) for key, value in metadata.items("additionalContext")),
    )
    if (shown := facts(*aside)).items:
        yield shown
    if wrong:
        lines = (reader.say("Not as the schema wants it:", "스키마와 다른 점:"), *(f"• {line}" for line in wrong))
        yield Text(text="\n".join(lines))
    if unknown := ", ".join(strangers(event.detail, reader)):
        yield Text(text=spoken(reader, "Not shown: ", "표시하지 않음: ") + clip(unknown, 500), small=True)
    if wrong or unknown:
        yield tidy_json(event)


def _fields(content: Payload) -> Iterator[Fact]:
    """Labels and values, as a list of them or as an object."""
    fields = content.at("fields")
    if isinstance(fields.value, dict):
        yield from (Fact(label=label, value=_said(value)) for label, value in fields.items())
        return
    for field in fields.each():
        url = field.text("url", default="")
        yield Fact(
            label=field.text("label", default="").strip() or "?",
            value=_said(field.at("value") if field.has("value") else field).strip(),
            url=url if url.startswith(("https://", "http://")) else "",
        )


def _said(value: Payload) -> str:
    if value.value is None:
        return ""
    return (
        value.text(default="")
        if isinstance(value.value, (str, int, float))
        else msgspec.json.encode(value.value).decode()
    )


def _resource(text: str, reader: Reader) -> tuple[str, str]:
    return reader.say("Resource"), text


def _footer(event: Event, reader: Reader) -> str:
    """Where it comes from: the topic, since the event itself says neither account nor time."""
    topic = parse_arn(event.topic)
    where = " · ".join(part for part in (topic.account, topic.region, topic.resource) if part) if topic else ""
    kind = event.detail.text("metadata", "eventType", default="")
    return " · ".join(part for part in (clip(kind, 100), where or footer(event, reader)) if part)
