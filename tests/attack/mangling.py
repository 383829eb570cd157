"""What chat clients, and people who hope to slip by, make of a command: look-alikes, odd dashes, hidden signs."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.oracle.mangled import WAYS

_ALIKE = {
    "a": "\u0430",
    "c": "\u0441",
    "e": "\u0435",
    "i": "\u0456",
    "o": "\u043e",
    "p": "\u0440",
    "s": "\u0455",
    "x": "\u0445",
    "-": "\u2010",
    "1": "\uff11",
    ".": "\u2024",
}
_HIDDEN = "\u200b\u200d\u2060\ufeff\u00ad\u202e\u2066\x07\x1b\u0301"
_OPTION = re.compile(r"--([a-z][a-z-]+)")


def _alike(text: str, dice: random.Random) -> str:
    """One to three letters from another alphabet."""
    places = [at for at, sign in enumerate(text) if sign in _ALIKE]
    for at in dice.sample(places, min(len(places), dice.randrange(1, 4))):
        text = text[:at] + _ALIKE[text[at]] + text[at + 1 :]
    return text


def _wide(text: str, dice: random.Random) -> str:
    """A word in full-width signs."""
    words = text.split(" ")
    at = dice.randrange(len(words))
    words[at] = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in words[at])
    return " ".join(words)


def _hidden(text: str, dice: random.Random) -> str:
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(_HIDDEN) + text[at:]
    return text


def _shortened(text: str, dice: random.Random) -> str:
    """Options cut short: a prefix that only one option has is that option."""
    return _OPTION.sub(lambda found: f"--{found[1][: dice.randrange(1, len(found[1]) + 1)]}", text)


def _dashed(text: str, dice: random.Random) -> str:
    return text.replace(
        "--", dice.choice(("\u2014", "\u2013", "\u2212", "\uff0d\uff0d", "-", "\u2010\u2010", "---", "- -"))
    )


def _cased(text: str, dice: random.Random) -> str:
    return "".join(dice.choice((str.upper, str.lower, str))(sign) for sign in text)


def _joined(text: str, _: random.Random) -> str:
    return re.sub(r"(--[a-z-]+) (?!-)", r"\1=", text)


def _doubled(text: str, dice: random.Random) -> str:
    return f"{text} {' '.join(text.split(' ')[-2:])}" if dice.random() < 0.5 else f"aws aws @aws {text}"


def _quoted(text: str, dice: random.Random) -> str:
    quote = dice.choice("'\"\u201c\u2018`\u00ab")
    words = text.split(" ")
    at = dice.randrange(len(words))
    words[at] = f"{quote}{words[at]}{quote if dice.random() < 0.7 else ''}"
    return " ".join(words)


def _under(text: str, _: random.Random) -> str:
    return text.replace("-", "_")


def _dropped(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _swapped(text: str, dice: random.Random) -> str:
    words = text.split(" ")
    dice.shuffle(words)
    return " ".join(words)


def _escaped(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text))
    return text[:at] + dice.choice(("\\", "\\x2d", "&#45;", "&lt;", "<!channel>", "<@U1>", "<http://a|b>")) + text[at:]


_WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    *(_alike, _wide, _hidden, _shortened, _dashed, _cased, _joined, _doubled, _quoted, _under, _dropped, _swapped),
    _escaped,
    *((lambda text, _, way=way: way(text)) for way in WAYS.values()),
)


def mangled(text: str, dice: random.Random) -> str:
    """A text, changed in one to three ways."""
    for way in dice.sample(_WAYS, dice.randrange(1, 4)):
        text = way(text, dice) if text else text
    return text
