"""`@aws explain <command>`: what a command would do, whether it may run, and because of which statement."""

from __future__ import annotations

from bellhop.builtins import Call
from bellhop.command import Verdict
from bellhop.errors import BellhopError
from bellhop.message import Block, Code, Message, Table, Text, Tone, facts
from bellhop.showing.answer import echo
from bellhop.showing.elevation import while_elevated
from bellhop.syntax.lexer import words

NAME = "explain"
SUMMARY = ("whether a command may run here, and why", "명령을 여기서 실행할 수 있는지와 그 이유")

_TONES = {Verdict.ALLOW: Tone.GOOD, Verdict.DENY: Tone.BAD}


async def answer(call: Call) -> Message:
    """Explains the command that follows; nothing is run."""
    say = call.reader.say
    said = words(call.rest)
    if not said:
        raise BellhopError(
            say("Explain which command?", "어떤 명령을 설명할까요?"),
            fix=say("say explain lambda list-functions", "explain lambda list-functions처럼 말해 주세요"),
        )
    errand = await call.understand(said[1:] if said[0].lower() == "aws" else said)
    decision, here = errand.decision, call.channel.at(errand.command.account)
    titles = {
        Verdict.ALLOW: say("This command runs at once.", "바로 실행하는 명령입니다."),
        Verdict.CONFIRM: say("I would ask before I run this command.", "실행하기 전에 먼저 확인하는 명령입니다."),
        Verdict.APPROVE: say("Somebody else must approve this command.", "다른 사람의 승인이 필요한 명령입니다."),
        Verdict.DENY: say("I may not run this command.", "이 명령은 실행할 수 없습니다."),
    }
    blocks: list[Block] = [
        Code(text=echo(errand.text)),
        facts(
            (say("Because", "이유"), decision.because),
            (say("Needs", "필요한 권한"), ", ".join(decision.actions)),
            (say("Touches", "대상"), ", ".join(decision.resources)),
            (say("Access", "접근 수준"), decision.access.value),
            (say("Runs as", "실행 역할"), errand.standing.at(here).role),
            (say("Elevated", "권한 상승"), while_elevated(errand.standing.elevated_at(here), call.reader)),
        ),
    ]
    policies = await call.errands.explain(errand, call.channel)
    if policies:
        heads = (say("Policy", "정책"), say("Says", "판단"), say("Statement", "근거"))
        rows = tuple((one["policy"], one["says"], one["statement"]) for one in policies)
        blocks.append(Table(heads=heads, rows=rows))
    if decision.fix:
        blocks.append(Text(text=say("What helps: {fix}", "해결 방법: {fix}", fix=decision.fix)))
    return Message(title=titles[decision.verdict], tone=_TONES.get(decision.verdict, Tone.WARN), blocks=tuple(blocks))
