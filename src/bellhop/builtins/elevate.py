"""`@aws elevate write 30m because we deploy`: more rights for a while, after somebody else said yes."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from bellhop.builtins import Call
from bellhop.errors import BellhopError
from bellhop.message import Message, Text, Tone, facts
from bellhop.noise.spans import parse_silence
from bellhop.people import Level
from bellhop.showing.elevation import asking, ended
from bellhop.span import span_text
from bellhop.store.standings import Elevation, ask_elevation, end_elevation, lasting
from bellhop.syntax.lexer import words

NAME = "elevate"
ALSO = ("권한상승", "권한")
SUMMARY = (
    "more rights for a while: elevate write 30m because we deploy",
    "잠시 더 많은 권한 받기: elevate write 30m because 배포",
)
WAITS = timedelta(minutes=15)
"""How long a request waits for an answer."""

_USUAL = timedelta(minutes=30)
_ENDS = ("end", "stop", "off", "끝", "종료", "해제")


async def answer(call: Call) -> Message:
    """Asks the approvers of a level, ends what lasts, or shows the levels."""
    said = words(call.rest) if call.rest else []
    if not said:
        return _levels(call)
    if len(said) == 1 and said[0].lower() in _ENDS:
        return await _end(call)
    now = datetime.now(UTC)
    wanted = parse_silence(said, call.channel.timezone, now)
    level = _level(call, wanted.what)
    span = wanted.until - now if wanted.until else min(_USUAL, level.most)
    if span > level.most:
        raise _wrong(
            call,
            (
                f"{level.name} lasts {span_text(level.most)} at most.",
                f"{level.name} 권한은 최대 {span_text(level.most)} 동안입니다.",
            ),
            _twice(f"say elevate {level.name} {span_text(level.most)} because …"),
        )
    if not wanted.why.strip():
        raise _wrong(
            call,
            ("A reason is needed.", "이유가 필요합니다."),
            _twice(f"say elevate {level.name} {span_text(span)} because …"),
        )
    request = Elevation(
        id=str(uuid.uuid4()),
        channel=call.channel.name,
        user=call.ask.user,
        name=call.ask.name or call.ask.user,
        level=level.name,
        role=level.role,
        why=wanted.why.strip()[:500],
        thread=call.ask.thread,
        span=timedelta(seconds=int(span.total_seconds())),
        asked=now,
        expires=now + WAITS,
    )
    await call.kept.write(lambda c: ask_elevation(c, request))
    return asking(request, level, call.reader)


def _may_ask(call: Call, level: Level) -> bool:
    """Whether a level is offered to whoever asks, here."""
    standings = call.errands.rights.standings
    here = not level.channels or call.channel.name in level.channels
    return here and (not level.askers or standings.people.is_among(call.ask.user, level.askers, standings.members))


def _offered(call: Call) -> list[Level]:
    return [level for level in call.errands.rights.standings.people.levels.values() if _may_ask(call, level)]


def _level(call: Call, what: tuple[str, ...]) -> Level:
    offered = {level.name.lower(): level for level in _offered(call)}
    name = " ".join(what)
    if found := offered.get(name.lower()):
        return found
    if not offered:
        raise _wrong(
            call,
            ("There is nothing here that you could be elevated to.", "여기서 받을 수 있는 권한이 없습니다."),
            (
                "whoever keeps bellhop.yaml writes `elevations:`",
                "bellhop.yaml을 관리하는 분이 `elevations:`를 적어야 합니다",
            ),
        )
    names = ", ".join(level.name for level in offered.values())
    raise _wrong(
        call,
        (f"I don't know the level {name[:64]!r}.", f"{name[:64]!r} 권한은 없습니다."),
        (f"choose one of {names}", f"{names} 중에서 고르세요"),
    )


def _twice(text: str) -> tuple[str, str]:
    return text, text


def _wrong(call: Call, message: tuple[str, str], fix: tuple[str, str]) -> BellhopError:
    korean = call.reader.locale == "ko"
    return BellhopError(message[korean], fix=fix[korean])


def _levels(call: Call) -> Message:
    say, offered = call.reader.say, _offered(call)
    if not offered:
        _level(call, ())
    return Message(
        title=say("What you can ask for here:", "여기서 요청할 수 있는 권한:"),
        blocks=(
            facts(
                *(
                    (
                        level.name,
                        say(
                            "{what}; at most {most}; approved by {who}",
                            "{what}. 최대 {most}. 승인: {who}",
                            what=", ".join(filter(None, (*level.policies, level.role))),
                            most=span_text(level.most),
                            who=", ".join(level.approvers),
                        ),
                    )
                    for level in offered
                )
            ),
            Text(
                text=say(
                    "Say: elevate {name} 30m because …",
                    "이렇게 말하세요: elevate {name} 30m because …",
                    name=offered[0].name,
                ),
                small=True,
            ),
        ),
    )


async def _end(call: Call) -> Message:
    now, say = datetime.now(UTC), call.reader.say
    channel, user, name = call.channel.name, call.ask.user, call.ask.name
    lasts = await call.kept.read(lambda c: lasting(c, channel, user, now))
    if lasts is None or not await call.kept.write(lambda c: end_elevation(c, lasts, user, name, now)):
        return Message(title=say("You are not elevated here.", "지금 받은 권한이 없습니다."), tone=Tone.INFO)
    return ended(lasts, call.reader)
