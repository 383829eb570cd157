"""Cutting text to a platform's limits where a person would cut it."""

from __future__ import annotations

from collections.abc import Callable
from unicodedata import combining

_JOINER = "\u200d"
_FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def size(text: str) -> int:
    """How long a platform may take a text to be: in UTF-16 units, the most that any counting of characters gives."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int, dress: Callable[[str], str] = str) -> tuple[str, str]:
    """The longest beginning that fits once it is dressed, and the rest; prefers the end of a line, then of a word.

    Args:
        text: what to cut; not empty, without lone surrogates.
        limit: how long the dressed beginning may be, at least a few characters.
        dress: what is done to the text before it is sent (escaping, fences); longer text must not get shorter by it.
    """
    if len(text) <= limit and size(dress(text)) <= limit:
        return text, ""
    low, high = 0, min(len(text), limit)
    over = size(dress(text[:high])) - limit
    # What dressing adds is little as a rule, so the longest beginning that fits is that much shorter, or nearly.
    guess = high - over
    if over <= 0:
        low = high
    elif guess > 0 and size(dress(text[:guess])) <= limit:
        low, high = guess, high - 1
    else:
        high = guess - 1 if guess > 0 else high - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(dress(text[:middle])) <= limit else (low, middle - 1)
    end = _seam(text, low)
    return text[:end], text[end:]


def cut(text: str, limit: int, dress: Callable[[str], str] = str) -> str:
    """The text, or as much of its beginning as fits with an ellipsis, dressed."""
    if len(text) <= limit:
        whole = dress(text)
        # No character takes more than two units, so most texts surely fit.
        if 2 * len(whole) <= limit or size(whole) <= limit:
            return whole
    return dress(split(text, limit - 2, dress)[0].rstrip() + " …")


def _seam(text: str, end: int) -> int:
    for seam in ("\n", " "):
        at = text.rfind(seam, end // 2, end)
        if at > 0:
            return at + 1
    while end > 1 and _inside(text, end):
        end -= 1
    return max(end, 1)


def _inside(text: str, at: int) -> bool:
    """Whether a cut here would tear apart what a person sees as one character."""
    after, before = text[at], text[at - 1]
    joined = combining(after) or _JOINER in (after, before)
    styled = "\ufe00" <= after <= "\ufe0f" or "\U0001f3fb" <= after <= "\U0001f3ff"
    flags = len(text[:at]) - len(text[:at].rstrip(_FLAGS))
    return bool(joined or styled or (flags % 2 and after in _FLAGS))
