"""`@aws watch ecs describe-services … until "Services[0].RunningCount == `2`"`: looks again until something is so."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import Any

from msgspec import structs

from bellhop.builtins import Call, Later
from bellhop.command import Outcome, Verdict
from bellhop.errands import Errand
from bellhop.errors import BellhopError, NotUnderstood
from bellhop.message import Message, Text, Tone
from bellhop.showing.query import compiled, search
from bellhop.showing.spelling import jsonable, respelled
from bellhop.syntax.lexer import words

NAME = "watch"
SUMMARY = (
    "looks again until something is so: watch COMMAND until QUERY",
    "조건이 될 때까지 확인: watch 명령 until 쿼리",
)

PAUSE = 10.0
"""Seconds between two looks."""

MOST = 180
"""Looks at most: half an hour."""


async def answer(call: Call) -> Later:
    """Polls a read-only command in the background until a JMESPath expression holds."""
    command, query = _parts(call)
    compiled(query)
    errand = await call.understand(command)
    errand = replace(errand, command=replace(errand.command, query="", output=""))
    if errand.decision.verdict is not Verdict.ALLOW:
        raise BellhopError(
            call.reader.say(
                "Only a command that may run at once can be watched: {why}.",
                "바로 실행할 수 있는 명령만 지켜볼 수 있습니다: {why}",
                why=errand.decision.because,
            ),
            fix=call.reader.say("watch a command that only looks", "조회하는 명령을 쓰세요"),
        )
    return Later(text=f"watch {errand.text} until {query}", work=lambda: _watched(call, errand, query))


_UNTIL = re.compile(r"\s+until\s+", re.IGNORECASE)


def _parts(call: Call) -> tuple[list[str], str]:
    places = list(_UNTIL.finditer(call.rest))
    if not places or not places[-1].start():
        raise BellhopError(
            call.reader.say("What shall I watch, and until when?", "무엇을 언제까지 지켜볼까요?"),
            fix="watch lambda get-function --function-name f until \"Configuration.State == 'Active'\"",
        )
    return words(call.rest[: places[-1].start()]), _unquoted(call.rest[places[-1].end() :].strip())


def _unquoted(query: str) -> str:
    """A query without the quotes around the whole of it; those inside are JMESPath's own, as are its backticks."""
    if query[:1] not in {'"', "'"}:
        return query
    try:
        whole = words(query)
    except NotUnderstood:
        return query
    return whole[0] if len(whole) == 1 else query


async def _watched(call: Call, errand: Errand, query: str) -> Message:
    say = call.reader.say
    for look in range(1, MOST + 1):
        outcome = await call.look(errand)
        found = _found(call, errand, outcome, query)
        if _holds(found):
            shown = await call.errands.show(errand, outcome, call.channel, "", buttons=())
            return structs.replace(
                shown,
                title=say(
                    "@{name}, it is so (look {count}): {query}",
                    "@{name} 님, 조건이 되었습니다 ({count}번째 확인): {query}",
                    name=call.ask.name,
                    count=look,
                    query=query,
                ),
                tone=Tone.GOOD,
            )
        await asyncio.sleep(PAUSE)
    return Message(
        title=say(
            "@{name}, it is not so after {count} looks: {query}",
            "@{name} 님, {count}번 확인했지만 조건이 되지 않았습니다: {query}",
            name=call.ask.name,
            count=MOST,
            query=query,
        ),
        tone=Tone.WARN,
        blocks=(
            Text(text=say("I stopped looking; say it again to go on.", "그만 확인합니다. 다시 말하면 계속합니다.")),
        ),
    )


def _found(call: Call, errand: Errand, outcome: Outcome, query: str) -> Any:
    model = call.errands.grammar.model(errand.command)
    return search(query, respelled(outcome.answer, model.output_shape), jsonable(outcome.answer))


def _holds(value: Any) -> bool:
    """What JMESPath counts as true: neither false, null nor empty."""
    return value is not None and value is not False and value not in ("", [], {})
