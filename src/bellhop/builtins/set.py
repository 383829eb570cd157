"""`@aws set region ap-northeast-2`, `@aws set default-account prod`, `@aws set preferences`."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from bellhop.arn import parse_arn
from bellhop.builtins import Call
from bellhop.builtins.preferences import choose, shown
from bellhop.errors import BellhopError
from bellhop.message import Facts, Message, Text, Tone, facts
from bellhop.showing.place import which_account
from bellhop.store.preferences import Chosen, chosen_account, keep_account

NAME = "set"
SUMMARY = ("set region REGION, set default-account, set preferences", "set region 리전, set default-account")


async def answer(call: Call) -> Message:
    """Chooses where commands run: the channel's region, and the account of whoever asks."""
    match call.words:
        case ("region", region):
            return await choose(call, "region", region)
        case ("preferences",):
            return await shown(call)
        case ("default-account", *wanted) | ("default", "account", *wanted):
            return await _accounts(call, " ".join(wanted))
        case _:
            raise BellhopError(
                call.reader.say("What shall I set?", "무엇을 설정할까요?"),
                fix=call.reader.say(
                    "say set region ap-northeast-2, set default-account or set preferences",
                    "set region ap-northeast-2, set default-account 또는 set preferences라고 말하세요",
                ),
            )


async def _accounts(call: Call, wanted: str) -> Message:
    """Shows the accounts of this channel, or chooses one of them for whoever asks."""
    if not call.channel.accounts:
        return _only(call)
    configured = next((one for one in call.channels if one.name == call.channel.name), call.channel)
    now, say = datetime.now(UTC), call.reader.say
    if not wanted:
        asked = which_account(configured, call.reader, NAME, "default-account ")
        chosen = await call.kept.read(lambda c: chosen_account(c, call.channel.name, call.ask.user, now))
        return replace(asked, blocks=(*_facts(call, chosen), *asked.blocks))
    found = [one for one in configured.accounts if wanted.lower() in (one.id, one.name.lower())]
    if not found:
        raise BellhopError(
            say("This channel has no account {name}.", "이 채널에 {name} 계정은 없습니다.", name=wanted[:64]),
            fix=say(
                "choose one of {names}",
                "{names} 중에서 고르세요",
                names=", ".join(one.label for one in configured.accounts),
            ),
        )
    chosen = await call.kept.write(lambda c: keep_account(c, call.channel.name, call.ask.user, found[0].id, now))
    return Message(
        title=say("Your commands here run in {name}.", "이제 명령은 {name} 계정에서 실행합니다.", name=found[0].label),
        tone=Tone.GOOD,
        blocks=_facts(call, chosen),
    )


def _facts(call: Call, chosen: Chosen | None) -> tuple[Facts, ...]:
    if chosen is None or not call.channel.has(chosen.account):
        return ()
    say, here = call.reader.say, call.channel.at(chosen.account)
    return (
        facts(
            (say("Account"), here.label(here.account)),
            (say("Role", "역할"), here.role),
            (say("Remembered until", "기억하는 기한"), call.reader.moment(chosen.until)),
        ),
    )


def _only(call: Call) -> Message:
    """Says which account commands run in, where bellhop.yaml gives a channel one role, and so one account."""
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
                    "bellhop.yaml says which. `accounts:` gives a channel several.",
                    "채널 역할의 계정이고, 역할이 없으면 제 자격 증명의 계정입니다. bellhop.yaml의 `role:`이 정합니다. "
                    "여러 계정을 쓰려면 `accounts:`를 적으세요.",
                ),
                small=True,
            ),
        ),
    )
