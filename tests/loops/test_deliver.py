import asyncio
import contextlib
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bellhop.channel import Channel, Threading
from bellhop.chapter import Chapter, Stand
from bellhop.deliver import Deliver
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import DeliveryError
from bellhop.message import Fact, Facts, Message, Text
from bellhop.notification import Step
from bellhop.store import Store
from bellhop.store.fates import list_deliveries, message_at, show_delivery
from bellhop.store.leases import add_channels, take_channels
from bellhop.store.outbox import add_delivery
from bellhop.store.resuming import resume_channel, retry_dead, retry_delivery
from bellhop.store.tables import channels, threads
from bellhop.store.tables import deliveries as outbox
from bellhop.store.taking import take_deliveries

from .conftest import Screen

START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CHANNELS = [Channel(name="ops", platform="web"), Channel(name="dev", platform="web")]


def delivery(title: str, **changes: object) -> Delivery:
    values = {"id": str(uuid.uuid4()), "channel": "ops", "type": "test", "message": Message(title=title), **changes}
    return Delivery(**values)  # pyright: ignore[reportArgumentType]  # the tests name fields of their right types


async def put(store: Store, *deliveries: Delivery, urgent: bool = False) -> None:
    for one in deliveries:
        await store.write(lambda c, one=one: add_delivery(c, one, datetime.now(UTC), urgent=urgent))


@asynccontextmanager
async def delivering(store: Store, screen: Screen, lease: timedelta = timedelta(seconds=10)) -> AsyncGenerator[Deliver]:
    loop = Deliver(store, CHANNELS, {"web": screen}, lease)
    task = asyncio.create_task(loop.run())
    yield loop
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


async def states(store: Store) -> list[str]:
    lines = await store.read(list_deliveries)
    return [line["state"] for line in reversed(lines)]


async def settled(store: Store) -> None:
    async with asyncio.timeout(10):
        while {"pending", "leased"} & set(await states(store)):
            await asyncio.sleep(0.01)


async def test_what_stands_in_the_outbox_is_shown_in_order(store: Store, screen: Screen) -> None:
    await put(store, *(delivery(f"{number}") for number in range(30)))
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == [f"{number}" for number in range(30)]


async def test_answers_go_before_news(store: Store, screen: Screen) -> None:
    await put(store, delivery("news"))
    await put(store, delivery("answer"), urgent=True)
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == ["answer", "news"]


async def test_an_alarm_that_recovers_updates_its_message_in_place(store: Store, screen: Screen) -> None:
    alarm = delivery("ALARM", thread="alarm/1", at=START)
    okay = delivery("OK", thread="alarm/1", step=Step.CLOSE, at=START + timedelta(minutes=3))
    again = delivery("ALARM again", thread="alarm/1", at=START + timedelta(minutes=9))
    await put(store, alarm, okay, again)
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == ["OK", "ALARM again"]
    (lasted,) = screen.shown["ops"]["1"].blocks
    assert isinstance(lasted, Facts)
    assert (lasted.items[0].label, lasted.items[0].value) == ("Lasted", "3 min")


async def test_a_recovery_without_an_alarm_is_a_message_of_its_own(store: Store, screen: Screen) -> None:
    await put(store, delivery("OK", thread="alarm/1", step=Step.CLOSE))
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == ["OK"]


async def test_replies_stand_beneath_and_the_parent_says_so(store: Store, screen: Screen) -> None:
    await put(store, delivery("parent", thread="t", step=Step.REPLY))
    await put(store, delivery("reply", thread="t", step=Step.REPLY, summary="half done"))
    async with delivering(store, screen):
        await until(lambda: bool(screen.shown.get("ops", {}).get("1", Message(title="")).blocks))
    assert screen.under == {"2": "1"}
    (note,) = screen.shown["ops"]["1"].blocks
    assert note == Text(text="Latest update: half done", small=True)


async def test_a_failed_send_is_tried_again_and_order_holds(store: Store, screen: Screen) -> None:
    screen.failures = [DeliveryError("503", retry_after=0), DeliveryError("429", retry_after=0.01)]
    await put(store, delivery("first"), delivery("second"))
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == ["first", "second"]


