"""What an author wrote in chat's own dialect, in pieces: the few marks that Slack's and Teams's dialects share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["plain", "block", "code", "bold", "italic", "link"]
_TOKENS = re.compile(
    r"```(?P<block>.+?)```|`(?P<code>[^`\n]+)`|<(?P<url>https?://[^|>\s]+)(?:\|(?P<label>[^>\n]+))?>"
    r"|\[(?P<text>[^\]\[\n]{1,500})\]\((?P<target>https?://[^)\s]+)\)|(?P<bare>https?://\w[^\s<>\"'`]+[^\s<>\"'`.,;:!?)])"
    r"|(?<!\w)\*\*?(?P<bold>\S(?:[^*\n]*\S)?)\*\*?(?!\w)|(?<!\w)_(?P<italic>\S(?:[^_\n]*\S)?)_(?!\w)",
    re.DOTALL,
)
_SLOTS = 0x100000
_SLOT = re.compile("[\U00100000-\U0010fffd]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one mark.

    Args:
        kind: which; what is bold or italic may have pieces in it.
        text: what is shown; of a link, its label, or the URL again.
        url: where a link leads, else empty.
    """

    kind: Kind
    text: str
    url: str = ""


def pieces(text: str) -> Iterator[Piece]:
    """The text in pieces; what is no mark is shown as it was typed."""
    end = 0
    for found in _TOKENS.finditer(text):
        if found.start() > end:
            yield Piece("plain", text[end : found.start()])
        end = found.end()
        yield _piece(found)
    if end < len(text):
        yield Piece("plain", text[end:])


def _piece(found: re.Match[str]) -> Piece:
    for kind in ("block", "code", "bold", "italic"):
        if inside := found[kind]:
            return Piece(kind, inside.strip() if kind == "block" else inside)
    url = found["url"] or found["target"] or found["bare"]
    return Piece("link", found["label"] or found["text"] or url, url)


def slot(number: int) -> str:
    """What stands in a `Text` for one of its values: a sign of Unicode's private use, which no dialect reads.

    Args:
        number: from 0, below 65,000.
    """
    return chr(_SLOTS + number)


def filled(shown: str, values: Sequence[str], dress: Callable[[str], str] = str) -> str:
    """Dressed text with its values in their places, each dressed as outside text is."""
    if not values:
        return shown

    def value(found: re.Match[str]) -> str:
        number = ord(found[0]) - _SLOTS
        return dress(values[number]) if number < len(values) else found[0]

    return _SLOT.sub(value, shown)
