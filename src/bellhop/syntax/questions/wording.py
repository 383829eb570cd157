"""A question taken apart: what is to be done, with what, and which services it names or hints at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bellhop.syntax.questions.stems import stem
from bellhop.syntax.questions.vocabulary import HANGUL, in_english, vocabulary

_SHOW = ("list", "describe", "get", "search", "lookup", "filter")
_READING = frozenset(_SHOW)
_WORD = re.compile(r"\x01?~?[a-z0-9][a-z0-9-]*")
_BETWEEN = re.compile(r"\b(?:of|in|for|to|from|with|by|on|at|are|is|do|does|have|has|exist|that)\b|[?.!,;:]")
_REGION = re.compile(r"\b(?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?-[a-z]+-\d\b")


@dataclass(slots=True, kw_only=True)
class Wording:
    """A question taken apart.

    Args:
        verbs: the first words of the operations that are wanted, the fittest first.
        region: the region that it names, or empty.
        plural: it asks for several.
        words: the stems of what it is about.
        near: further stems that mean nearly the same.
        heads: the stems of what is wanted itself: `snapshot` in "a snapshot of a volume".
        named: the services that it names, by the CLI's names.
        hinted: the services that its words lead to.
    """

    verbs: tuple[str, ...]
    region: str
    plural: bool
    words: set[str] = field(default_factory=set[str])
    near: set[str] = field(default_factory=set[str])
    heads: set[str] = field(default_factory=set[str])
    named: set[str] = field(default_factory=set[str])
    hinted: set[str] = field(default_factory=set[str])

    @property
    def shows(self) -> bool:
        """It asks to see something."""
        return self.verbs[0] in _READING


def wording(text: str, is_service: Callable[[str], bool]) -> Wording:
    """Take a question apart; `is_service` knows the CLI's names of services."""
    known = vocabulary()
    said = in_english(text).lower().replace("\u2019", "'")
    region = found[0] if (found := _REGION.search(said)) else ""
    said, hinted = _phrases(_REGION.sub(" ", said).replace("'s ", " "))
    parts = [[word for word in _WORD.findall(part) if not word.isdigit()] for part in _BETWEEN.split(said)]
    typed = [word for part in parts for word in part]
    meant = [verb for word in typed if (verb := _verb(word))]
    asked = Wording(
        verbs=known.means[meant[0]] if meant else _SHOW,
        region=region,
        plural=any(word.endswith("s") and _tells(word) for word in typed),
        hinted=hinted,
    )
    about = [[word for word in part if _tells(word)] for part in parts]
    about = [part for part in about if part] or [[word for word in typed if _verb(word)]]
    for part in about:
        _spread(asked, part, is_service)
    part = about[-1 if HANGUL.search(text) else 0]
    asked.heads = {stem(part[-1].lstrip("\x01~")), *_more(part[-1])[0]} if part else set()
    asked.near -= asked.words
    asked.hinted -= asked.named
    return asked


def _phrases(said: str) -> tuple[str, set[str]]:
    """Put fixed words in the place of phrases, marked so that nothing more is made of them; and services."""
    hinted: set[str] = set()
    for phrase, words in vocabulary().phrases:
        if phrase.search(said):
            hinted |= {word[1:] for word in words.split() if word[0] == "@"}
            fixed = " ".join(f"\x01{word}" for word in words.split() if word[0] != "@")
            said = phrase.sub(f" {fixed} ", said)
    return said, hinted


def _tells(word: str) -> bool:
    return word[0] == "\x01" or (word not in vocabulary().idle and not _verb(word))


def _verb(word: str) -> str:
    verbs = vocabulary().verbs
    return verbs.get(word) or verbs.get(stem(word), "")


def _spread(asked: Wording, words: Iterable[str], is_service: Callable[[str], bool]) -> None:
    """Add what words mean, what means nearly the same, and the services that they name or lead to."""
    for word in words:
        if word[0] == "\x01":
            near = word[1] == "~"
            (asked.near if near else asked.words).add(stem(word.lstrip("\x01~")))
            continue
        if service := _service(word, is_service):
            asked.named.add(service)
        more, instead = _more(word)
        if not instead:
            asked.words.add(stem(word))
        (asked.words if instead else asked.near).update(more)
        asked.hinted |= {one[1:] for one in _said_of(word) if one[0] == "@"}


def _more(word: str) -> tuple[set[str], bool]:
    """Return the stems that a word leads to, and whether they take its place."""
    instead = vocabulary().words.get(stem(word), "").startswith("=")
    return {stem(one) for one in _said_of(word) if one[0] != "@"}, instead


def _said_of(word: str) -> list[str]:
    return vocabulary().words.get(stem(word), "").lstrip("=").split()


def _service(word: str, is_service: Callable[[str], bool]) -> str:
    for name in (word, word.replace("-", ""), stem(word)):
        if name in vocabulary().services:
            return vocabulary().services[name]
        if is_service(name):
            return name
    return ""
