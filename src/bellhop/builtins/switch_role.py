"""`@aws switch-role oncall`: the role that your commands run as here, among those that are offered to you."""

from __future__ import annotations

from datetime import UTC, datetime

from bellhop.builtins import Call
from bellhop.errors import BellhopError
from bellhop.message import Action, Message, Text, Tone, facts
from bellhop.standing import Standing, account_of, role_name
from bellhop.store.standings import keep_role

NAME = "switch-role"
ALSO = ("switch-roles", "역할")
SUMMARY = ("which role your commands run as here", "여기서 내 명령을 실행할 역할")
_NONE = ("none", "channel", "off", "해제")


async def answer(call: Call) -> Message:
    """Shows the roles that are offered to whoever asks, or takes one of them."""
    wanted = call.rest.strip()
    if not wanted:
        return await _shown(call)
    standing = await _standing(call)
    if wanted.lower() in _NONE:
        await _keep(call, standing, "")
    else:
        await _keep(call, standing, _meant(call, wanted))
    return await _shown(call, changed=True)


async def _standing(call: Call) -> Standing:
    return await call.errands.rights.standings.of(call.channel, call.ask.user)


def _offered(call: Call) -> tuple[str, ...]:
    """The roles that are offered to whoever asks, in the accounts that the channel works in."""
    standings = call.errands.rights.standings
    roles = standings.people.offered(call.ask.user, standings.members)
    accounts = {one.id for one in call.channel.accounts} or {call.channel.account or account_of(call.channel.role)}
    return tuple(role for role in roles if accounts == {""} or account_of(role) in accounts)


def _meant(call: Call, wanted: str) -> str:
    offered, say = _offered(call), call.reader.say
    found = [role for role in offered if wanted == role] or [
        role for role in offered if wanted.lower() == role_name(role).lower()
    ]
    if len(found) > 1:
        raise BellhopError(
            say("There are several roles {name}.", "{name} 역할이 여러 개입니다.", name=wanted[:64]),
            fix=say("say one of {roles}", "{roles} 중 하나를 말하세요", roles=", ".join(found)),
        )
    if not found:
        names = ", ".join(map(role_name, offered))
        ask = say("ask whoever keeps bellhop.yaml", "bellhop.yaml을 관리하는 분에게 요청하세요")
        raise BellhopError(
            say(
                "No role {name} is offered to you here.", "여기서 쓸 수 있는 {name} 역할이 없습니다.", name=wanted[:64]
            ),
            fix=say("choose one of {names}", "{names} 중에서 고르세요", names=names) if names else ask,
        )
    return found[0]


async def _keep(call: Call, standing: Standing, role: str) -> None:
    now, channel, user = datetime.now(UTC), call.channel.name, call.ask.user
    accounts = [account_of(role)] if role else [account_of(one) for one in standing.roles]
    for account in accounts:
        await call.kept.write(lambda c, a=account: keep_role(c, channel, user, a, role, now))


async def _shown(call: Call, *, changed: bool = False) -> Message:
    say, standing = call.reader.say, await _standing(call)
    offered = _offered(call)
    mine = [role for role in standing.roles if role in offered]
    title = (
        say("Your commands here run as {name}.", "이제 명령은 {name} 역할로 실행합니다.", name=role_name(mine[0]))
        if mine
        else say("You have no role of your own here.", "여기서 쓰는 개인 역할이 없습니다.")
    )
    without = (
        say("Nothing runs for you here until you have one.", "역할을 고르기 전에는 아무것도 실행할 수 없습니다.")
        if standing.needs_role
        else say("Without one they run as the channel's.", "개인 역할이 없으면 채널 역할로 실행합니다.")
    )
    notes = [] if mine else [without]
    if not offered:
        notes.append(
            say(
                "None is offered to you: whoever keeps bellhop.yaml does that under `users:`.",
                "제공된 역할이 없습니다. bellhop.yaml을 관리하는 분이 `users:`에 적습니다.",
            )
        )
    lines = [(say("Your role", "내 역할"), role) for role in mine]
    others = tuple(
        Action(label=_label(role, offered), name=NAME, value=role) for role in offered if role not in standing.roles
    )
    return Message(
        title=title,
        tone=Tone.GOOD if changed and mine else Tone.INFO,
        blocks=(
            facts(*lines, (say("The channel's role", "채널 역할"), call.channel.role)),
            *(Text(text=note, small=True) for note in notes),
        ),
        actions=others,
    )


def _label(role: str, offered: tuple[str, ...]) -> str:
    several = len({account_of(one) for one in offered}) > 1
    return f"{role_name(role)} ({account_of(role)})" if several else role_name(role)
