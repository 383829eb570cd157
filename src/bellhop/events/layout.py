"""Pieces of messages that every event type uses: footer, cut text, links that may be missing, tidy JSON."""

from __future__ import annotations

import re

import msgspec

from bellhop.event import Event
from bellhop.message import Code, Link
from bellhop.reader import Reader


def clip(text: str, limit: int) -> str:
    """Text on one line, at most `limit` characters; `…` stands for what was cut."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def footer(event: Event, reader: Reader) -> str:
    """The small print: account, Region, time; what is not known is left out."""
    return " · ".join(part for part in (event.account, event.region, reader.moment(event.time)) if part)


def links(*pairs: tuple[str, str] | None) -> tuple[Link, ...]:
    """Links from (label, URL) pairs; None, and pairs whose URL is no http address, are left out."""
    return tuple(
        Link(label=pair[0], url=pair[1]) for pair in pairs if pair and pair[1].startswith(("https://", "http://"))
    )


def tidy_json(event: Event) -> Code:
    """The whole document as it arrived, indented and folded."""
    try:
        text = msgspec.json.format(event.body, indent=2)
    except (msgspec.DecodeError, UnicodeEncodeError):
        text = event.body
    return Code(text=text, fold=True)


_MARKS = re.compile(
    r"<(?:https?://[^|>]+)\|([^>]+)>|\[([^\]]+)\]\(https?://[^)]+\)|(?<!\w)[*_~`]+(\S(?:.*?\S)?)[*_~`]+(?!\w)"
)


def unmarked(text: str) -> str:
    """Text without a chat dialect's marks, for a title, which is plain: `*slow* <https://…|here>` gives `slow here`."""
    return _MARKS.sub(lambda found: found[1] or found[2] or found[3], text).strip()


def words(text: str) -> str:
    """A machine's word in lower-case words: `IN_PROGRESS` and `InProgress` give `in progress`."""
    parted = "".join(
        f" {char}" if char.isupper() and place and text[place - 1].islower() else char
        for place, char in enumerate(text)
    )
    return " ".join(parted.replace("_", " ").replace("-", " ").lower().split())
