"""`@aws mute web-5xx 2h because we deploy`: this channel hears nothing of something for a while."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from bellhop.builtins import Call
from bellhop.message import Action, Message, Text, facts
from bellhop.noise import Match, Silence
from bellhop.noise.meant import parse_match
from bellhop.noise.spans import parse_silence
from bellhop.store.silences import keep_silence
from bellhop.syntax.lexer import words

NAME = "mute"
ALSO = ("음소거",)
SUMMARY = (
    "hear nothing of something for a while: mute web-5xx 2h because we deploy",
    "잠시 알림 끄기: mute web-5xx 2h because 배포",
)
USUAL = timedelta(hours=1)


async def answer(call: Call) -> Message:
    """Mutes what is named, in this channel, for an hour unless said otherwise."""
    now = datetime.now(UTC)
    wanted = parse_silence(words(call.rest), call.channel.timezone, now)
    match = parse_match(wanted.what, call.reader)
    return told(call, await silence(call, match, wanted.until or now + USUAL, wanted.why))


async def silence(call: Call, match: Match, until: datetime, why: str) -> Silence:
    """Keeps a silence for the channel of a call."""
    made = Silence(
        id=secrets.token_hex(3),
        channel=call.channel.name,
        match=match,
        until=until,
        name=call.ask.name or call.ask.user,
        why=why[:500],
        made=datetime.now(UTC),
    )
    await call.kept.write(lambda c: keep_silence(c, made))
    return made


def told(call: Call, made: Silence) -> Message:
    """What is said of a silence."""
    say = call.reader.say
    return Message(
        title=say("Muted until {until}.", "{until}까지 알리지 않겠습니다.", until=call.reader.moment(made.until)),
        blocks=(
            facts(
                (say("What", "대상"), made.match.words()),
                (say("By", "설정한 사람"), f"@{made.name}"),
                (say("Why", "이유"), made.why),
            ),
            Text(
                text=say(
                    "Nothing is lost: the console shows what was silent, and why.",
                    "사라지는 것은 없습니다. 알리지 않은 것과 이유는 콘솔에 남습니다.",
                ),
                small=True,
            ),
        ),
        actions=(Action(label=say("Unmute", "다시 알리기"), name="unmute", value=made.id),),
    )
