"""What a custom notification's author wrote, in pieces of a message."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.custom_mistakes import strangers
from bellhop.events.emoji import with_emoji
from bellhop.events.layout import clip, footer, spoken, tidy_json, unmarked
from bellhop.message import Block, Fact, Text, facts
from bellhop.notification import Severity
from bellhop.payload import Payload
from bellhop.reader import Reader

_PEOPLE = re.compile(r"<@([UW][A-Z0-9]{2,})(?:\|([^>]+))?>")
_LINE = 150
_MOST = 500


def heading_of(content: Payload) -> tuple[str, str]:
    """Title and description; a description without title gives its own first line, since the title is what pushes."""
    title = with_emoji(" ".join(content.text("title", default="").split()))
    description = with_emoji(content.text("description", default="")).strip()
    first, _, rest = description.partition("\n")
    if title or len(first) > _LINE or "```" in first:
        return title[:_MOST], description
    return first, rest.strip()


def plain(text: str) -> str:
    """Text without an author's marks, with people by their names."""
    return unmarked(_PEOPLE.sub(lambda found: f"@{found[2] or found[1]}", text[:_MOST]))


def severity_of(metadata: Payload) -> Severity | None:
    """How bad its author says it is, also in the context, which is all that AWS's own chatbot lets through."""
    for said in (metadata.text("severity", default=""), metadata.text("additionalContext", "severity", default="")):
        if said.strip().lower() in tuple(Severity):
            return Severity(said.strip().lower())
    return None


def links_of(document: Payload) -> Iterator[Payload]:
    """The links that have a label."""
    return (one for one in document.each("content", "links") if one.text("label", default="").strip())


def blocks_of(event: Event, description: str, wrong: tuple[str, ...], reader: Reader) -> Iterator[Block]:
    """The body: description, fields, next steps, small things, and what is wrong with the document itself."""
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


def footer_of(event: Event, reader: Reader) -> str:
    """Where it comes from: the topic, since the event itself says neither account nor time."""
    topic = parse_arn(event.topic)
    where = " · ".join(part for part in (topic.account, topic.region, topic.resource) if part) if topic else ""
    kind = event.detail.text("metadata", "eventType", default="")
    return " · ".join(part for part in (clip(kind, 100), where or footer(event, reader)) if part)
