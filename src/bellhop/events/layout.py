"""Pieces of messages that every event type uses: footer, cut text, links that may be missing, tidy JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from math import isfinite

import msgspec

from bellhop.chapter import Chapter
from bellhop.event import Event
from bellhop.message import Action, Block, Code, Fact, Link, Message, Text, Tone, facts
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader
from bellhop.telltale import hide, suspicious


def clip(text: str, limit: int) -> str:
    """Text on one line, at most `limit` characters; `…` stands for what was cut."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def footer(event: Event, reader: Reader, at: datetime | None = None) -> str:
    """The small print: account, Region, time; what is not known is left out."""
    return " · ".join(filter(None, (event.account, event.region, reader.moment(at or event.time))))


def links(*pairs: tuple[str, str] | None) -> tuple[Link, ...]:
    """Links from (label, URL) pairs; None, and pairs whose URL is no http address, are left out."""
    http = ("https://", "http://")
    return tuple([Link(label=pair[0], url=pair[1]) for pair in pairs if pair and pair[1].startswith(http)])


def tidy_json(event: Event) -> Code:
    """The whole document as it arrived, indented and folded, its secrets hidden."""
    try:
        body = event.body
        if suspicious(body):
            body = msgspec.json.encode(hide(msgspec.json.decode(body))).decode()
        text = msgspec.json.format(body, indent=2)
    except (msgspec.DecodeError, UnicodeEncodeError):
        text = event.body
    return Code(text=text, fold=True)


_MARKS = re.compile(
    r"<(?:https?://[^|>]+)\|([^>]+)>|\[([^\]]+)\]\(https?://[^)]+\)|(?<!\w)[*_~`]+(\S(?:.*?\S)?)[*_~`]+(?!\w)"
)


def unmarked(text: str) -> str:
    """Text without a chat dialect's marks, for a title, which is plain: `*slow* <https://…|here>` gives `slow here`."""
    return _MARKS.sub(lambda found: found[1] or found[2] or found[3], text).strip()


_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words(text: str) -> str:
    """A machine's word in lower-case words: `IN_PROGRESS` and `InProgress` give `in progress`."""
    parted = _HUMP.sub(" ", text)
    return " ".join(parted.replace("_", " ").replace("-", " ").lower().split())


def whole(number: float) -> int:
    """A count; what is no finite number counts as none."""
    return int(number) if isfinite(number) else 0


def spoken(reader: Reader, english: str, korean: str) -> str:
    """One of two wordings as it stands: unlike with `reader.say`, braces from outside are no placeholders."""
    return korean if reader.locale == "ko" else english


def compose(
    event: Event,
    reader: Reader,
    *,
    kind: str,
    title: str,
    feel: tuple[Tone, Severity] = (Tone.INFO, Severity.INFO),
    text: str = "",
    details: Iterable[Fact | tuple[str, str] | None] = (),
    blocks: tuple[Block, ...] = (),
    more: tuple[Link, ...] = (),
    actions: tuple[Action, ...] = (),
    resource: str = "",
    thread: str = "",
    step: Step = Step.OPEN,
    at: datetime | None = None,
    chapters: Iterable[Chapter] = (),
) -> Notification:
    """A notification in the order that most event types keep: title, a paragraph, facts, further blocks, links.

    Args:
        event: gives footer, time and, where `resource` is empty, the resource.
        reader: whose language and clock.
        kind: the event type's name.
        title: what happened to what; cut at 300 characters.
        feel: tone and severity, as `picking.feeling` reads them off a state.
        text: a paragraph in AWS's words, or empty.
        details: facts; those without a value are left out.
        blocks: what follows the facts.
        more: links.
        actions: buttons.
        resource: ARN or name of what it is about.
        thread: key of the story that it belongs to, or empty.
        step: what it does to that thread.
        at: when it happened, if the event's own time is not it.
        chapters: how parts of the story stand, the one that is told of first.
    """
    shown = facts(*details)
    paragraph = (Text(text=text.strip()),) if text.strip() else ()
    message = Message(
        title=clip(title, 300),
        tone=feel[0],
        blocks=(*paragraph, *((shown,) if shown.items else ()), *blocks),
        links=more,
        actions=actions,
        footer=footer(event, reader, at),
    )
    return Notification(
        type=kind,
        message=message,
        severity=feel[1],
        resource=resource or next(iter(event.resources), ""),
        thread=thread,
        step=step,
        at=at or event.time,
        chapters=tuple(chapters),
    )
