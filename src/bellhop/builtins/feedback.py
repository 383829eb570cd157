"""`@aws feedback the tables are hard to read on a phone`: kept for whoever runs Bellhop here."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import insert

from bellhop.builtins import Call
from bellhop.errors import BellhopError
from bellhop.message import Message, Text, Tone
from bellhop.store.chat_tables import feedback

NAME = "feedback"
SUMMARY = ("tell what could be better: feedback TEXT", "의견 남기기: feedback 내용")

_MOST = 4_000


async def answer(call: Call) -> Message:
    """Keeps what somebody thinks."""
    say, ask, text = call.reader.say, call.ask, call.rest[:_MOST]
    if not text:
        raise BellhopError(
            say("What would you like to say?", "어떤 의견이 있으신가요?"),
            fix=say("say feedback and your thoughts", "feedback 뒤에 의견을 적어 주세요"),
        )
    row = {"at": datetime.now(UTC), "channel": ask.channel, "user": ask.user, "name": ask.name, "text": text}
    await call.kept.write(lambda c: c.execute(insert(feedback).values(**row)) and None)
    return Message(
        title=say("Thank you, I kept that.", "고맙습니다. 남겨 두었습니다."),
        tone=Tone.GOOD,
        blocks=(
            Text(
                text=say(
                    "Whoever runs Bellhop here finds it in its database, table feedback; it goes nowhere else.",
                    "Bellhop을 운영하는 분이 데이터베이스의 feedback 표에서 볼 수 있고, 다른 곳으로는 보내지 않습니다.",
                ),
                small=True,
            ),
        ),
    )
