"""`Option` and `Table`: what may be typed after an operation's name, and where it goes in the parameters.

Five rules make the table from the model: kebab-case names, `--no-x` for booleans, the three pagination options,
a file name for a streamed answer, `--cli-input-json`. `bellhop.syntax.special` adds what the AWS CLI does by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from bellhop.phrase import phrase
from bellhop.syntax.disk import cli_name
from bellhop.syntax.shapes import ListShape, Shape
from bellhop.syntax.values import BadValue, unpack

Parameters = dict[str, Any]
Put = Callable[[Parameters, Any], None]
"""Writes what was typed (a word, a list of words, a boolean, None) into the parameters; raises BadValue."""


class Takes(Enum):
    """How many words an option takes."""

    NOTHING = "nothing"
    MAYBE = "one or nothing"
    ONE = "one"
    ANY = "any number"
    SOME = "one or more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that may be typed after an operation.

    Args:
        name: without dashes: `function-name`.
        dest: what it sets; `--x` and `--no-x` set the same.
        takes: how many words follow it.
        member: the input's member that it fills, or empty.
        shape: that member's shape, where the value has one.
        flag: what it stands for if it takes nothing.
        required: whether the operation can't do without it.
        put: writes its value into the parameters; None if the value goes elsewhere (page size, file name).
        type: what it takes, in words: `string`, `list of structures`.
        choices: the values that AWS allows, if there are just these.
        sentence: the first sentence of AWS's documentation.
        hidden: understood, but not offered.
        refused: why a chat doesn't take it, as the end of a sentence that begins with the option; empty if it does.
    """

    name: str
    dest: str
    takes: Takes = Takes.ONE
    member: str = ""
    shape: Shape | None = None
    flag: bool = True
    required: bool = False
    put: Put | None = None
    type: str = "string"
    choices: tuple[str, ...] = ()
    sentence: str = ""
    hidden: bool = False
    refused: str = ""


Check = Callable[[dict[str, Any]], None]
"""Looks at what was typed, by `dest`; raises BadValue if some of it excludes other."""
Finish = Callable[[Parameters], None]
"""Adds what the AWS CLI adds on its own before it calls."""


@dataclass(slots=True, kw_only=True)
class Table:
    """The options of one operation, in the order in which their values are written.

    Args:
        options: by name.
        checks: exclusions between options.
        finishes: additions to the parameters once all options are in.
        tokens: dests that page by hand when they are used, which switches joined pages off.
        shadowed: operation options that a pagination option of the same name covers.
        paged: the pages can be joined.
        outfile: the answer is a stream, which a file name may follow.
    """

    options: dict[str, Option] = field(default_factory=dict[str, Option])
    checks: list[Check] = field(default_factory=list[Check])
    finishes: list[Finish] = field(default_factory=list[Finish])
    tokens: tuple[str, ...] = ()
    shadowed: dict[str, Option] = field(default_factory=dict[str, Option])
    paged: bool = False
    outfile: bool = False

    def add(self, option: Option) -> None:
        """Add an option, in the place of one of the same name if there is one."""
        self.options[option.name] = option

    def change(self, name: str, **changes: Any) -> None:
        """Change an option's fields."""
        self.options[name] = replace(self.options[name], **changes)

    def rename(self, old: str, new: str) -> None:
        """Give an option another name, at the same place."""
        self.options = {
            new if name == old else name: replace(option, name=new) if name == old else option
            for name, option in self.options.items()
        }

    def remove(self, name: str) -> None:
        """Take an option out."""
        del self.options[name]

    def required(self) -> Iterable[Option]:
        """Return the options that the operation can't do without."""
        return (option for option in self.options.values() if option.required)


def member_option(member: str, shape: Shape, *, required: bool) -> Iterable[Option]:
    """Return the option that fills a member of the input; two for a boolean (`--x`, `--no-x`)."""
    name = cli_name(member)
    option = Option(
        name=name,
        dest=name,
        takes=Takes.ANY if shape.type_name == "list" else Takes.ONE,
        member=member,
        shape=shape,
        required=required,
        put=putting(member, shape),
        type=in_words(shape),
        choices=choices(shape),
        sentence=shape.documentation,
    )
    if shape.type_name != "boolean":
        return (option,)
    positive = replace(option, takes=Takes.NOTHING, put=put_as_is(member))
    return (positive, replace(positive, name=f"no-{name}", flag=False, required=False))


def putting(member: str, shape: Shape, *, single_member: bool = False) -> Put:
    """Return what writes a typed value under `member`."""

    def put(parameters: Parameters, raw: Any) -> None:
        parameters[member] = unpack(shape, raw, single_member=single_member)

    return put


def put_as_is(member: str) -> Put:
    """Return what writes a value under `member` just as it is."""

    def put(parameters: Parameters, raw: Any) -> None:
        parameters[member] = raw

    return put


def choices(shape: Shape) -> tuple[str, ...]:
    """Return the values that a string, or the strings of a list, may have; empty if any."""
    if isinstance(shape, ListShape):
        shape = shape.member
    return tuple(getattr(shape, "enum", ()) or ())


_WORDS = {"integer": "whole number", "long": "whole number", "float": "number", "double": "number", "blob": "data"}


def in_words(shape: Shape) -> str:
    """Return a shape's kind as a person would name it: `string`, `list of structures`, `whole number`."""
    if isinstance(shape, ListShape):
        member = shape.member
        return f"list of {in_words(member)}s" if member.type_name != "list" else "list of lists"
    return _WORDS.get(shape.type_name, shape.type_name)


def exclude(made: Table, alone: Iterable[str], others: Iterable[str]) -> None:
    """Let none of `alone` be typed together with any of `others` (dests)."""
    alone, others = tuple(alone), tuple(others)

    def check(given: dict[str, Any]) -> None:
        one = next((dest for dest in alone if dest in given), None)
        other = next((dest for dest in others if dest in given), None)
        if one and other:
            raise BadValue(phrase("--{one} and --{other} can't be used together", one=one, other=other))

    made.checks.append(check)


def extra(name: str, put: Put, *, takes: Takes = Takes.ONE, sentence: str = "", kind: str = "string") -> Option:
    """Return an option that the AWS CLI adds by hand."""
    return Option(name=name, dest=name, takes=takes, put=put, sentence=sentence, type=kind)
