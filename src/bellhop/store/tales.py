"""Stories, chapters and tales as the store keeps them, readable across versions of Bellhop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import msgspec

from bellhop.chapter import Chapter
from bellhop.delivery import Receipt
from bellhop.errors import Unreadable
from bellhop.message import Fact
from bellhop.store.messages import dump_message, load_message
from bellhop.store.tables import moment
from bellhop.story import Story
from bellhop.tale import Entry, Tale


def dump_chapters(chapters: Sequence[Chapter]) -> str | None:
    """Chapters as JSON; None for none."""
    return msgspec.json.encode(chapters).decode() if chapters else None


def load_chapters(text: str | None) -> tuple[Chapter, ...]:
    """What `dump_chapters` wrote; none where that can't be read any more: the delivery's message tells it anyway."""
    try:
        return msgspec.json.decode(text, type=tuple[Chapter, ...]) if text else ()
    except msgspec.MsgspecError:
        return ()


def dump_tale(tale: Tale | None) -> str | None:
    """A tale as JSON."""
    if tale is None:
        return None
    value = {
        "entries": [_entry(tale.entries[path]) for path in sorted(tale.entries)],
        "newest": _entry(tale.newest) if tale.newest else None,
        "facts": [tale.facts[label] for label in sorted(tale.facts)],
    }
    return msgspec.json.encode(value).decode()


def load_tale(text: str | None) -> Tale | None:
    """What `dump_tale` wrote; None where that can't be read any more: the story begins anew with the next event."""
    if not text:
        return None
    try:
        value = cast("dict[str, Any]", msgspec.json.decode(text))
        entries = [_load(one) for one in value["entries"]]
        facts = msgspec.convert(value["facts"], list[tuple[datetime, Fact]])
        return Tale(
            entries={entry.chapter.path: entry for entry in entries},
            newest=_load(value["newest"]) if value["newest"] else None,
            facts={fact.label: (at, fact) for at, fact in facts},
        )
    except (msgspec.MsgspecError, Unreadable, KeyError, TypeError):
        return None


def load_story(row: Any) -> Story | None:
    """The story of a row of `threads` as the driver gives it, None where there is none."""
    if row.story is None:
        return None
    return Story(
        parent=Receipt(id=row.receipt, thread=row.receipt_thread),
        delivery=row.story,
        opened=moment(row.opened),
        began=moment(row.began or row.opened),
        tale=load_tale(row.tale),
    )


def _entry(entry: Entry) -> dict[str, Any]:
    message = dump_message(entry.message) if entry.message else None
    return {"chapter": entry.chapter, "first": entry.first, "began": entry.began, "message": message}


def _load(value: dict[str, Any]) -> Entry:
    return Entry(
        chapter=msgspec.convert(value["chapter"], Chapter),
        first=msgspec.convert(value["first"], datetime | None),
        began=msgspec.convert(value["began"], datetime | None),
        message=load_message(value["message"]) if value["message"] else None,
    )
