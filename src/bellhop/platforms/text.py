"""A message as neutral text: what snapshots hold, what `bellhop render --to text` and the console's API give."""

from __future__ import annotations

import re
from itertools import zip_longest
from unicodedata import east_asian_width

from bellhop.message import Action, Block, Code, Facts, File, Message, Picture, Table, Text
from bellhop.platforms.authored import filled

FOLD = 10
"""How many lines of folded code are shown until a person asks for more."""

_HARMLESS = {
    **{code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F), 0xFFFD),
    **dict.fromkeys((0x2028, 0x2029), 0x0A),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}
"""Control characters become pictures: text from outside must not move a terminal's cursor or turn lines around."""


_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str) -> str:
    """Text whose control characters, terminal escapes and direction marks are made visible; lines end in LF."""
    if text.isprintable() or not _HARMFUL.search(text):
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_HARMLESS)


def render(message: Message, *, expanded: bool = True) -> str:
    """The message as lines: title, blocks, links, actions, footer.

    Args:
        message: what to say.
        expanded: folded code is shown whole, not its first lines only.
    """
    lines = _gist(message, expanded=expanded)
    lines.extend(f"{link.label}: {link.url}" for link in message.links)
    if message.actions:
        entry = [f"[{message.entry.label}: …]"] if message.entry else []
        lines.append(" ".join([*entry, *map(_action, message.actions)]))
    if message.footer:
        lines.append(message.footer)
    return harmless("\n".join(lines))


def gist(message: Message, *, expanded: bool = True) -> str:
    """The message's title and blocks as lines, without what stands below them."""
    return harmless("\n".join(_gist(message, expanded=expanded)))


def _gist(message: Message, *, expanded: bool) -> list[str]:
    lines = [" ".join(message.title.split())]
    if message.mentions:
        lines.append(" ".join([f"@{mention.name}" for mention in message.mentions]))
    for block in message.blocks:
        lines += _block(block, expanded=expanded)
    return lines


def _action(action: Action) -> str:
    # Folding reads as a line of its own in the answers that people know from AWS's chatbot.
    return action.label if action.name in ("more", "less") else f"[{action.label}]"


def _block(block: Block, *, expanded: bool) -> list[str]:
    match block:
        case Facts(items=items):
            return [
                f"{fact.label}: {fact.value} ({fact.url})" if fact.url else f"{fact.label}: {fact.value}"
                for fact in items
            ]
        case Text(text=text, values=values):
            return [filled(text.rstrip(), values)]
        case Code(text=text, fold=fold):
            return _code(text.rstrip().split("\n"), whole=expanded or not fold)
        case Table():
            return _table(block)
        case Picture(url=url, alt=alt):
            return [f"[{alt}] {url}"]
        case File():
            return [f"[{block.about}] {block.url}".rstrip()]


def _code(lines: list[str], *, whole: bool) -> list[str]:
    if whole or len(lines) <= FOLD:
        return lines
    return [*lines[:FOLD], f"… (+{len(lines) - FOLD})"]


def _table(table: Table) -> list[str]:
    rows = [[" ".join(cell.split()) for cell in row] for row in (table.heads, *table.rows)]
    widths = [max(map(_width, column)) for column in zip_longest(*rows, fillvalue="")]
    return [
        "  ".join([cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)]).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
