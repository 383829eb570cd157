"""`Tale`: all that was told of one story so far, whatever the order in which it came. Pure.

Events overtake each other and come twice, and those of notification rules have no id. So nothing is counted and
nothing is appended: of every chapter the later state stays, and of two at the same moment the more final one.
`told` is therefore commutative, associative and idempotent, and the message of a tale is a function of it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import msgspec
from msgspec import structs

from bellhop.chapter import Chapter, Stand
from bellhop.message import Fact, Message

MOST = 300
"""How many chapters are remembered; a stack may have more resources than anybody reads."""
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_WEIGHT = {stand: weight for weight, stand in enumerate(Stand)}
_TROUBLE = (Stand.FAILED, Stand.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is remembered of one chapter.

    Args:
        chapter: its latest state.
        first: when it was first told of (aware), None if no event said.
        began: when its last attempt began (aware), or None.
        message: what was told of it then; kept of the story as a whole, and of what somebody has to look at.
    """

    chapter: Chapter
    first: datetime | None = None
    began: datetime | None = None
    message: Message | None = None

    @property
    def trouble(self) -> bool:
        """Whether it failed or waits for somebody."""
        return self.chapter.stand in _TROUBLE

    @property
    def order(self) -> tuple[datetime, int, bool, bytes]:
        """What decides which of two is the later one: the same for everybody, whoever came first."""
        spelt = msgspec.json.encode((self.chapter, self.message))
        return self.chapter.at or _NEVER, _WEIGHT[self.chapter.stand], self.message is not None, spelt


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """All that was told of a story.

    Args:
        entries: its chapters by their paths; the empty path is the story as a whole.
        newest: the newest of its parts with its message, for a story of which nothing was told as a whole.
        facts: what it goes on saying, each with the moment that it is from, by its label.
    """

    entries: Mapping[tuple[str, ...], Entry] = field(default_factory=dict[tuple[str, ...], Entry])
    newest: Entry | None = None
    facts: Mapping[str, tuple[datetime, Fact]] = field(default_factory=dict[str, tuple[datetime, Fact]])

    @property
    def whole(self) -> Entry | None:
        """The story as a whole, if that was told of."""
        return self.entries.get(())

    def cover(self) -> Entry | None:
        """What the story's message begins with: the whole, or the trouble since then while it isn't over."""
        whole = self.whole
        troubles = [one for path, one in self.entries.items() if path and one.trouble and one.message]
        trouble = max(troubles, key=lambda one: one.order, default=None)
        if whole is None:
            return trouble or self.newest
        if trouble is None or whole.chapter.stand.final or _at(trouble) < _at(whole):
            return whole
        return trouble


def told(tale: Tale | None, chapters: Iterable[Chapter], message: Message) -> Tale:
    """A tale after one more event.

    Args:
        tale: what was told before, or None.
        chapters: what the event says; the first of them is what its message is about.
        message: the event's message, as its channel sees it.
    """
    tale = tale or Tale()
    entries, facts, newest = dict(tale.entries), dict(tale.facts), tale.newest
    for index, chapter in enumerate(chapters):
        entry = _entry(chapter, None if index else message)
        if chapter.path and not index:
            newest = _later(newest, entry)
        keeps = not chapter.path or entry.trouble
        entry = entry if keeps else replace(entry, message=None)
        before = entries.get(chapter.path)
        if before is not None or len(entries) < MOST:
            entries[chapter.path] = _later(before, entry)
        for fact in chapter.facts:
            if fact.value:
                one = chapter.at or _NEVER, fact
                facts[fact.label] = max(facts.get(fact.label, one), one, key=_fact_order)
    return Tale(entries=entries, newest=newest, facts=facts)


def _entry(chapter: Chapter, message: Message | None) -> Entry:
    began = chapter.began or (None if chapter.stand.final else chapter.at)
    return Entry(chapter=structs.replace(chapter, facts=()), first=began or chapter.at, began=began, message=message)


def _later(one: Entry | None, other: Entry) -> Entry:
    if one is None:
        return other
    later = max(one, other, key=lambda entry: entry.order)
    firsts = [moment for moment in (one.first, other.first) if moment]
    starts = [moment for moment in (one.began, other.began) if moment]
    return replace(later, first=min(firsts, default=None), began=max(starts, default=None))


def _at(entry: Entry) -> datetime:
    return entry.chapter.at or _NEVER


def _fact_order(one: tuple[datetime, Fact]) -> tuple[datetime, str, str]:
    return one[0], one[1].value, one[1].url
