"""`@aws unmute ID`: what was muted is heard again."""

from __future__ import annotations

from bellhop.builtins import Call
from bellhop.errors import BellhopError
from bellhop.message import Message, Tone
from bellhop.store.silences import drop_silence

NAME = "unmute"
SUMMARY = ("hear again of what was muted: unmute ID", "다시 알리기: unmute ID")


async def answer(call: Call) -> Message:
    """Ends a silence of this channel."""
    say, id_ = call.reader.say, (call.words or ("",))[0]
    if not id_ or not await call.kept.write(lambda c: drop_silence(c, call.channel.name, id_)):
        raise BellhopError(
            say("There is no mute {id} here.", "{id}: 여기에 그런 음소거는 없습니다.", id=id_[:40] or "?"),
            fix=say("mutes shows them", "mutes로 볼 수 있습니다"),
        )
    name = call.ask.name or call.ask.user
    title = say("Unmuted by @{name}.", "@{name} 님이 다시 알리도록 했습니다.", name=name)
    return Message(title=title, tone=Tone.GOOD)
