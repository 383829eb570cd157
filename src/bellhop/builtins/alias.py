"""`@aws alias create deploy codepipeline start-pipeline-execution --name $pipeline`: a channel's own command names.

Names have at most 100 letters, digits, `-` and `_`; what they stand for at most 5,000 characters, as in AWS's chatbot:
https://docs.aws.amazon.com/chatbot/latest/adminguide/creating-aliases.html
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bellhop.builtins import Call, Instead, builtins
from bellhop.builtins.run import expanded
from bellhop.errors import BellhopError, NotUnderstood
from bellhop.message import Action, Code, Message, Text, Tone
from bellhop.reader import Reader
from bellhop.store.aliases import MOST, Alias, drop_alias, find_alias, keep_alias, list_aliases
from bellhop.syntax.chat import normalise
from bellhop.syntax.lexer import words
from bellhop.variables import variables_in

NAME = "alias"
ALSO = ("별칭",)
SUMMARY = ("names for commands: alias create, list, run, delete", "명령에 이름 붙이기: alias create, list, run, delete")

_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
_MOST_TEXT = 5_000
_SHOWN = 20
_USAGE = """\
@aws alias create deploy codepipeline start-pipeline-execution --name $pipeline
@aws alias list
@aws run deploy my-pipeline
@aws run deploy --pipeline my-pipeline
@aws alias delete deploy"""


async def answer(call: Call) -> Message | Instead:
    """Creates, lists, runs and deletes aliases."""
    what, _, rest = call.rest.partition(" ")
    match what.lower():
        case "create":
            return await _create(call, rest.strip())
        case "list":
            return await _list(call)
        case "run" if rest.strip():
            return Instead(words=tuple(await expanded(call, words(rest))))
        case "delete" if rest.strip():
            return await _delete(call, rest.strip())
        case _:
            return _help(call.reader)


async def _create(call: Call, rest: str) -> Message:
    say = call.reader.say
    name, _, text = rest.partition(" ")
    text = normalise(text)
    if not _NAME.fullmatch(name) or not text:
        raise BellhopError(
            say("An alias has a name and a command.", "별칭에는 이름과 명령이 있어야 합니다."),
            fix=say(
                "say alias create NAME COMMAND; a name has up to 100 letters, digits, - and _",
                "alias create 이름 명령 (이름은 영문자, 숫자, -, _로 100자까지)",
            ),
        )
    _check(call.reader, text)
    now, alias = datetime.now(UTC), Alias(name=name, text=text, author=call.ask.name)
    if not await call.kept.write(lambda c: keep_alias(c, call.channel.name, alias, call.ask.user, now)):
        if await call.kept.read(lambda c: find_alias(c, call.channel.name, name)):
            raise BellhopError(
                say("There is an alias “{name}” already.", "“{name}” 별칭이 이미 있습니다.", name=name),
                fix=say("say alias delete {name} first", "먼저 alias delete {name}", name=name),
            )
        raise BellhopError(
            say("This channel has {most} aliases, which is the most.", "별칭은 {most}개까지입니다.", most=MOST),
            fix=say("delete one first", "먼저 하나를 지우세요"),
        )
    example = " ".join(["run", name, *(f"--{one} VALUE" for one in variables_in(words(text)))])
    return Message(
        title=say("I know the alias “{name}” now.", "이제 “{name}” 별칭을 압니다.", name=name),
        tone=Tone.GOOD,
        blocks=(
            Code(text=f"{name} → {text}"),
            Text(text=say("Say:", "이렇게 부르세요:")),
            Code(text=f"@aws {example}"),
        ),
    )


def _check(reader: Reader, text: str) -> None:
    """Raises if a text can't be an alias's."""
    if len(text) > _MOST_TEXT:
        raise BellhopError(reader.say("The command is longer than 5,000 characters.", "명령이 5,000자를 넘습니다."))
    first = words(text)[0].lower()
    if first in builtins():
        raise BellhopError(
            reader.say(
                "An alias stands for an AWS command, not for “{first}”.",
                "별칭은 AWS 명령만 가리킬 수 있고 “{first}”는 안 됩니다.",
                first=first,
            ),
            fix=reader.say("begin with a service, as in lambda list-functions", "lambda list-functions처럼 쓰세요"),
        )


async def _list(call: Call) -> Message:
    say = call.reader.say
    known = await call.kept.read(lambda c: list_aliases(c, call.channel.name))
    if not known:
        return Message(
            title=say("This channel has no aliases yet.", "이 채널에는 아직 별칭이 없습니다."),
            blocks=(Code(text="@aws alias create functions lambda list-functions"),),
        )
    ready = [alias.name for alias in known if not _variables(alias)]
    return Message(
        title=say("Aliases of this channel ({count}):", "이 채널의 별칭 ({count}개):", count=len(known)),
        blocks=(
            Code(text="\n".join(f"{alias.name} → {alias.text}" for alias in known), fold=len(known) > _SHOWN),
            Text(text=say("To run one, say: @aws run NAME", "실행하려면: @aws run 이름"), small=True),
        ),
        actions=tuple(Action(label=f"run {name}", name="say", value=f"run {name}") for name in ready[:5]),
    )


def _variables(alias: Alias) -> tuple[str, ...]:
    try:
        return variables_in(words(alias.text))
    except NotUnderstood:
        return ()


async def _delete(call: Call, name: str) -> Message:
    say = call.reader.say
    if not await call.kept.write(lambda c: drop_alias(c, call.channel.name, name)):
        raise BellhopError(
            say("This channel has no alias “{name}”.", "이 채널에는 “{name}” 별칭이 없습니다.", name=name[:100]),
            fix=say("alias list shows what there is", "alias list로 목록을 볼 수 있습니다"),
        )
    return Message(title=say("The alias “{name}” is gone.", "“{name}” 별칭을 지웠습니다.", name=name))


def _help(reader: Reader) -> Message:
    say = reader.say
    return Message(
        title=say("Aliases: names for commands, in this channel.", "별칭: 이 채널에서 명령에 붙인 이름입니다."),
        blocks=(
            Code(text=_USAGE),
            Text(
                text=say(
                    "Everybody here may use them; a command runs with the rights of whoever says it, and what changes "
                    "something is still asked first.",
                    "이 채널의 누구나 쓸 수 있고, 부른 사람의 권한으로 실행되며, 변경하는 명령은 여전히 먼저 묻습니다.",
                )
            ),
        ),
        actions=(Action(label="alias list", name="alias", value="list"),),
    )