async def test_after_an_ambiguous_failure_it_looks_before_it_sends_again(store: Store, screen: Screen) -> None:
    screen.lost_answers = 1
    await put(store, delivery("once"))
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == ["once"]
    assert screen.looked == 1


async def test_what_a_dead_replica_left_behind_is_looked_for_first(store: Store, screen: Screen) -> None:
    await put(store, delivery("left"))
    past = datetime.now(UTC)
    await store.write(lambda c: add_channels(c, ["ops"], past))
    assert await store.write(lambda c: take_channels(c, {"ops"}, "dead", past, past))
    (left,) = await store.write(lambda c: take_deliveries(c, {"ops"}, "dead", past, 10)["ops"])
    assert not left.unsure
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == ["left"]
    assert screen.looked == 1


async def test_a_held_channel_is_left_to_its_holder(store: Store, screen: Screen) -> None:
    async with delivering(store, screen) as loop:
        await put(store, delivery("before"))
        await settled(store)
        now = datetime.now(UTC)
        assert await store.write(lambda c: take_channels(c, {"ops"}, "other", now, now + timedelta(minutes=1)))
        await put(store, delivery("theirs"), delivery("ours", channel="dev"))
        loop.wake()
        await until(lambda: screen.titles("dev") == ["ours"])
    assert screen.titles("ops") == ["before"]


async def test_a_broken_channel_keeps_its_deliveries_and_disturbs_no_other(store: Store, screen: Screen) -> None:
    screen.failures = [DeliveryError("is_archived", permanent=True, fix="unarchive #ops")]
    first = delivery("kept")
    await put(store, first)
    async with delivering(store, screen):
        await until(lambda: not screen.failures)
        await put(store, delivery("fine", channel="dev"))
        await until(lambda: screen.titles("dev") == ["fine"])
        told = await store.read(lambda c: show_delivery(c, first.id))
        assert told is not None
        assert (told["state"], "unarchive #ops" in told["why"]) == ("pending", True)
        assert await store.write(lambda c: retry_delivery(c, first.id, datetime.now(UTC)))
        await settled(store)
    assert screen.titles("ops") == ["kept"]


async def test_a_message_that_can_never_be_shown_is_a_dead_letter_with_a_reason(store: Store, screen: Screen) -> None:
    screen.failures = [DeliveryError("invalid_blocks", rejected=True)]
    await put(store, delivery("bad"), delivery("good"))
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == ["good", "A message could not be posted here"]
    lines = await store.read(lambda c: list_deliveries(c, state="dead"))
    assert [(line["title"], line["why"]) for line in lines] == [("bad", "invalid_blocks")]


class Picky(Screen):
    """Fails on some messages, whatever is tried."""

    def __init__(self, *titles: str) -> None:
        super().__init__()
        self.refused = titles

    async def post(self, channel: Channel, delivery: Delivery, under: Receipt | None) -> Receipt:
        if delivery.message.title in self.refused:
            raise DeliveryError("internal_error", retry_after=None)
        return await super().post(channel, delivery, under)


async def stuck(store: Store, *deliveries: Delivery, since: timedelta) -> None:
    """Puts deliveries into the outbox, the first of which has failed for a while."""
    await put(store, *deliveries)
    first = update(outbox).where(outbox.c.id == deliveries[0].id).values(first_attempt=datetime.now(UTC) - since)
    await store.write(lambda c: c.execute(first))


async def test_what_fails_for_long_while_others_come_through_is_a_dead_letter(store: Store) -> None:
    screen, bad = Picky("bad"), delivery("bad", thread="a")
    await stuck(store, bad, delivery("bad, too", thread="b"), delivery("next", thread="a"), since=timedelta(minutes=20))
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == ["bad, too", "next", "A message could not be posted here"]
    (dead,) = await store.read(lambda c: list_deliveries(c, state="dead"))
    assert dead["title"] == "bad"
    assert "while others came through: internal_error" in dead["why"]


async def test_what_fails_for_long_is_kept_if_others_fail_as_well(store: Store) -> None:
    screen = Picky("bad", "also bad")
    await stuck(store, delivery("bad"), delivery("also bad"), delivery("good"), since=timedelta(minutes=20))
    async with delivering(store, screen):
        await until_kept(store, "also bad")
    assert screen.titles() == []
    assert await states(store) == ["pending"] * 3


