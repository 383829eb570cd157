"""`Paper`: what the pages are printed on: templates, words in the reader's language, messages as HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bellhop import __version__
from bellhop.console.words import KOREAN
from bellhop.message import Message
from bellhop.platforms.text import harmless
from bellhop.platforms.web.render import render
from bellhop.store.web import WebMessage

_FOLDER = Path(__file__).parent / "templates"
PLATFORMS = {"web": "Console", "slack": "Slack", "chime": "Chime", "teams": "Teams"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message as a page shows it, with the replies beneath it.

    Args:
        key: what tells it from all others on the page.
        number: rises from older to newer.
        at: ISO 8601, UTC.
        changed: rises with every change.
        thread: key of its parent, or empty.
        type: the event type's name, `answer`, or `person`.
        author: a person's name, empty for Bellhop.
        said: what a person wrote, else empty.
        body: what Bellhop tells, as HTML.
        title: its first line.
        state: `posted`, `updated`, or the delivery's state.
        why: why it is in that state, or empty.
        replies: what stands beneath it.
    """

    key: str
    number: int
    at: str
    changed: int
    thread: str
    type: str
    author: str
    said: str
    body: Markup
    title: str
    state: str
    why: str = ""
    replies: list[Entry] = field(default_factory=list["Entry"])


class Paper:
    """Prints pages and pieces of them."""

    def __init__(self, title: str) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._always = {"brand": title, "version": __version__, "platforms": PLATFORMS}

    def page(self, name: str, locale: str, **values: Any) -> str:
        """A template filled in."""
        known = words(locale)
        values |= {"lang": locale, "words": known, "say": _Say(known)}
        return self._environment.get_template(name).render(**self._always, **values)

    def sayer(self, locale: str) -> Callable[[str], str]:
        """Gives English words in a language."""
        return _Say(words(locale))

    def entry(self, message: WebMessage, locale: str) -> str:
        """One message of a console channel, alone."""
        return self.page("entry.html", locale, entry=as_entry(message))


def as_entry(message: WebMessage) -> Entry:
    """A console channel's message as a page shows it."""
    return Entry(
        key=str(message.id),
        number=message.id,
        at=message.posted.isoformat(),
        changed=message.changed,
        thread=str(message.thread or ""),
        type=message.type,
        author=message.author,
        said=harmless(message.words),
        body=Markup("") if message.author else as_html(message.message, expanded=message.expanded),
        title=message.message.title,
        state=message.state,
    )


def as_html(message: Message, *, expanded: bool = False) -> Markup:
    """A message as HTML that is already escaped."""
    return Markup(render(message, expanded=expanded))  # noqa: S704  # the renderer escapes everything


def stories(messages: Sequence[WebMessage]) -> list[Entry]:
    """Messages with their replies beneath them; replies whose parent is not among them are left out."""
    entries = {message.id: as_entry(message) for message in messages}
    for message in messages:
        if message.thread in entries:
            entries[message.thread].replies.append(entries[message.id])
    return [entries[message.id] for message in messages if message.thread is None]


def words(locale: str) -> Mapping[str, str]:
    """The page's fixed words, for its script: English → the reader's language."""
    return KOREAN if locale == "ko" else {}


@dataclass(frozen=True, slots=True)
class _Say:
    known: Mapping[str, str]

    def __call__(self, english: str) -> str:
        return self.known.get(english, english)
