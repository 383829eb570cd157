"""`@aws again`: the last command that this person asked for in this channel."""

from __future__ import annotations

from bellhop.builtins import Call, Instead
from bellhop.errors import BellhopError
from bellhop.store.ledger import past_commands
from bellhop.syntax.lexer import words

NAME = "again"
ALSO = ("다시",)
SUMMARY = ("your last command once more", "방금 내린 명령을 다시 실행")


async def answer(call: Call) -> Instead:
    """Says the last command again; what changes something is asked again too."""
    say = call.reader.say
    found = await call.kept.read(lambda c: past_commands(c, call.channel.name, user=call.ask.user, limit=1))
    if not found:
        raise BellhopError(
            say("You have not run a command here yet.", "여기서 실행한 명령이 아직 없습니다."),
            fix=say("say help to see what can be asked", "help라고 말해 보세요"),
        )
    if "****" in found[0].text:
        raise BellhopError(
            say(
                "Your last command has a secret in it, which I don't keep.",
                "마지막 명령의 비밀 값은 보관하지 않습니다.",
            ),
            fix=say("type it again", "다시 입력하세요"),
        )
    return Instead(words=tuple(words(found[0].text)))
