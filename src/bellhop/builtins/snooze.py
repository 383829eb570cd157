"""`@aws snooze 2h`, or its button: an alarm is told no more for a while, and its message says until when."""

from __future__ import annotations

from datetime import UTC, datetime

from bellhop.builtins import Call
from bellhop.builtins.ack import clock, meant, noted
from bellhop.builtins.mute import USUAL, silence
from bellhop.message import Message
from bellhop.noise import Match
from bellhop.noise.spans import parse_silence
from bellhop.store.alerts import acknowledge

NAME = "snooze"
SUMMARY = ("hear nothing of an alarm for a while: snooze web-5xx 2h", "알림 미루기: snooze web-5xx 2h")


async def answer(call: Call) -> Message:
    """Silences the story of an alert in this channel, for an hour unless said otherwise."""
    say, now = call.reader.say, datetime.now(UTC)
    wanted = parse_silence(call.words, call.channel.timezone, now)
    alert = await meant(call, " ".join(wanted.what))
    name, until = call.ask.name or call.ask.user, wanted.until or now + USUAL
    match = Match(thread=alert.thread) if alert.thread else Match(type=alert.type, title=alert.message.title)
    await silence(call, match, until, wanted.why)
    await call.kept.write(lambda c: acknowledge(c, alert, name, now))
    note = say(
        "Snoozed by {name} until {until}", "{name} 님이 {until}까지 미뤘습니다", name=name, until=clock(call, until)
    )
    return noted(alert, note, hide=("ack", "snooze"))