async def test_what_fails_for_long_keeps_its_own_story_in_order(store: Store) -> None:
    screen = Picky("bad")
    await stuck(store, delivery("bad", thread="a"), delivery("later", thread="a"), since=timedelta(minutes=20))
    async with delivering(store, screen):
        await until_kept(store, "bad")
    assert screen.titles() == []
    assert await states(store) == ["pending", "pending"]


async def test_patience_ends_and_the_channel_is_told(store: Store) -> None:
    screen, bad = Picky("bad"), delivery("bad", thread="a")
    await stuck(store, bad, delivery("next", thread="a"), since=timedelta(hours=25))
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == ["next", "A message could not be posted here"]
    notice = screen.shown["ops"]["2"]
    assert notice.blocks[0] == Text(text="bad")
    assert isinstance(reason := notice.blocks[1], Facts)
    assert reason.items[0].value == "failed 1 times in 1 d 1 h: internal_error"
    assert bad.id in str(notice.blocks[2])


async def test_a_channel_may_have_patience_for_ever(store: Store) -> None:
    screen = Picky("bad")
    await stuck(store, delivery("bad"), since=timedelta(days=300))
    channels = [Channel(name="ops", platform="web", patience=timedelta(0))]
    task = asyncio.create_task(Deliver(store, channels, {"web": screen}).run())
    await until_kept(store, "bad")
    task.cancel()
    await asyncio.wait({task})
    assert await states(store) == ["pending"]


async def test_a_dead_letter_that_is_sent_again_has_its_patience_anew(store: Store) -> None:
    screen = Picky("bad")
    await stuck(store, bad := delivery("bad"), since=timedelta(hours=25))
    async with delivering(store, screen) as loop:
        await settled(store)
        assert await store.write(lambda c: retry_delivery(c, bad.id, datetime.now(UTC)))
        loop.wake()
        await until_kept(store, "bad")
    assert "dead" not in await states(store)
    screen.refused = ()
    assert await store.write(lambda c: resume_channel(c, "ops", datetime.now(UTC)))
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles()[-1] == "bad"


async def test_a_dead_letter_that_may_have_been_posted_is_looked_for_when_it_is_sent_again(
    store: Store, screen: Screen
) -> None:
    screen.lost_answers = 1
    await stuck(store, one := delivery("one"), since=timedelta(hours=25))
    async with delivering(store, screen):
        await settled(store)
    (dead,) = await store.read(lambda c: list_deliveries(c, state="dead"))
    assert "it may have been posted all the same" in dead["why"]
    assert await store.write(lambda c: retry_dead(c, "ops", datetime.now(UTC))) == 1
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles().count("one") == 1
    told = await store.read(lambda c: show_delivery(c, one.id))
    assert (told or {})["state"] == "sent"


async def test_many_dead_letters_are_told_of_once(store: Store, screen: Screen) -> None:
    screen.failures = [DeliveryError("invalid_blocks", rejected=True) for _ in range(5)]
    await put(store, *(delivery(f"bad {number}") for number in range(5)))
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == ["A message could not be posted here"]


async def test_a_broken_channel_resumes_with_one_word(store: Store, screen: Screen) -> None:
    screen.failures = [DeliveryError("is_archived", permanent=True)]
    await put(store, *(delivery(f"{number}") for number in range(3)))
    async with delivering(store, screen) as loop:
        await until(lambda: not screen.failures)
        await until_kept(store, "0")
        assert await store.write(lambda c: resume_channel(c, "ops", datetime.now(UTC)))
        assert not await store.write(lambda c: resume_channel(c, "nowhere", datetime.now(UTC)))
        loop.wake()
        await settled(store)
    assert screen.titles() == ["0", "1", "2"]


async def until_kept(store: Store, title: str) -> None:
    """Waits until a delivery was tried and put back."""
    tried = select(outbox.c.id).where(
        outbox.c.error != "", outbox.c.state == "pending", outbox.c.message.contains(title)
    )
    async with asyncio.timeout(10):
        while not await store.read(lambda c: c.execute(tried).first()):
            await asyncio.sleep(0.01)


