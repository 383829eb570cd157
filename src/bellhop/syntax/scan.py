"""Words → what was typed for which option, as the AWS CLI's argument parser reads them.

A word that begins with a dash is an option unless it looks like a negative number or has a blank in it; a list takes
every word up to the next option; the last of two wins; an option may be shortened as long as only one fits.
https://docs.python.org/3/library/argparse.html
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bellhop.errors import NotUnderstood
from bellhop.phrase import phrase
from bellhop.syntax.general import BEGINNINGS, OPTIONS
from bellhop.syntax.options import Option, Takes
from bellhop.syntax.refusals import at_most, bad_value, meant, near, or_list, quoted, swapped

_NEGATIVE = re.compile(r"-\d+$|-\d*\.\d+$")
_SINGLE_DASH = re.compile(r"-([A-Za-z][\w-]*)(=.*)?", re.DOTALL)
_SHORT_FORMS = {"-r": "--region"}


@dataclass(slots=True, kw_only=True)
class Typed:
    """What was typed.

    Args:
        given: values by `dest`.
        names: which option's name set a `dest` last.
        echo: the options in full with their values, as they were typed.
        strays: words that belong to no option, with their index.
    """

    given: dict[str, Any] = field(default_factory=dict[str, Any])
    names: dict[str, str] = field(default_factory=dict[str, str])
    echo: list[str] = field(default_factory=list[str])
    strays: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])


def split_general(words: Sequence[str], own: Collection[str] = ()) -> tuple[dict[str, Any], list[tuple[int, str]]]:
    """Take the general options out of a command.

    Args:
        words: the whole command.
        own: names of the operation's own options; they go before general ones of the same name or beginning.

    Returns:
        The general options' values by name, and the other words, each with its index in `words`.

    Raises:
        NotUnderstood: a general option lacks its value, has one too many, or is shortened so far that several fit.
    """
    given: dict[str, Any] = {}
    rest: list[tuple[int, str]] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word == "--":
            rest += list(enumerate(words))[at:]
            break
        found = _general(word, own, words) if word.startswith("-") else None
        if found is None:
            rest.append((at, word))
            at += 1
            continue
        name, value = found
        given[name], used = _general_value(name, value, words[at + 1 : at + 2])
        at += 1 + used
    return given, rest


def _general_value(name: str, value: str | None, following: Sequence[str]) -> tuple[Any, int]:
    """Return a general option's value, and how many of the following words it is."""
    takes = OPTIONS[name].takes
    if takes is Takes.NOTHING:
        _no_value(f"--{name}", value)
        return True, 0
    if value is not None:
        return value, 0
    if following and not is_option(following[0]) and following[0] != "--":
        return following[0], 1
    if takes is Takes.MAYBE:
        return None, 0
    raise bad_value(f"--{name}", "a value has to follow")


def is_option(word: str) -> bool:
    """Say whether a word can only be an option, known or not."""
    return len(word) > 1 and word[0] == "-" and not _NEGATIVE.match(word) and " " not in word


def _general(word: str, own: Collection[str], words: Sequence[str]) -> tuple[str, str | None] | None:
    """Return the general option that a word is, and the value after its `=`."""
    word = _SHORT_FORMS.get(word, word)
    typed, equals, value = word.removeprefix("-").removeprefix("-").partition("=")
    value_given = value if equals else None
    if typed in own:
        return None
    if typed in OPTIONS:
        return typed, value_given
    if not word.startswith("--") or not typed:
        return None
    fitting = BEGINNINGS.get(typed, ())
    if len(fitting) > 1:
        raise _ambiguous(words, word, typed, fitting)
    return (fitting[0], value_given) if fitting else None


def read(words: Sequence[tuple[int, str]], options: Mapping[str, Option], whole: Sequence[str]) -> Typed:
    """Read the words after an operation.

    Args:
        words: the words with their index in the whole command, general options taken out.
        options: the operation's options by name.
        whole: the whole command, for suggestions.

    Raises:
        NotUnderstood: an option is unknown, lacks its value, or has one too many.
    """
    return _Reader(words, options, whole).run()


