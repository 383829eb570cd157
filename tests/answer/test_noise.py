"""Mute, unmute, mutes, snooze and ack: what people say and press, and what comes of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bellhop.channel import Channel
from bellhop.delivery import Delivery
from bellhop.message import Action, Message
from bellhop.noise import Facts, NoiseSettings, Silence
from bellhop.notification import Severity, Step
from bellhop.store import Store
from bellhop.store.alerts import find_alert, open_alerts
from bellhop.store.outbox import add_delivery, delivery_row
from bellhop.store.silences import list_silences

from .conftest import Aws, Room, Said, open_room

SEOUL = Channel(name="ops", platform="web", timezone="Asia/Seoul")


async def muted(store: Store, channel: str = "ops") -> list[Silence]:
    return list(await store.read(lambda c: list_silences(c, channel, datetime.now(UTC))))


async def alarm(room: Room, title: str = "web-5xx is in alarm", thread: str = "web-5xx") -> Said:
    """An alarm that somebody should acknowledge, posted."""
    now, id_ = datetime.now(UTC), f"d-{thread}"
    buttons = (
        Action(label="Acknowledge", name="ack", value=id_),
        Action(label="Snooze 1h", name="snooze", value=f"{id_} 1h"),
        Action(label="List tags", name="say", value="lambda list-tags"),
    )
    message = Message(title=title, actions=buttons)
    delivery = Delivery(id=id_, channel="ops", type="cloudwatch.metric_alarm", message=message, thread=thread)
    facts = Facts(type=delivery.type, title=title, severity=Severity.HIGH, thread=thread, step=Step.OPEN)

    def work(connection: object) -> None:
        add_delivery(connection, delivery, now)  # type: ignore[arg-type]  # it is the store's connection
        open_alerts(connection, [(delivery_row(delivery, now), facts, NoiseSettings())], now)  # type: ignore[arg-type]  # see above

    await room.store.write(work)
    return (await room.all())[-1]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("mute web-5xx 2h because we deploy", "title *web-5xx*"),
        ("mute type:cloudwatch.* 2h because we deploy", "type cloudwatch.*"),
        ("mute resource:arn:aws:ec2:* 2h because we deploy", "resource arn:aws:ec2:*"),
        ("mute severity:low,info 2h because we deploy", "severity info, low"),
        ('mute {"source": ["aws.ec2"]} 2h because we deploy', "a pattern"),
        ("mute everything 2h because we deploy", "everything"),
        ("음소거 유형:cloudwatch.* 2시간 이유 we deploy", "type cloudwatch.*"),
    ],
)
async def test_what_is_muted_is_kept_with_who_and_why_and_until_when(room: Room, said: str, words: str) -> None:
    before = datetime.now(UTC)
    answer = await room.ask(said)
    (silence,) = await muted(room.store)
    assert (silence.match.words(), silence.name, silence.why) == (words, "minji", "we deploy")
    assert timedelta() <= silence.until - before - timedelta(hours=2) < timedelta(minutes=1)
    assert all(part in answer.text for part in (words, "@minji", "we deploy"))
    assert (await room.pressed(answer, "unmute")).message.title == "Unmuted by @minji."
    assert await muted(room.store) == []


async def test_until_a_time_of_day_is_on_the_channels_clock(store: Store) -> None:
    room = open_room(store, SEOUL, Aws())
    await room.ask("mute web-5xx until 09:00")
    (silence,) = await muted(store)
    local = silence.until.astimezone(ZoneInfo("Asia/Seoul"))
    assert (local.hour, local.minute) == (9, 0)
    assert timedelta() < silence.until - datetime.now(UTC) <= timedelta(days=1)
    await room.answer.stop()


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("mute", "What shall I keep quiet about?"),
        ("mute 2h", "What shall I keep quiet about?"),
        ("mute severity:awful 2h", "There is no severity awful."),
        ('mute {"source": "aws.ec2"} 2h', "That pattern can't be matched"),
        ("unmute", "There is no mute ? here."),
        ("unmute zzz", "There is no mute zzz here."),
        ("ack", "I don't know which alarm you mean."),
        ("snooze nothing-such 2h", "I don't know which alarm you mean."),
    ],
)
async def test_a_wrong_use_says_what_is_right_and_mutes_nothing(room: Room, said: str, part: str) -> None:
    assert part in (await room.ask(said)).text
    assert await muted(room.store) == []


async def test_mutes_lists_what_is_muted_here_and_ends_it(room: Room) -> None:
    assert (await room.ask("mutes")).message.title == "Nothing is muted here."
    await room.ask("mute web-5xx 2h because we deploy")
    (silence,) = await muted(room.store)
    listed = await room.ask("mutes")
    assert all(part in listed.text for part in (silence.id, "*web-5xx*", "minji", "we deploy"))
    await room.pressed(listed, "unmute")
    assert await muted(room.store) == []


async def test_in_korean(room: Room) -> None:
    answer = await room.ask("음소거 web-5xx 2시간", channel="ko")
    assert "까지 알리지 않겠습니다." in answer.text
    assert "음소거된 것 (1개)" in (await room.ask("mutes", channel="ko")).text
    (silence,) = await muted(room.store, "ko")
    assert "다시 알리도록 했습니다." in (await room.ask(f"unmute {silence.id}", channel="ko")).text
    assert "무엇을 조용히 할까요?" in (await room.ask("mute", channel="ko")).text
    assert "어떤 알림인지 모르겠습니다." in (await room.ask("확인", channel="ko")).text


async def test_acknowledge_changes_its_message_in_place_and_keeps_the_other_buttons(room: Room) -> None:
    told = await alarm(room)
    answer = await room.pressed(told, "ack")
    assert answer.replaces == told.id
    assert "Acknowledged by minji" in answer.text
    assert [action.name for action in answer.message.actions] == ["snooze", "say"]
    alert = await room.store.read(lambda c: find_alert(c, "ops", "d-web-5xx"))
    assert alert is not None
    assert alert.by == "minji"
    assert "Acknowledged by minji" in (await room.pressed(told, "ack", user="jiho")).text


async def test_snooze_silences_that_one_story_for_an_hour_and_says_so_in_place(room: Room) -> None:
    told = await alarm(room)
    before = datetime.now(UTC)
    answer = await room.pressed(told, "snooze")
    assert answer.replaces == told.id
    assert "Snoozed by minji until" in answer.text
    assert [action.name for action in answer.message.actions] == ["say"]
    (silence,) = await muted(room.store)
    assert silence.match.thread == "web-5xx"
    assert timedelta() <= silence.until - before - timedelta(hours=1) < timedelta(minutes=1)


async def test_words_name_an_alarm_by_its_title_or_by_the_thread_they_are_said_in(room: Room) -> None:
    await alarm(room)
    other = await alarm(room, "db-cpu is in alarm", "db-cpu")
    assert "web-5xx" in (await room.ask("ack web-5xx", thread="")).message.title
    answer = await room.ask("snooze 2h", thread=other.id)
    assert "db-cpu" in answer.message.title
    assert [one.match.thread for one in await muted(room.store)] == ["db-cpu"]


async def test_a_silence_of_another_channel_is_not_ended_from_here(room: Room) -> None:
    await room.ask("mute web-5xx 2h", channel="ko")
    (silence,) = await muted(room.store, "ko")
    assert "There is no mute" in (await room.ask(f"unmute {silence.id}")).text
    assert await muted(room.store, "ko") == [replace(silence)]