async def test_an_answer_takes_the_place_it_names(store: Store, screen: Screen) -> None:
    await put(store, delivery("question"), delivery("beneath", reply_to="1"))
    async with delivering(store, screen):
        await settled(store)
        await put(store, delivery("answer", replaces="1"))
        await settled(store)
    assert screen.titles() == ["answer", "beneath"]
    found = await store.read(lambda c: message_at(c, "ops", "1"))
    assert found is not None
    assert found[1].title == "answer"


@pytest.mark.parametrize("number", [1, 40])
async def test_stopping_leaves_nothing_half_done(store: Store, screen: Screen, number: int) -> None:
    await put(store, *(delivery(f"{one}") for one in range(number)))
    async with delivering(store, screen):
        await until(lambda: bool(screen.titles()))
    assert "leased" not in await states(store)
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == [f"{one}" for one in range(number)]


async def test_a_slow_channel_delays_no_other(store: Store, screen: Screen) -> None:
    screen.slow["ops"] = asyncio.Event()
    await put(store, *(delivery(f"{number}") for number in range(30)))
    async with delivering(store, screen) as loop:
        await until(lambda: screen.waiting == 1)
        await put(store, *(delivery(f"{number}", channel="dev") for number in range(30)))
        loop.wake()
        await until(lambda: len(screen.titles("dev")) == 30)
        assert screen.titles("ops") == []
        screen.slow["ops"].set()
        await settled(store)
    assert screen.titles("ops") == [f"{number}" for number in range(30)]


async def test_a_channel_that_has_to_wait_is_left_alone(store: Store, screen: Screen) -> None:
    screen.failures = [DeliveryError("429", retry_after=60)]
    await put(store, *(delivery(f"{number}") for number in range(3)))
    async with delivering(store, screen) as loop:
        await until(lambda: not screen.failures)
        await put(store, delivery("answer"), urgent=True)
        loop.wake(["ops"])
        await put(store, delivery("fine", channel="dev"))
        loop.wake()
        await until(lambda: screen.titles("dev") == ["fine"])
        now = datetime.now(UTC)
        assert not await store.write(lambda c: take_channels(c, {"ops"}, "another replica", now, now))
    assert screen.titles("ops") == []


async def test_a_paced_channel_holds_one_at_a_time_so_that_answers_pass(store: Store, screen: Screen) -> None:
    screen.pace = 0.001
    screen.slow["ops"] = asyncio.Event()
    await put(store, *(delivery(f"{number}") for number in range(5)))
    async with delivering(store, screen) as loop:
        await until(lambda: screen.waiting == 1)
        await put(store, delivery("answer"), urgent=True)
        loop.wake()
        screen.slow["ops"].set()
        await settled(store)
    assert screen.titles("ops")[:2] == ["0", "answer"]


async def test_what_fails_in_a_way_nobody_thought_of_is_looked_for_and_tried_again(
    store: Store, screen: Screen
) -> None:
    screen.failures = [ValueError("a bug")]
    await put(store, delivery("once"))
    async with delivering(store, screen):
        await settled(store)
    assert screen.titles() == ["once"]
    assert screen.looked == 1


async def test_a_lease_that_is_lost_stops_what_is_being_sent(store: Store, screen: Screen) -> None:
    screen.slow["ops"] = asyncio.Event()
    await put(store, delivery("first"), delivery("second"))
    async with delivering(store, screen, lease=timedelta(seconds=1)):
        await until(lambda: screen.waiting == 1)
        await store.write(lambda c: c.execute(update(channels).values(holder="thief")))
        await until(lambda: screen.waiting == 0)
    assert screen.titles() == []
    assert await states(store) == ["pending", "pending"]


async def test_who_does_not_hold_a_channel_is_given_nothing(store: Store) -> None:
    await put(store, delivery("theirs"))
    now = datetime.now(UTC)
    await store.write(lambda c: add_channels(c, ["ops"], now))
    assert await store.write(lambda c: take_channels(c, {"ops"}, "holder", now, now + timedelta(minutes=1)))
    assert await store.write(lambda c: take_deliveries(c, {"ops"}, "thief", now, 10)) == {}
    given = await store.write(lambda c: take_deliveries(c, {"ops"}, "holder", now, 10))
    assert len(given["ops"]) == 1


def prefering(**changes: Any) -> Callable[[Channel], Channel]:
    return lambda channel: replace(channel, **changes)


