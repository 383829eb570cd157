"""`@aws set region ap-northeast-2`, `@aws set default-account`, `@aws set preferences`."""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.builtins import Call
from bellhop.builtins.preferences import choose, shown
from bellhop.errors import BellhopError
from bellhop.message import Message, Text, facts

NAME = "set"
SUMMARY = ("set region REGION, set default-account, set preferences", "set region 리전, set default-account")


async def answer(call: Call) -> Message:
    """Chooses where this channel's commands run."""
    match call.words:
        case ("region", region):
            return await choose(call, "region", region)
        case ("preferences",):
            return await shown(call)
        case ("default-account", *_) | ("default", "account", *_):
            return await _accounts(call)
        case _:
            raise BellhopError(
                call.reader.say("What shall I set?", "무엇을 설정할까요?"),
                fix=call.reader.say(
                    "say set region ap-northeast-2, set default-account or set preferences",
                    "set region ap-northeast-2, set default-account 또는 set preferences라고 말하세요",
                ),
            )


async def _accounts(call: Call) -> Message:
    """Says which account commands run in: bellhop.yaml gives a channel one role, and so one account."""
    say = call.reader.say
    role = parse_arn(call.channel.role)
    account = call.channel.account or (role.account if role else "")
    return Message(
        title=say("This channel works in one account.", "이 채널은 한 계정에서 일합니다."),
        blocks=(
            facts((say("Account"), account), (say("Role", "역할"), call.channel.role)),
            Text(
                text=say(
                    "It is the account of the channel's role, or of my own credentials without one; `role:` in "
                    "bellhop.yaml says which. A channel for each account keeps their answers apart.",
                    "채널 역할의 계정이고, 역할이 없으면 제 자격 증명의 계정입니다. bellhop.yaml의 `role:`이 정합니다. "
                    "계정마다 채널을 두면 답변이 섞이지 않습니다.",
                ),
                small=True,
            ),
        ),
    )
