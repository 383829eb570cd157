"""`@aws run deploy prod`: a command by the name that the channel gave it, with the caller's own rights."""

from __future__ import annotations

from collections.abc import Sequence

from bellhop.builtins import Call, Instead
from bellhop.errors import BellhopError
from bellhop.store.aliases import find_alias, list_aliases
from bellhop.syntax.lexer import words
from bellhop.syntax.refusals import near
from bellhop.variables import filled, given_values, variables_in

NAME = "run"
ALSO = ("실행",)
SUMMARY = ("runs an alias: run deploy prod", "별칭 실행: run deploy prod")


async def answer(call: Call) -> Instead:
    """Puts the command that an alias stands for in the place of its name."""
    said = words(call.rest)
    say = call.reader.say
    if not said:
        raise BellhopError(
            say("Which alias?", "어떤 별칭을 실행할까요?"), fix=say("say run NAME; alias list shows them", "run 이름")
        )
    return Instead(words=tuple(await expanded(call, said)))


async def expanded(call: Call, said: Sequence[str]) -> list[str]:
    """The words that an alias stands for.

    Args:
        call: in which channel.
        said: its name, then its values.

    Raises:
        BellhopError: there is no such alias, or the values don't fit.
    """
    name, *given = said
    alias = await call.kept.read(lambda c: find_alias(c, call.channel.name, name))
    if alias is None:
        known = [alias.name for alias in await call.kept.read(lambda c: list_aliases(c, call.channel.name))]
        meant = ", ".join(near(name, known))
        say = call.reader.say
        raise BellhopError(
            say("This channel has no alias “{name}”.", "이 채널에는 “{name}” 별칭이 없습니다.", name=name[:100]),
            fix=say("did you mean {meant}?", "혹시 {meant}인가요?", meant=meant)
            if meant
            else say("alias list shows what there is", "alias list로 목록을 볼 수 있습니다"),
        )
    template = words(alias.text)
    return filled(template, given_values(variables_in(template), given, call.reader), call.reader)
