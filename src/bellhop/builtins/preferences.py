"""`@aws preferences`: this channel's language, clock, region and form of answers, chosen by its people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from bellhop.aws.regions import known_regions
from bellhop.builtins import Call
from bellhop.channel import Channel, Threading
from bellhop.errors import BellhopError
from bellhop.message import Action, Message, Text, facts
from bellhop.reader import LOCALES, Reader
from bellhop.span import parse_span
from bellhop.store.preferences import NAMES, keep_preference, preferring, read_preferences
from bellhop.syntax.refusals import near

NAME = "preferences"
ALSO = ("설정",)
SUMMARY = ("this channel's language, time zone, region, output", "이 채널의 언어, 시간대, 리전, 출력 형식")

_ALSO = {
    "language": "locale",
    "언어": "locale",
    "time-zone": "timezone",
    "zone": "timezone",
    "시간대": "timezone",
    "threads": "threading",
    "thread-window": "window",
}

OUTPUTS = ("card", "json", "yaml", "text", "table")
_DEFAULT = "default"


async def answer(call: Call) -> Message:
    """Shows what is chosen, or chooses: `preferences timezone Asia/Seoul`, `preferences output default`."""
    words = call.words
    if not words:
        return await shown(call)
    name = _ALSO.get(words[0].lower(), words[0].lower())
    if name not in NAMES or len(words) != 2:
        raise BellhopError(
            call.reader.say("There is no such preference.", "그런 설정은 없습니다."),
            fix=call.reader.say(
                "say preferences NAME VALUE; the names are {names}",
                "preferences 이름 값으로 말하세요. 이름: {names}",
                names=", ".join(NAMES),
            ),
        )
    return await choose(call, name, words[1])


async def choose(call: Call, name: str, value: str) -> Message:
    """Keeps a choice for the channel; `default` takes it back.

    Raises:
        BellhopError: the value can't be chosen; the fix says which can.
    """
    kept = "" if value.lower() == _DEFAULT else _CHECKS[name](value, call.reader)
    now = datetime.now(UTC)
    await call.kept.write(lambda c: keep_preference(c, call.channel.name, name, kept, call.ask.user, now))
    return await shown(call)


async def shown(call: Call) -> Message:
    """The channel's preferences, with buttons for the common choices."""
    chosen = await call.kept.read(lambda c: read_preferences(c, call.channel.name))
    configured = next((one for one in call.channels if one.name == call.channel.name), call.channel)
    channel = preferring(configured, chosen)
    reader = Reader(locale=channel.locale, timezone=channel.timezone)
    say = reader.say
    own = say(" (chosen here)", " (여기서 선택함)")

    def told(name: str, value: str) -> str:
        return value + (own if name in chosen else "")

    return Message(
        title=say("Preferences of this channel:", "이 채널의 설정:"),
        blocks=(
            facts(
                (say("Language", "언어"), told("locale", channel.locale)),
                (
                    say("Time zone", "시간대"),
                    told("timezone", f"{channel.timezone}, {reader.moment(datetime.now(UTC))}"),
                ),
                (say("Region"), told("region", channel.region)),
                (say("Output", "출력 형식"), told("output", chosen.get("output", "card"))),
                (say("News updates", "알림 업데이트"), told("threading", _threading_words(channel, reader))),
                (say("New thread", "새 스레드"), told("window", _window_words(channel, reader))),
            ),
            Text(
                text=say(
                    "They hold for answers and for news here. To change one: @aws preferences timezone Asia/Seoul, "
                    "threading thread, window 1h; “default” takes it back.",
                    "이 채널의 명령 답변과 알림에 적용됩니다. 바꾸려면: @aws preferences timezone Asia/Seoul, "
                    "threading thread, window 1h. 되돌리려면 값으로 default를 쓰세요.",
                ),
                small=True,
            ),
        ),
        actions=tuple(_buttons(channel, chosen.get("output", "card"), reader)),
    )


def _threading_words(channel: Channel, reader: Reader) -> str:
    words = {
        Threading.REPLACE: ("change the first message in place", "첫 메시지를 제자리에서 고침"),
        Threading.THREAD: ("in a thread beneath the first message", "첫 메시지 아래 스레드에"),
        Threading.CHANNEL: ("as messages of their own in the channel", "채널에 새 메시지로"),
    }
    return f"{reader.say(*words[channel.threading])} ({channel.threading})"


