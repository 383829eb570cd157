"""What may come next after a half-typed command: services, operations, options, the values of an option.

For a message box, so it never raises and asks nothing of AWS.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bellhop.errors import NotUnderstood
from bellhop.syntax.chat import normalise
from bellhop.syntax.general import OPTIONS
from bellhop.syntax.lexer import words
from bellhop.syntax.models import Operation
from bellhop.syntax.options import Option, Takes
from bellhop.syntax.parse import Parser
from bellhop.syntax.refusals import quoted
from bellhop.syntax.scan import is_option
from bellhop.syntax.special import refused

MOST = 20
"""Completions that are given at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One way to go on.

    Args:
        word: what stands in the place of the word that is being typed: `list-functions`, `--function-name`.
        text: the whole command then, ready to go on typing.
        kind: `service`, `operation`, `option` or `value`.
        note: a few words about it: an operation's or an option's first sentence.
        required: an option that the operation can't do without.
    """

    word: str
    text: str
    kind: str
    note: str = ""
    required: bool = False


def complete(parser: Parser, text: str) -> tuple[Completion, ...]:
    """Return the likeliest ways to go on after a text, 20 at most; none if it can't be read."""
    try:
        typed = words(normalise(text))
    except NotUnderstood:
        return ()
    current = typed.pop() if typed and not text[-1:].isspace() else ""
    found = _found(parser, typed, current)
    return tuple(found)[:MOST]


def _found(parser: Parser, before: Sequence[str], current: str) -> Iterable[Completion]:
    models = parser.models
    plain = [word for word in before if not is_option(word)]
    if not plain:
        return _services(parser, before, current)
    if plain[0] in refused.SERVICES:
        return ()
    if not models.has(plain[0]):
        services = models.find(plain[0])
        return _after(parser, models.operation(services[0], plain[0]), before, current) if len(services) == 1 else ()
    if len(plain) == 1:
        verbs = sorted(set(models.verbs(plain[0])) - set(refused.COMMANDS.get(plain[0], {})))
        if models.waiters(plain[0]):
            verbs.append("wait")
        return _named(verbs, before, current, "operation")
    if plain[1] == "wait":
        waiters = models.waiters(plain[0])
        if len(plain) == 2:
            return _named(waiters, before, current, "operation")
        return _after(parser, models.waiter(plain[0], plain[2]), before, current) if plain[2] in waiters else ()
    if models.api_of(plain[0], plain[1]) is None:
        return ()
    return _after(parser, models.operation(plain[0], plain[1]), before, current)


def _services(parser: Parser, before: Sequence[str], current: str) -> Iterable[Completion]:
    models = parser.models
    found = list(_named(models.services(), before, current, "service"))
    if found or len(current) < 3:
        return found
    verbs = [verb for verb in models.every_verb() if verb.startswith(current)]
    names = [f"{service} {verb}" for verb in sorted(verbs, key=len)[:MOST] for service in models.find(verb)[:3]]
    return [Completion(word=name, text=" ".join([*_start(before), name, ""]), kind="operation") for name in names]


def _named(names: Iterable[str], before: Sequence[str], current: str, kind: str) -> Iterable[Completion]:
    """Offer the names that begin with what was typed, short ones first; else those that have it somewhere."""
    typed = current.lower()
    ordered = sorted(names, key=lambda name: (len(name), name)) if typed else list(names)
    fitting = [name for name in ordered if name.lower().startswith(typed)]
    fitting = fitting or [name for name in ordered if typed in name.lower()]
    return [Completion(word=name, text=" ".join([*_start(before), name, ""]), kind=kind) for name in fitting]


def _start(before: Sequence[str]) -> list[str]:
    return [quoted(before)] if before else []


def _after(parser: Parser, operation: Operation, before: Sequence[str], current: str) -> Iterable[Completion]:
    options = {**OPTIONS, **parser.known(operation).table.options}
    last = before[-1] if before else ""
    option = options.get(last.lstrip("-")) if is_option(last) else None
    if option and option.takes is not Takes.NOTHING and not current.startswith("-"):
        if option.choices:
            return _named(option.choices, before, current, "value")
        if option.takes is not Takes.MAYBE:
            return ()
    if current and not current.startswith("-"):
        return ()
    return _options(options.values(), before, current.lstrip("-"))


def _options(options: Iterable[Option], before: Sequence[str], typed: str) -> Iterable[Completion]:
    given = {word.lstrip("-").partition("=")[0] for word in before if is_option(word)}
    fitting = [option for option in options if not option.hidden and option.name not in given]
    starting = [option for option in fitting if option.name.startswith(typed)]
    shown = starting or [option for option in fitting if typed in option.name]
    for option in sorted(shown, key=lambda option: (not option.required, option.name in OPTIONS)):
        word = f"--{option.name}"
        yield Completion(
            word=word,
            text=" ".join([*_start(before), word, ""]),
            kind="option",
            note=option.sentence,
            required=option.required,
        )
