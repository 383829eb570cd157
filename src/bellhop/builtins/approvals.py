"""`@aws approvals`: which commands of the channel wait for approval."""

from __future__ import annotations

from bellhop.builtins import Call
from bellhop.message import Message, Table, Text
from bellhop.store.approvals import waiting_requests

NAME = "approvals"
SUMMARY = ("which commands wait for approval, and how to answer", "승인을 기다리는 명령과 답하는 방법")


async def answer(call: Call) -> Message:
    """The requests that wait, the oldest first."""
    say = call.reader.say
    waiting = await call.kept.read(lambda c: waiting_requests(c, call.channel.name))
    if not waiting:
        return Message(title=say("Nothing waits for approval here.", "승인을 기다리는 명령이 없습니다."))
    rows = tuple(
        (
            one.id[:8],
            f"@{one.name}",
            one.text[:120],
            one.reason[:80],
            str(sum(vote.yes for vote in one.votes)),
            call.reader.moment(one.expires),
        )
        for one in waiting
    )
    heads = (
        "Id",
        say("Who"),
        say("Command", "명령"),
        say("Why", "이유"),
        say("Approved", "승인"),
        say("Until", "기한"),
    )
    how = say("To answer: approve ID why, or deny ID why", "답하려면: approve Id 이유 또는 deny Id 이유")
    return Message(
        title=say("Waiting for approval ({count}):", "승인 대기 ({count}건):", count=len(waiting)),
        blocks=(Table(heads=heads, rows=rows), Text(text=how, small=True)),
    )