async def told_in(store: Store, screen: Screen, *steps: Delivery, **changes: Any) -> None:
    loop = Deliver(store, CHANNELS, {"web": screen}, prefer=prefering(**changes))
    task = asyncio.create_task(loop.run())
    for step in steps:
        await put(store, step)
        loop.wake()
        await settled(store)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def alarm(title: str, step: Step, minutes: int) -> Delivery:
    return delivery(title, thread="alarm", step=step, at=START + timedelta(minutes=minutes))


async def test_updates_go_to_a_thread_where_people_want_that(store: Store, screen: Screen) -> None:
    steps = (alarm("ALARM", Step.OPEN, 0), alarm("still", Step.UPDATE, 1), alarm("OK", Step.CLOSE, 5))
    await told_in(store, screen, *steps, alarm("again", Step.UPDATE, 9), threading=Threading.THREAD, locale="ko")
    shown = screen.shown["ops"]
    assert screen.titles() == ["ALARM", "still", "OK", "again"]
    assert [screen.under.get(id_, "") for id_ in shown] == ["", "1", "1", ""]
    assert shown["1"].blocks == (Text(text="최근 소식: OK", small=True),)
    assert shown["3"].blocks == (Facts(items=(Fact(label="지속 시간", value="5분"),)),)


async def test_updates_are_messages_of_their_own_where_people_want_that(store: Store, screen: Screen) -> None:
    steps = (alarm("ALARM", Step.OPEN, 0), alarm("detail", Step.REPLY, 1), alarm("OK", Step.CLOSE, 5))
    await told_in(store, screen, *steps, threading=Threading.CHANNEL)
    assert screen.titles() == ["ALARM", "detail", "OK"]
    assert screen.under == {}
    assert screen.shown["ops"]["3"].blocks == (Facts(items=(Fact(label="Lasted", value="5 min"),)),)


async def test_a_new_thread_begins_after_the_window(store: Store, screen: Screen) -> None:
    await told_in(store, screen, alarm("ALARM", Step.OPEN, 0), threading=Threading.THREAD)
    await store.write(lambda c: c.execute(update(threads).values(began=datetime.now(UTC) - timedelta(hours=1))))
    two, three, four = alarm("2", Step.UPDATE, 60), alarm("3", Step.UPDATE, 61), alarm("OK", Step.CLOSE, 65)
    await told_in(store, screen, two, three, four, threading=Threading.THREAD, window=timedelta(minutes=30))
    assert [screen.under.get(id_, "") for id_ in screen.shown["ops"]] == ["", "", "2", "2"]
    assert screen.shown["ops"]["4"].blocks == (Facts(items=(Fact(label="Lasted", value="1 h 5 min"),)),)


def stage(name: str, stand: Stand, minutes: int) -> Delivery:
    at = START + timedelta(minutes=minutes)
    chapters = (Chapter(path=(name,) if name else (), stand=stand, at=at),)
    title = f"{name or 'pipeline'} {stand}"
    return delivery(title, thread="run", step=Step.REPLY if name else Step.UPDATE, at=at, chapters=chapters)


RUN = (
    stage("", Stand.RUNNING, 0),
    stage("Build", Stand.DONE, 5),
    stage("Build", Stand.RUNNING, 1),
    stage("", Stand.DONE, 9),
)


async def test_the_parts_of_a_story_change_its_message(store: Store, screen: Screen) -> None:
    await told_in(store, screen, *RUN[:2])
    await told_in(store, screen, *RUN[2:])  # as after a restart: what was told is in the store
    assert screen.titles() == ["pipeline done"]
    assert screen.shown["ops"]["1"].blocks == (
        Text(text="✓ Build (4 min)"),
        Facts(items=(Fact(label="Took", value="9 min"),)),
    )


async def test_the_parts_of_a_story_stand_beneath_it_where_people_want_that(store: Store, screen: Screen) -> None:
    await told_in(store, screen, *RUN, threading=Threading.THREAD)
    assert screen.titles() == ["pipeline done", "Build done", "Build running", "pipeline done"]
    assert [screen.under.get(id_, "") for id_ in screen.shown["ops"]] == ["", "1", "1", "1"]
    assert screen.shown["ops"]["1"].blocks[0] == Text(text="✓ Build (4 min)")
