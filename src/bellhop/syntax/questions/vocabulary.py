"""The words that people use: synonyms, a Korean glossary, and what is asked for most; read from this folder's files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything that is known about words.

    Args:
        phrases: one expression that finds any of them, and the words that take its place, in order.
        leads: words that begin a sentence and no command.
        idle: words that say nothing of what a question is about.
        verbs: what people say → what they mean.
        means: what they mean → the first words of operations, the fittest first.
        words: a word's stem → further words; `@x` leads to service x, and a leading `=` drops the word itself.
        services: people's names of services → the CLI's.
        weights: a service → how often it is asked for, 0 to 10.
        popular: the operations, as (service, verb), that are asked for most.
    """

    phrases: tuple[tuple[re.Pattern[str], str], ...]
    leads: frozenset[str]
    idle: frozenset[str]
    verbs: Mapping[str, str]
    means: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]
    services: Mapping[str, str]
    weights: Mapping[str, int]
    popular: frozenset[tuple[str, str]]


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary; read once."""
    synonyms, popular, verbs = _read("synonyms"), _read("popular"), _read("verbs")
    return Vocabulary(
        phrases=tuple((re.compile(rf"\b{phrase}\b"), words) for phrase, words in synonyms["phrases"].items()),
        leads=frozenset(verbs["leads"].split()),
        idle=frozenset((*verbs["leads"].split(), *verbs["idle"].split())),
        verbs={said: verb for verb, words in verbs["said"].items() for said in words.split()},
        means={verb: tuple(first.split()) for verb, first in verbs["means"].items()},
        words=synonyms["words"],
        services=synonyms["services"],
        weights=popular["services"],
        popular=frozenset(
            (service, verb) for service, verbs in popular["operations"].items() for verb in verbs.split()
        ),
    )


def in_english(text: str) -> str:
    """Return a text with its Korean words put into English; what no word is known for is left out."""
    if not HANGUL.search(text):
        return text
    known, expression = _korean()
    said = expression.sub(lambda found: f" {known[''.join(found[0].split())]} ", text)
    return " ".join(HANGUL.sub(" ", said).split())


@cache
def _korean() -> tuple[Mapping[str, str], re.Pattern[str]]:
    words: Mapping[str, str] = _read("korean")["words"]
    parts = [_expression(word) for word in sorted(words, key=len, reverse=True)]
    return {"".join(word.split()): english for word, english in words.items()}, re.compile("|".join(parts))


def _expression(word: str) -> str:
    """A word of one syllable counts only where a word begins: `키` is in many others."""
    if len(word) == 1:
        return rf"(?<![\uac00-\ud7a3]){word}"
    return r"\s*".join(re.escape(part) for part in word.split())


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("bellhop.syntax.questions").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
