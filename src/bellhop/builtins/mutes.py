"""`@aws mutes`: what is muted here, until when, by whom and why."""

from __future__ import annotations

from datetime import UTC, datetime

from bellhop.builtins import Call
from bellhop.message import Action, Message, Table
from bellhop.store.silences import list_silences

NAME = "mutes"
SUMMARY = ("what is muted here", "지금 알리지 않는 것")


async def answer(call: Call) -> Message:
    """Lists what is muted in this channel."""
    say, now = call.reader.say, datetime.now(UTC)
    known = await call.kept.read(lambda c: list_silences(c, call.channel.name, now))
    if not known:
        return Message(title=say("Nothing is muted here.", "여기에서 음소거된 것은 없습니다."))
    heads = ("Id", say("What", "대상"), say("Until", "언제까지"), say("By", "설정한 사람"), say("Why", "이유"))
    rows = tuple((one.id, one.match.words(), call.reader.moment(one.until), one.name, one.why or "-") for one in known)
    return Message(
        title=say("Muted here ({count}):", "음소거된 것 ({count}개):", count=len(known)),
        blocks=(Table(heads=heads, rows=rows),),
        actions=tuple(
            Action(label=say("Unmute {id}", "{id} 다시 알리기", id=one.id), name="unmute", value=one.id)
            for one in known[:5]
        ),
    )
