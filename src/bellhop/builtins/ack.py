"""`@aws ack`, or its button: somebody takes care of it; it is not told again, and its message says who."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bellhop.builtins import Call
from bellhop.errors import BellhopError
from bellhop.message import Message, Text
from bellhop.store.alerts import Alert, acknowledge, alert_at, find_alert, open_alerts_of

NAME = "ack"
ALSO = ("acknowledge", "확인")
SUMMARY = (
    "say that you take care of an alarm: in its thread, or ack web-5xx",
    "알림 확인: 스레드에서 또는 ack web-5xx",
)


async def answer(call: Call) -> Message:
    """Acknowledges the alert of a button, of a thread, or the newest whose title has these words."""
    say, now = call.reader.say, datetime.now(UTC)
    alert = await meant(call)
    name = call.ask.name or call.ask.user
    if not await call.kept.write(lambda c: acknowledge(c, alert, name, now)):
        alert = await call.kept.read(lambda c: find_alert(c, call.channel.name, alert.delivery)) or alert
        name, now = alert.by, alert.acknowledged or now
    note = say("Acknowledged by {name} {at}", "{name} 님이 {at}에 확인했습니다", name=name, at=clock(call, now))
    return noted(alert, note, hide=("ack",))


def clock(call: Call, moment: datetime) -> str:
    """The time of day on the channel's clock, `10:04`."""
    return f"{moment.astimezone(ZoneInfo(call.channel.timezone)):%H:%M}"


def noted(alert: Alert, note: str, *, hide: tuple[str, ...]) -> Message:
    """An alert's message with a note, without the buttons that are of no more use."""
    message = alert.message
    actions = tuple(action for action in message.actions if action.name not in hide)
    return replace(message, blocks=(Text(text=note), *message.blocks), actions=actions)


async def meant(call: Call, words: str | None = None) -> Alert:
    """The alert that a call means.

    Raises:
        BellhopError: it means none.
    """
    said = (call.rest if words is None else words).strip()
    channel, store = call.channel.name, call.kept
    found = await store.read(lambda c: find_alert(c, channel, said)) if said else None
    if found is None and not said and call.ask.thread:
        found = await store.read(lambda c: alert_at(c, channel, call.ask.thread))
    if found is None and said:
        known = await store.read(lambda c: open_alerts_of(c, channel))
        found = next((one for one in known if said.lower() in one.message.title.lower()), None)
    if found is None:
        say = call.reader.say
        raise BellhopError(
            say("I don't know which alarm you mean.", "어떤 알림인지 모르겠습니다."),
            fix=say(
                "press the button on its message, say it in its thread, or name it: {name} web-5xx",
                "메시지의 버튼을 누르거나, 스레드에서 말하거나, 이름을 붙여 주세요: {name} web-5xx",
                name=call.ask.text.split(" ")[0] if words is None else "snooze",
            ),
        )
    return found
