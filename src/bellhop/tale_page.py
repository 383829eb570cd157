"""A tale as one message: what it is about, its parts as a line with their times, what failed and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from msgspec import structs

from bellhop.chapter import Stand
from bellhop.message import Block, Fact, Facts, Message, Text
from bellhop.reader import Reader
from bellhop.tale import Entry, Tale

_SIGNS = {Stand.DONE: "✓", Stand.RUNNING: "●", Stand.WAITING: "◷", Stand.FAILED: "✗", Stand.STOPPED: "■"}
_WORDS = {
    Stand.FAILED: ("failed", "실패"),
    Stand.WAITING: ("waiting", "대기 중"),
    Stand.RUNNING: ("running", "진행 중"),
    Stand.STOPPED: ("stopped", "중지됨"),
    Stand.DONE: ("done", "완료"),
}
_LINE = 12
"""How many parts stand in a line; more are counted."""
_NOTES = 5
_WORST = (Stand.FAILED, Stand.WAITING, Stand.RUNNING, Stand.STOPPED, Stand.DONE)


def page(tale: Tale, reader: Reader) -> Message:
    """The message of a story as it stands.

    Args:
        tale: of which at least one event was told.
        reader: for the words that are added.
    """
    cover = tale.cover()
    if cover is None or cover.message is None:
        raise ValueError("a tale of nothing has no page")
    stages = list(_stages(tale))
    line = _line(stages, tale.whole, reader)
    blocks: list[Block] = [Text(text=line)] if line else []
    blocks += _with_facts(cover.message.blocks, list(_added(tale, cover, reader)))
    return structs.replace(cover.message, blocks=tuple(blocks))


def _stages(tale: Tale) -> Iterator[tuple[str, Entry]]:
    """The outermost parts in the order in which they began; one that only its own parts tell of stands as they do."""
    parts: dict[str, list[Entry]] = {}
    for path, entry in tale.entries.items():
        if path:
            parts.setdefault(path[0], []).append(entry)
    found: list[tuple[str, Entry]] = []
    for name, entries in parts.items():
        own = tale.entries.get((name,))
        shown = own or min(entries, key=lambda one: (_WORST.index(one.chapter.stand), one.order))
        waits = [one for one in entries if one.chapter.stand is Stand.WAITING]
        if own and own.chapter.stand is Stand.RUNNING and waits:
            shown = replace(own, chapter=structs.replace(own.chapter, stand=Stand.WAITING))
        if not own:
            shown = replace(
                shown,
                began=_least(one.began for one in entries),
                chapter=structs.replace(shown.chapter, at=_last(entries)),
            )
        found.append((name, replace(shown, first=_least(one.first for one in entries))))
    yield from sorted(found, key=lambda one: (one[1].first is None, one[1].first, one[0]))


def _least(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)


def _last(entries: list[Entry]) -> datetime | None:
    return max((one.chapter.at for one in entries if one.chapter.at), default=None)


def _line(stages: list[tuple[str, Entry]], whole: Entry | None, reader: Reader) -> str:
    over = bool(whole and whole.chapter.stand is Stand.DONE)
    stands = [Stand.DONE if over and not one.chapter.stand.final else one.chapter.stand for _, one in stages]
    if len(stages) > _LINE:
        counts = [(stand, stands.count(stand)) for stand in _WORST]
        return " · ".join(f"{_SIGNS[stand]} {count} {reader.say(*_WORDS[stand])}" for stand, count in counts if count)
    parts = zip(stages, stands, strict=True)
    return " → ".join(f"{_SIGNS[stand]} {name}{_took(entry, stand, reader)}" for (name, entry), stand in parts)


def _took(entry: Entry, stand: Stand, reader: Reader) -> str:
    began, at = entry.began, entry.chapter.at
    if began is None:
        return ""
    if not stand.final:
        return reader.say(" (since {time})", " ({time}부터)", time=reader.moment(began)[11:16])
    if not entry.chapter.stand.final or at is None or at <= began:
        return ""
    return f" ({reader.duration(at - began)})"


def _added(tale: Tale, cover: Entry, reader: Reader) -> Iterator[Fact]:
    """What failed and why, how long it all took, and what is to be said whichever event came last."""
    failed = [
        one
        for path, one in tale.entries.items()
        if path and one is not cover and one.chapter.stand is Stand.FAILED and one.chapter.note
    ]
    label = reader.say("Failed", "실패")
    for one in sorted(failed, key=lambda one: one.order)[-_NOTES:]:
        if _says(cover.message, one.chapter.note):
            continue
        yield Fact(label=f"{label}: {' / '.join(one.chapter.path)}", value=one.chapter.note)
    whole = tale.whole
    if whole and whole.chapter.stand.final and whole.began and whole.chapter.at and whole.chapter.at > whole.began:
        span = reader.duration(whole.chapter.at - whole.began)
        yield Fact(label=reader.say("Took", "걸린 시간"), value=span)
    yield from (tale.facts[name][1] for name in sorted(tale.facts))


def _says(message: Message | None, note: str) -> bool:
    values = (
        fact.value for block in (message.blocks if message else ()) if isinstance(block, Facts) for fact in block.items
    )
    return any(note in value for value in values)


def _with_facts(blocks: tuple[Block, ...], added: list[Fact]) -> Iterator[Block]:
    """The blocks, what is added standing with the first facts; what the message says already is not said again."""
    said = {fact.label for block in blocks if isinstance(block, Facts) for fact in block.items}
    new = tuple(fact for fact in added if fact.label not in said)
    placed = not new
    for block in blocks:
        if isinstance(block, Facts) and not placed:
            placed = True
            yield Facts(items=(*new, *block.items))
        else:
            yield block
    if not placed:
        yield Facts(items=new)
