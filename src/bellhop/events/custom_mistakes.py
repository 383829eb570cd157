"""What a custom notification does not say as the schema wants it, in words for whoever publishes it.

https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html, and Bellhop's own fields:
`schemas/custom-notification.json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from bellhop.notification import Severity
from bellhop.payload import Payload
from bellhop.reader import Reader

KNOWN = {
    "": ("version", "source", "id", "content", "metadata"),
    "content": ("textType", "title", "description", "nextSteps", "keywords", "fields", "links"),
    "metadata": (
        "threadId", "summary", "eventType", "relatedResources", "additionalContext", "enableCustomActions",
        "severity", "dedupeKey", "mentions",
    ),
}  # fmt: skip  # a table is read by its rows
LIMITS = {
    ("content", "title"): 250,
    ("content", "description"): 8_000,
    ("content", "nextSteps"): 350,
    ("content", "keywords"): 75,
    ("metadata", "dedupeKey"): 250,
}
_LISTS = (("content", "nextSteps"), ("content", "keywords"), ("metadata", "relatedResources"), ("metadata", "mentions"))
_TEXTS = (
    ("content", "title"), ("metadata", "threadId"), ("metadata", "summary"),
    ("metadata", "eventType"), ("metadata", "dedupeKey"), ("", "id"),
)  # fmt: skip  # a table is read by its rows
_SEVERITIES = tuple(severity.value for severity in Severity)
FIELDS, LINKS = 25, 10


def mistakes(document: Payload, reader: Reader) -> Iterator[str]:
    """A line for each field that is wrong: where it stands, and what was wanted."""
    if document.text("version", default="") not in ("1.0", "1"):
        yield reader.say('version: wanted "1.0"', 'version: "1.0"이어야 합니다')
    if document.text("content", "textType", default="client-markdown") != "client-markdown":
        yield reader.say("content.textType: wanted client-markdown", "content.textType: client-markdown이어야 합니다")
    if not document.text("content", "description", default="").strip():
        yield reader.say("content.description: wanted text", "content.description: 텍스트가 필요합니다")
    yield from _kinds(document, reader)
    for place, limit in LIMITS.items():
        if any(len(text) > limit for text in document.texts(*place)):
            yield reader.say(
                "{key}: at most {limit} characters", "{key}: 최대 {limit}자입니다", key=".".join(place), limit=limit
            )
    yield from _own(document, reader)


def strangers(document: Payload, reader: Reader) -> Iterator[str]:
    """Keys that the schema has not, each with the one that may be meant."""
    for part, known in KNOWN.items():
        for key, _ in document.items(part) if part else document.items():
            if key not in known:
                near = get_close_matches(key, known, n=1)
                name = f"{part}.{key}".lstrip(".")[:100]
                meant = (
                    reader.say("{name} (did you mean {near}?)", "{name} ({near}인가요?)", name=name, near=near[0])
                    if near
                    else name
                )
                yield meant


def _kinds(document: Payload, reader: Reader) -> Iterator[str]:
    """What is of another kind than the schema wants: text, list, object or flag."""
    for part, key in _TEXTS:
        value = document.at(*filter(None, (part, key))).value
        if value is not None and not isinstance(value, (str, int, float)):
            yield _wanted(f"{part}.{key}".lstrip("."), "text", "텍스트", reader)
    for part, key in _LISTS:
        value = document.at(part, key)
        if value.value is not None and not _is_texts(value):
            yield _wanted(f"{part}.{key}", "a list of texts", "텍스트 목록", reader)
    for place in (("content",), ("metadata",), ("metadata", "additionalContext")):
        if document.has(*place) and not isinstance(document.at(*place).value, dict):
            yield _wanted(".".join(place), "an object", "객체", reader)
    for key, value in document.items("metadata", "additionalContext"):
        if not isinstance(value.value, (str, int, float)):
            yield _wanted(f"metadata.additionalContext.{key[:60]}", "text", "텍스트", reader)
    flag = document.at("metadata", "enableCustomActions").value
    if flag is not None and str(flag).lower() not in ("true", "false"):
        yield _wanted("metadata.enableCustomActions", "true or false", "true 또는 false", reader)


def _is_texts(value: Payload) -> bool:
    return isinstance(value.value, list) and all(isinstance(one.value, (str, int, float)) for one in value.each())


def _own(document: Payload, reader: Reader) -> Iterator[str]:
    """What is Bellhop's own."""
    severity = document.at("metadata", "severity")
    if severity.value is not None and severity.text(default="").lower() not in _SEVERITIES:
        one_of = ", ".join(_SEVERITIES)
        yield _wanted("metadata.severity", f"one of {one_of}", f"{one_of} 중 하나", reader)
    fields, links = document.at("content", "fields"), document.at("content", "links")
    if isinstance(fields.value, dict):
        many = len(list(fields.items()))
    else:
        many = len(list(fields.each()))
        for at, field in enumerate(fields.each()):
            if not (field.text("label", default="").strip() and field.has("value")):
                yield _wanted(f"content.fields[{at}]", "a label and a value", "label과 value", reader)
    for at, link in enumerate(links.each()):
        web = link.text("url", default="").startswith(("https://", "http://"))
        if not (link.text("label", default="").strip() and web):
            yield _wanted(
                f"content.links[{at}]", "a label and a url with https://", "label과 https:// 주소인 url", reader
            )
    for key, number, most in (("fields", many, FIELDS), ("links", len(list(links.each())), LINKS)):
        if number > most:
            yield reader.say("content.{key}: at most {most}", "content.{key}: 최대 {most}개입니다", key=key, most=most)


def _wanted(key: str, english: str, korean: str, reader: Reader) -> str:
    return reader.say(
        "{key}: wanted {what}",
        "{key}: 필요한 형식은 {what}입니다",
        key=key,
        what=korean if reader.locale == "ko" else english,
    )
