"""`@aws status`: how Bellhop itself is."""

from __future__ import annotations

import json

from bellhop import __version__
from bellhop.builtins import Call
from bellhop.message import Block, Fact, Facts, Message, Text, Tone, facts
from bellhop.store.chores import read_chore
from bellhop.store.fates import count_states
from bellhop.store.web import broken_channels

NAME = "status"
ALSO = ("상태",)
SUMMARY = ("how I am: version, channels, what waits", "제 상태: 버전, 채널, 대기 중인 메시지")


async def answer(call: Call) -> Message:
    """Tells the version, the channels and the backlog; what is broken comes first."""
    say = call.reader.say
    broken = await call.kept.read(broken_channels)
    states = await call.kept.read(count_states)
    waiting = states.get("pending", 0) + states.get("leased", 0)
    dead = states.get("dead", 0)
    blocks: list[Block] = [
        facts(
            (say("Version", "버전"), __version__),
            (say("Channels", "채널"), str(len(call.channels))),
            (say("Waiting to be sent", "보낼 메시지"), str(waiting)),
            (say("Could not be sent", "보내지 못한 메시지"), str(dead) if dead else ""),
            (say("Removed last, for their age", "오래되어 지운 기록"), await _removed(call)),
            (say("This channel's region", "이 채널의 리전"), call.channel.region),
            (say("This channel's role", "이 채널의 역할"), call.channel.role),
        )
    ]
    if broken:
        blocks.append(Text(text=say("Switched off:", "꺼진 채널:")))
        blocks.append(Facts(items=tuple(Fact(label=name, value=why) for name, why in sorted(broken.items()))))
    title = (
        say("{count} channel(s) are switched off.", "채널 {count}개가 꺼져 있습니다.", count=len(broken))
        if broken
        else say("I am well.", "잘 지내고 있습니다.")
    )
    return Message(title=title, tone=Tone.WARN if broken or dead else Tone.GOOD, blocks=tuple(blocks))


async def _removed(call: Call) -> str:
    """How many rows retention removed last, and when; empty if it never did."""
    chore = await call.kept.read(lambda c: read_chore(c, "retention"))
    many = sum(json.loads(chore.note).values())
    return f"{many} ({call.reader.moment(chore.done)})" if chore.done and many else ""
