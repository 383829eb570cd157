"""What chat clients make of a command: curled quotes, joined dashes, entities, odd blanks, fences."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_PIECES = re.compile(r"""'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^'"\\]+""", re.DOTALL)
_DASHES = re.compile(r"(^|\s)--(?=[A-Za-z])")
_LINK = re.compile(r"https?://[^\s'\"<>|,\\\]})]+")
_MENTION = "<@U012AB3CD> "


def curled(text: str) -> str:
    """With the quotes that iOS and Word write: opening and closing ones in turn."""
    seen = {'"': 0, "'": 0}
    pairs = {'"': "\u201c\u201d", "'": "\u2018\u2019"}
    made: list[str] = []
    for char in text:
        if char in pairs:
            made.append(pairs[char][seen[char] % 2])
            seen[char] += 1
        else:
            made.append(char)
    return "".join(made)


def _outside(text: str, change: Callable[[str], str]) -> str:
    """With a change to what stands in no quotes."""
    return _PIECES.sub(lambda piece: piece.group() if piece.group()[0] in "'\"\\" else change(piece.group()), text)


def dashed(text: str, dash: str) -> str:
    """With one long dash for the two of an option."""
    return _outside(text, lambda piece: _DASHES.sub(rf"\1{dash}", piece))


def escaped(text: str) -> str:
    """As Slack hands a message over: mentioned, three signs escaped, addresses linked."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MENTION + _LINK.sub(lambda link: f"<{link.group()}>", safe)


def spaced(text: str) -> str:
    """With blanks that do not break, between words."""
    return _outside(text, lambda piece: piece.replace(" ", "\u00a0"))


def fenced(text: str) -> str:
    """As a block of code."""
    return f"```\n{text}\n```"


WAYS: Mapping[str, Callable[[str], str]] = {
    "curly quotes": curled,
    "em dashes": lambda text: dashed(text, "\u2014"),
    "en dashes": lambda text: dashed(text, "\u2013"),
    "Slack's entities": escaped,
    "odd blanks": spaced,
    "a fence": fenced,
    "everything": lambda text: escaped(fenced(curled(spaced(dashed(text, "\u2014"))))),
}
