"""The first words of a command → the operation that is meant, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bellhop.errors import NotUnderstood
from bellhop.phrase import phrase
from bellhop.syntax import retired
from bellhop.syntax.models import Models, Operation
from bellhop.syntax.refusals import and_list, at_most, meant, near, or_list, quoted, swapped
from bellhop.syntax.scan import is_option
from bellhop.syntax.special import refused

Words = list[tuple[int, str]]
_SHOWN = 5
"""Services that are offered for an operation that several have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The operation of a command, and the words that are left for its options."""

    operation: Operation
    rest: Words


def resolve(models: Models, rest: Words, whole: Sequence[str], recent: Sequence[str] = ()) -> Found:
    """Find the operation of a command.

    Args:
        models: what there is.
        rest: the words with their index, general options taken out.
        whole: the whole command, for suggestions.
        recent: services that the channel used lately, latest first: they come first where several fit.

    Raises:
        NotUnderstood: unknown-service, unknown-operation, ambiguous-service, custom, event-stream, retired or empty.
    """
    first, rest = _take(rest)
    if first is None:
        raise NotUnderstood("empty", "There is no command here.", fix="Say help to see what can be asked.")
    _, service = first = _uncapitalised(models, first)
    if service in refused.SERVICES:
        raise refused.not_here(service, refused.SERVICES[service])
    if not models.has(service):
        return _without_service(models, first, rest, whole, recent)
    second, rest = _take(rest)
    if second is None and models.is_retired(service):
        raise NotUnderstood("retired", retired.why(service))
    if second is None:
        raise NotUnderstood(
            "unknown-operation",
            phrase(
                "What should {service} do? It has {many} operations.", service=service, many=len(models.verbs(service))
            ),
            hints=tuple(f"{service} {verb}" for verb in _usual(models, service)),
            fix=phrase("Say {service} --help to see them.", service=service),
        )
    if second[1] == "wait":
        return _waiter(models, service, rest, whole)
    return Found(operation=_operation(models, service, second, whole), rest=rest)


def _uncapitalised(models: Models, first: tuple[int, str]) -> tuple[int, str]:
    """Undo the capital that a phone puts at the start of a sentence."""
    index, word = first
    lower = word[:1].lower() + word[1:]
    return (index, lower) if models.has(lower) or (lower != word and models.find(lower)) else first


def _take(rest: Words) -> tuple[tuple[int, str] | None, Words]:
    """Return the first word that is no option, and the others."""
    for position, pair in enumerate(rest):
        if pair[1] == "--":
            break
        if not is_option(pair[1]):
            return pair, rest[:position] + rest[position + 1 :]
    return None, rest


def _operation(models: Models, service: str, second: tuple[int, str], whole: Sequence[str]) -> Operation:
    index, verb = second
    why = refused.COMMANDS.get(service, {}).get(verb)
    if why:
        raise refused.not_here(f"{service} {verb}", why)
    if models.api_of(service, verb) is None:
        raise _no_operation(models, service, index, verb, whole)
    operation = models.operation(service, verb)
    if operation.events and verb != "select-object-content":
        plain = verb.replace("-with-response-stream", "").replace("-stream", "")
        instead = plain if plain != verb and models.api_of(service, plain) else ""
        command, other = f"{service} {verb}", f"{service} {instead}"
        raise NotUnderstood(
            "event-stream",
            phrase(_STREAM_INSTEAD, command=command, other=other) if instead else phrase(_STREAM, command=command),
            hints=swapped(whole, index, [instead]) if instead else (),
        )
    return operation


_STREAM = "{command} answers with a stream of events, which a channel can't follow."
_STREAM_INSTEAD = "{command} answers with a stream of events, which a channel can't follow; use {other}."


def _no_operation(models: Models, service: str, index: int, verb: str, whole: Sequence[str]) -> NotUnderstood:
    other = refused.LEFT_OUT.get(service, {}).get(verb)
    if other:
        return NotUnderstood(
            "unknown-operation",
            phrase(
                "{command} is left out by the AWS CLI; use {other}.",
                command=f"{service} {verb}",
                other=f"{service} {other}",
            ),
            hints=(f"{service} {other}",),
        )
    names = near(verb, models.verbs(service))
    return NotUnderstood(
        "unknown-operation",
        phrase('{service} has no operation "{verb}"{meant}', service=service, verb=verb, meant=meant(names)),
        hints=swapped(whole, index, names),
        fix="" if names else phrase("Say {service} --help to see its operations.", service=service),
    )


def _waiter(models: Models, service: str, rest: Words, whole: Sequence[str]) -> Found:
    third, rest = _take(rest)
    known = models.waiters(service)
    if not known:
        raise NotUnderstood("unknown-operation", phrase("{service} has nothing to wait for.", service=service))
    if third is None:
        hints = tuple(f"{service} wait {name}" for name in known[:_SHOWN])
        raise NotUnderstood(
            "unknown-operation", phrase("What should {service} wait for?", service=service), hints=hints
        )
    index, name = third
    if name not in known:
        names = near(name, known)
        raise NotUnderstood(
            "unknown-operation",
            phrase('{service} can\'t wait for "{name}"{meant}', service=service, name=name, meant=meant(names)),
            hints=swapped(whole, index, names),
            fix=phrase("It can wait for {known}.", known=or_list(known)) if len(known) <= 12 else "",
        )
    return Found(operation=models.waiter(service, name), rest=rest)


def _without_service(
    models: Models, first: tuple[int, str], rest: Words, whole: Sequence[str], recent: Sequence[str]
) -> Found:
    """Accept an operation without its service if only one service has it."""
    index, word = first
    services = models.find(word)
    if len(services) == 1:
        service = services[0]
        return Found(operation=_operation(models, service, first, [*whole[:index], service, *whole[index:]]), rest=rest)
    if services:
        ordered = sorted(services, key=lambda service: _place(service, recent))
        shown = and_list(at_most(ordered, _SHOWN))
        raise NotUnderstood(
            "ambiguous-service",
            phrase("{word} is an operation of {services}: which one?", word=word, services=shown),
            hints=tuple(quoted([*whole[:index], service, *whole[index:]]) for service in ordered[:_SHOWN]),
        )
    raise _no_service(models, index, word, rest, whole)


def _place(service: str, recent: Sequence[str] = ()) -> tuple[int, int]:
    usual = ("lambda", "ec2", "s3api", "ecs", "logs", "cloudwatch", "rds", "dynamodb", "iam", "sqs", "sns")
    return (
        recent.index(service) if service in recent else len(recent),
        usual.index(service) if service in usual else len(usual),
    )


def _no_service(models: Models, index: int, word: str, rest: Words, whole: Sequence[str]) -> NotUnderstood:
    """Suggest operations if the word looks like one, else services that have the operation that follows."""
    if word == "wait" and rest and models.has(rest[0][1]):
        service = rest[0][1]
        return NotUnderstood(
            "unknown-service",
            phrase('AWS has no service "{word}"{meant}', word=word, meant=meant((f"{service} wait",))),
            hints=(quoted([*whole[:index], service, word, *(one for _, one in rest[1:])]),),
        )
    names = _verbs_like(models, word) or _services_like(models, word, rest[0][1] if rest else "")
    shown = word if len(word) <= 60 else word[:57] + "…"
    return NotUnderstood(
        "unknown-service",
        phrase('AWS has no service "{word}"{meant}', word=shown, meant=meant(names)),
        hints=tuple(quoted([*whole[:index], *name.split(), *whole[index + 1 :]]) for name in names),
        fix="" if names else "Say help to see what can be asked.",
    )


def _verbs_like(models: Models, word: str) -> tuple[str, ...]:
    start, dash, _ = word.partition("-")
    if not dash:
        return ()
    alike = [verb for verb in models.every_verb() if verb.startswith(f"{start.lower()}-")]
    verbs = near(word, alike, likeness=0.75)  # thousands begin with list-: a low likeness takes long to tell
    found = [f"{service} {verb}" for verb in verbs for service in sorted(models.find(verb), key=_place)[:1]]
    return tuple(found)


def _services_like(models: Models, word: str, verb: str) -> tuple[str, ...]:
    names = near(word, models.services())
    if not verb or is_option(verb):
        return names
    exact = tuple(name for name in names if models.api_of(name, verb))
    return exact or tuple(name for name in names if near(verb, models.verbs(name), most=1))


def _usual(models: Models, service: str) -> list[str]:
    """Return a few operations to begin with: lists and descriptions that need nothing."""
    reading = [verb for verb in models.verbs(service) if verb.startswith(("list-", "describe-"))]
    return sorted(reading, key=len)[:3]
