"""The manual's pages, short: a service with its operations, an operation with its options and an example."""

from __future__ import annotations

from collections.abc import Sequence

from bellhop.guardrails import needs
from bellhop.message import Action, Block, Code, Link, Message, Text
from bellhop.reader import Reader
from bellhop.showing.question import MOST_OPTIONS, described
from bellhop.syntax import Grammar, Option
from bellhop.syntax.special.names import SERVICES

_REFERENCE = "https://docs.aws.amazon.com/cli/latest/reference"
_TRIED = 4


def service_help(grammar: Grammar, service: str, reader: Reader) -> Message:
    """A service: its operations, and those that can be tried at once."""
    say, verbs = reader.say, grammar.operations(service)
    plain = [
        verb for verb in verbs if verb.startswith(("list-", "describe-")) and _needs_nothing(grammar, service, verb)
    ]
    tried = sorted(plain, key=len)[:_TRIED]
    return Message(
        title=say("{service}: {count} operations", "{service}: 작업 {count}개", service=service, count=len(verbs)),
        blocks=(
            Code(text="\n".join(_columns(verbs)), fold=True),
            Text(
                text=say(
                    "help {service} OPERATION shows an operation's options.",
                    "help {service} 작업 으로 옵션을 볼 수 있습니다.",
                    service=service,
                ),
                small=True,
            ),
        ),
        links=(Link(label=say("The AWS CLI's reference", "AWS CLI 문서"), url=f"{_REFERENCE}/{service}/"),),
        actions=tuple(Action(label=verb, name="say", value=f"{service} {verb}") for verb in tried),
    )


def operation_help(grammar: Grammar, service: str, verb: str, reader: Reader, start: int = 0) -> Message:
    """An operation: what it needs, what it takes, from the optional option number `start` on, and an example."""
    say, known = reader.say, grammar.options(service, verb)
    required = [option for option in known if option.required]
    others = [option for option in known if not option.required]
    shown = others[start : start + MOST_OPTIONS]
    access = needs(SERVICES.get(service, service), grammar.models.api_of(service, verb) or verb)
    blocks: list[Block] = [Code(text=example(service, verb, required))]
    if required and not start:
        blocks += [Text(text=say("It needs:", "필수 옵션:")), described(required, reader)]
    if shown:
        place = {"a": start + 1, "b": start + len(shown), "count": len(others)}
        of = say(" ({a} to {b} of {count})", " ({count}개 중 {a}~{b})", **place) if len(others) > MOST_OPTIONS else ""
        blocks += [Text(text=say("It takes{of}:", "선택 옵션{of}:", of=of)), described(shown, reader)]
    following = start + MOST_OPTIONS
    more = Action(label=say("More options", "더 보기"), name="help", value=f"{service} {verb} {following}")
    ready = Action(label=say("Run it", "실행"), name="say", value=f"{service} {verb}")
    return Message(
        title=f"{service} {verb}",
        blocks=tuple(blocks),
        links=(Link(label=say("The AWS CLI's reference", "AWS CLI 문서"), url=f"{_REFERENCE}/{service}/{verb}.html"),),
        actions=(*([ready] if not required else []), *([more] if following < len(others) else [])),
        footer=say("Needs {actions}", "필요한 권한: {actions}", actions=", ".join(access.actions)),
    )


def example(service: str, verb: str, required: Sequence[Option]) -> str:
    """A command that could be typed, with words in capitals for values."""
    values = (f"--{option.name} {option.choices[0] if option.choices else 'VALUE'}" for option in required)
    return " ".join(["@aws", service, verb, *values])


def _needs_nothing(grammar: Grammar, service: str, verb: str) -> bool:
    return not any(option.required for option in grammar.options(service, verb))


def _columns(verbs: Sequence[str]) -> list[str]:
    """Two names a line, so that a phone shows many."""
    width = max(map(len, verbs)) + 2
    pairs = (verbs[at : at + 2] for at in range(0, len(verbs), 2))
    return ["".join(verb.ljust(width) for verb in pair).rstrip() for pair in pairs]
