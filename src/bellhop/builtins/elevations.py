"""`@aws elevations`: who has more rights in this channel now, and who asked for them."""

from __future__ import annotations

from datetime import UTC, datetime

from bellhop.builtins import Call
from bellhop.message import Message, Table
from bellhop.store.standings import list_elevations

NAME = "elevations"
SUMMARY = ("who is elevated in this channel, and until when", "이 채널에서 권한을 받은 사람과 기한")


async def answer(call: Call) -> Message:
    """Shows what lasts and what waits for an answer."""
    say, now = call.reader.say, datetime.now(UTC)
    found = await call.kept.read(lambda c: list_elevations(c, call.channel.name, now))
    if not found:
        return Message(title=say("Nobody is elevated here.", "지금 권한을 받은 사람이 없습니다."))
    return Message(
        title=say("Elevated in this channel:", "이 채널의 권한 상승:"),
        blocks=(
            Table(
                heads=(
                    say("Who"),
                    say("Level", "권한"),
                    say("State", "상태"),
                    say("Until", "기한"),
                    say("Approved by", "승인한 사람"),
                    say("Why", "이유"),
                ),
                rows=tuple(
                    (
                        f"@{one.name}",
                        one.level,
                        say("lasts", "유효") if one.state == "granted" else say("waits for an answer", "승인 대기"),
                        call.reader.moment(one.expires),
                        f"@{one.approver_name}" if one.approver_name else "",
                        one.why,
                    )
                    for one in found
                ),
            ),
        ),
    )