class _Reader:
    def __init__(self, words: Sequence[tuple[int, str]], options: Mapping[str, Option], whole: Sequence[str]) -> None:
        self.words = words
        self.options = options
        self.whole = whole
        self.at = 0
        self.typed = Typed()

    def run(self) -> Typed:
        while self.at < len(self.words):
            index, word = self.words[self.at]
            self.at += 1
            if word == "--":
                self.typed.strays += [pair for pair in self.words[self.at :] if pair[1]]
                break
            found = self.option(index, word) if word.startswith("-") and word != "-" else None
            if found:
                self.take(*found)
            elif word:  # an empty word that belongs to nothing is dropped, as the AWS CLI does
                self.typed.strays.append((index, word))
        return self.typed

    def option(self, index: int, word: str) -> tuple[Option, str | None] | None:
        """Return the option that a word is, and the value after its `=`; None if it is a value."""
        if word.startswith("--") and word[2:] in self.options:
            return self.options[word[2:]], None
        typed, equals, value = word[2:].partition("=") if word.startswith("--") else ("", "", "")
        value_given = value if equals else None
        if typed and typed in self.options:
            return self.options[typed], value_given
        if word.startswith("--"):
            fitting = [name for name in self.options if typed and name.startswith(typed) and name != "cli-input-yaml"]
            if len(fitting) > 1:
                raise _ambiguous(self.whole, word, typed, fitting)
            if fitting:
                return self.options[fitting[0]], value_given
        single = _SINGLE_DASH.fullmatch(word)
        if single and single[1] in self.options:
            return self.options[single[1]], single[2][1:] if single[2] else None
        if is_option(word):
            raise self.unknown(index, word)
        return None

    def take(self, option: Option, value: str | None) -> None:
        name = f"--{option.name}"
        self.typed.names[option.dest] = option.name
        self.read_value(option, name, value)
        self.typed.echo += [name, *spoken(self.typed.given[option.dest])]

    def read_value(self, option: Option, name: str, value: str | None) -> None:
        if option.takes is Takes.NOTHING:
            _no_value(name, value)
            self.typed.given[option.dest] = option.flag
        elif option.takes in {Takes.ANY, Takes.SOME}:
            values = [value] if value is not None else self.following()
            if not values and option.takes is Takes.SOME:
                raise bad_value(name, "at least one value has to follow")
            self.typed.given[option.dest] = values
        elif value is not None:
            self.typed.given[option.dest] = value
        elif self.at < len(self.words) and self.is_value(self.words[self.at]):
            self.typed.given[option.dest] = self.words[self.at][1]
            self.at += 1
        elif option.takes is Takes.MAYBE:
            self.typed.given[option.dest] = None
        else:
            raise bad_value(name, phrase("a value has to follow ({type})", type=option.type))

    def following(self) -> list[str]:
        values: list[str] = []
        while self.at < len(self.words) and self.is_value(self.words[self.at]):
            values.append(self.words[self.at][1])
            self.at += 1
        return values

    def is_value(self, pair: tuple[int, str]) -> bool:
        index, word = pair
        if not word.startswith("-") or word == "-":
            return True
        return word != "--" and self.option(index, word) is None

    def unknown(self, index: int, word: str) -> NotUnderstood:
        typed = word.lstrip("-").partition("=")[0]
        offered = [name for name, option in self.options.items() if not option.hidden]
        names = [f"--{name}" for name in near(typed, [*offered, *(n for n, o in OPTIONS.items() if not o.hidden)])]
        shown = word.partition("=")[0]
        return NotUnderstood(
            "unknown-option",
            phrase("{word} is no option here{meant}", word=shown, meant=meant(names)),
            hints=swapped(self.whole, index, [name + word[len(shown) :] for name in names]),
        )


def spoken(value: Any) -> list[str]:
    """Return an option's value as the words that stand for it; none for a flag."""
    if isinstance(value, str):
        return [value]
    return value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType]  # a list of words


def _no_value(name: str, value: str | None) -> None:
    if value is not None:
        bare = name[2:]
        other = f"--{bare[3:]}" if bare.startswith("no-") else f"--no-{bare}"
        raise bad_value(
            name, phrase("it takes no value; write {name} for yes and {other} for no", name=name, other=other)
        )


def _ambiguous(whole: Sequence[str], word: str, typed: str, fitting: Sequence[str]) -> NotUnderstood:
    names = [f"--{name}" for name in fitting]
    shown = or_list(at_most(names, 4 if len(names) > 5 else 5))
    index = list(whole).index(word) if word in whole else None
    hints = swapped(whole, index, names[:3]) if index is not None else (quoted(whole),)
    message = phrase("--{typed} could be {shown}; write it in full.", typed=typed, shown=shown)
    return NotUnderstood("unknown-option", message, hints=hints)