def _window_words(channel: Channel, reader: Reader) -> str:
    if not channel.window:
        return reader.say("when something new begins", "새로운 일이 시작될 때")
    span = reader.duration(channel.window)
    return reader.say("when something new begins, and after {span}", "새로운 일이 시작될 때와 {span} 후", span=span)


def _buttons(channel: Channel, output: str, reader: Reader) -> list[Action]:
    named = {"en": "English", "ko": "한국어"}
    languages = [
        Action(label=named[one], name=NAME, value=f"locale {one}")
        for one in LOCALES
        if one != channel.locale and one in named
    ]
    places = {
        Threading.REPLACE: ("Updates in place", "업데이트: 제자리"),
        Threading.THREAD: ("Updates in threads", "업데이트: 스레드"),
        Threading.CHANNEL: ("Updates in the channel", "업데이트: 채널"),
    }
    threads = [
        Action(label=reader.say(*words), name=NAME, value=f"threading {one}")
        for one, words in places.items()
        if one is not channel.threading
    ]
    outputs = [
        Action(label=one, name=NAME, value=f"output {one}") for one in ("card", "json", "table") if one != output
    ]
    return languages + outputs + threads


def _locale(value: str, reader: Reader) -> str:
    known = {"en": "en", "english": "en", "영어": "en", "ko": "ko", "korean": "ko", "한국어": "ko"}
    if value.lower() not in known:
        raise BellhopError(
            reader.say("I don't speak {value}.", "{value}: 모르는 언어입니다.", value=value[:40]),
            fix=reader.say("choose en or ko", "en이나 ko를 고르세요"),
        )
    return known[value.lower()]


def _timezone(value: str, reader: Reader) -> str:
    known = {zone.lower(): zone for zone in available_timezones()}
    found = known.get(value.lower())
    if found is None:
        meant = ", ".join(known[zone] for zone in near(value, known)) or "Asia/Seoul"
        raise BellhopError(
            reader.say("There is no time zone {value}.", "{value} 시간대는 없습니다.", value=value[:40]),
            fix=reader.say("choose an IANA name such as {meant}", "{meant} 같은 IANA 이름을 고르세요", meant=meant),
        )
    return ZoneInfo(found).key


def _region(value: str, reader: Reader) -> str:
    if value not in known_regions():
        meant = ", ".join(near(value, sorted(known_regions()))) or "us-east-1"
        raise BellhopError(
            reader.say("AWS has no region {value}.", "AWS에 {value} 리전은 없습니다.", value=value[:40]),
            fix=reader.say("choose one such as {meant}", "{meant} 같은 리전을 고르세요", meant=meant),
        )
    return value


def _output(value: str, reader: Reader) -> str:
    if value.lower() not in OUTPUTS:
        raise BellhopError(
            reader.say("There is no output {value}.", "{value} 출력 형식은 없습니다.", value=value[:40]),
            fix=reader.say("choose one of {names}", "{names} 중에서 고르세요", names=", ".join(OUTPUTS)),
        )
    return "" if value.lower() == "card" else value.lower()


def _threading(value: str, reader: Reader) -> str:
    if value.lower() not in set(Threading):
        raise BellhopError(
            reader.say("Updates can't go to {value}.", "업데이트를 {value}에 보낼 수는 없습니다.", value=value[:40]),
            fix=reader.say("choose one of {names}", "{names} 중에서 고르세요", names=", ".join(Threading)),
        )
    return value.lower()


def _window(value: str, reader: Reader) -> str:
    try:
        return str(int(parse_span(value).total_seconds()))
    except ValueError:
        raise BellhopError(
            reader.say("{value} is no span of time.", "{value}: 알 수 없는 기간입니다.", value=value[:40]),
            fix=reader.say("choose one such as 30m, 2h or 1d", "30m, 2h, 1d처럼 적으세요"),
        ) from None


_CHECKS: dict[str, Callable[[str, Reader], str]] = {
    "locale": _locale,
    "timezone": _timezone,
    "region": _region,
    "output": _output,
    "threading": _threading,
    "window": _window,
}
