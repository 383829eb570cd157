"""A storm, a backlog and flapping from the post to the screen, on both databases."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from tests.loops.conftest import Screen

from bellhop.channel import Channel
from bellhop.deliver import Deliver
from bellhop.digests import Digests
from bellhop.event import Envelope
from bellhop.ingest import Ingest
from bellhop.message import Code
from bellhop.noise import NoiseSettings
from bellhop.noise.settings import Reminders
from bellhop.notification import Severity
from bellhop.routing import Routing
from bellhop.store import Store
from bellhop.store.fates import list_deliveries, show_delivery
from bellhop.store.noise_tables import alerts, digests

TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:alarms"
OPS = Channel(name="ops", platform="web", topics=(TOPIC,))


def alarm(name: str, state: str = "ALARM", second: int = 0, key: str = "", before: str = "OK") -> Envelope:
    body = {
        "AlarmName": name,
        "NewStateValue": state,
        "OldStateValue": before,
        "NewStateReason": "Threshold Crossed",
        "StateChangeTime": f"2026-11-23T00:00:{second:02}.000+0000",
        "AlarmArn": f"arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:{name}",
    }
    key = key or f"{name}-{state}-{second}"
    return Envelope(source="sns", body=json.dumps(body), key=key, topic=TOPIC, received=datetime.now(UTC))


@asynccontextmanager
async def delivering(store: Store, screen: Screen, channel: Channel) -> AsyncGenerator[Deliver]:
    deliver = Deliver(store, [channel], {"web": screen})
    task = asyncio.create_task(deliver.run())
    try:
        yield deliver
    finally:
        task.cancel()
        await asyncio.wait({task})


async def until(wanted: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not wanted():
            await asyncio.sleep(0.01)


async def states(store: Store) -> Counter[str]:
    return Counter(line["state"] for line in await store.read(lambda c: list_deliveries(c, limit=5000)))


def named(screen: Screen) -> str:
    blocks = [block for message in screen.shown["ops"].values() for block in message.blocks]
    return "\n".join(screen.titles() + [block.text for block in blocks if isinstance(block, Code)])


async def test_a_storm_is_eleven_messages_and_nothing_is_unnamed(store: Store, screen: Screen) -> None:
    async with delivering(store, screen, OPS) as deliver:
        replicas = [Ingest(store, Routing([OPS]), deliver.wake), Ingest(store, Routing([OPS]), deliver.wake)]
        loops = [Digests(store, [OPS], deliver.wake), Digests(store, [OPS], deliver.wake)]
        arrivals = [alarm(f"web-{number:04}") for number in range(600)]
        for start in range(0, 600, 60):
            await asyncio.gather(
                replicas[0].accept(arrivals[start : start + 30]), replicas[1].accept(arrivals[start + 30 : start + 60])
            )
            await asyncio.gather(*(loop.tick(datetime.now(UTC)) for loop in loops))
        later = datetime.now(UTC) + timedelta(seconds=90)
        await asyncio.gather(*(loop.tick(later) for loop in loops))
        await until(lambda: any(title.startswith("590 more") for title in screen.titles()))
        assert len(screen.titles()) == 11
    assert (await states(store))["grouped"] == 590
    text = named(screen)
    single = [title for title in screen.titles() if "web-" in title]
    assert len(single) == 10
    assert "590 more of cloudwatch.metric_alarm" in text
    lines = [line for line in text.split("\n") if "web-" in line and line not in single]
    assert sum(int(line.rpartition("(")[2][:-1]) if line.endswith(")") else 1 for line in lines) == 590


async def test_why_leads_from_what_was_grouped_to_the_message_that_tells_it(store: Store) -> None:
    ingest = Ingest(store, Routing([OPS]), lambda _: None)
    await ingest.accept([alarm(f"web-{number}") for number in range(12)])
    grouped = await store.read(lambda c: list_deliveries(c, state="grouped"))
    assert len(grouped) == 2
    digest = grouped[0]["digest"]
    assert f"told by {digest}" in grouped[0]["why"]
    before = await store.read(lambda c: show_delivery(c, digest))
    assert before is not None
    assert before["why"] == "a digest of 2, not told yet"
    await Digests(store, [OPS], lambda _: None).tick(datetime.now(UTC))
    told = await store.read(lambda c: show_delivery(c, digest))
    assert told is not None
    assert told["type"] == "noise.storm"
    assert len(await store.read(lambda c: list_deliveries(c, digest=digest))) == 2


async def test_the_same_change_by_another_message_is_silent_and_names_the_first(store: Store) -> None:
    one, two = Ingest(store, Routing([OPS]), lambda _: None), Ingest(store, Routing([OPS]), lambda _: None)
    await asyncio.gather(one.accept([alarm("web", key="1")]), two.accept([alarm("web", key="2")]))
    lines = await store.read(list_deliveries)
    (silent,) = [line for line in lines if line["state"] == "silent"]
    (sent,) = [line for line in lines if line["state"] == "pending"]
    assert silent["why"] == f"a repeat: the same alarm change as {sent['id']}"
    event = await store.read(lambda c: show_delivery(c, f"event-{silent['event']}"))
    assert event is not None
    assert event["why"] == f"ops: silent: {silent['why']}"


async def test_a_backlog_becomes_one_message_that_names_all(store: Store, screen: Screen) -> None:
    calm = replace(OPS, noise=NoiseSettings(storm_count=0, backlog_count=50))
    ingest = Ingest(store, Routing([calm]), lambda _: None)
    async with delivering(store, screen, calm) as deliver:  # the channel is known, and nobody wakes it
        await ingest.accept([alarm(f"db-{number}") for number in range(3)])
        deliver.wake(("ops",))
        await until(lambda: len(screen.titles()) == 3)
    await ingest.accept([alarm(f"web-{number:03}") for number in range(120)])
    await Digests(store, [calm], lambda _: None).tick(datetime.now(UTC))
    async with delivering(store, screen, calm) as deliver:
        deliver.wake(("ops",))
        await until(lambda: len(screen.titles()) == 4)
    assert screen.titles()[-1] == "120 that were waiting"
    assert await states(store) == {"sent": 4, "grouped": 120}


async def test_what_flaps_is_told_once_and_then_where_it_came_to_rest(store: Store, screen: Screen) -> None:
    channel = replace(OPS, noise=NoiseSettings(flap_changes=4))
    digesting = Digests(store, [channel], lambda _: None)
    async with delivering(store, screen, channel) as deliver:
        ingest = Ingest(store, Routing([channel]), deliver.wake)
        for second in range(0, 20, 2):
            before, after = ("OK", "ALARM") if second % 4 == 0 else ("ALARM", "OK")
            await ingest.accept([alarm("web", after, second, before=before)])
        await digesting.tick(datetime.now(UTC))
        deliver.wake(("ops",))
        await until(lambda: any(title.startswith("Flapping") for title in screen.titles()))
        many = len(screen.titles())
        await digesting.tick(datetime.now(UTC) + timedelta(minutes=11))
        deliver.wake(("ops",))
        await until(lambda: not any(title.startswith("Flapping") for title in screen.titles()))
    assert len(screen.titles()) == many
    assert (await states(store))["grouped"] == 7


async def test_what_nobody_acknowledges_is_told_again_so_often(store: Store) -> None:
    again = Reminders(every=timedelta(minutes=15), severities=frozenset({Severity.HIGH}), most=2)
    channel = replace(OPS, noise=NoiseSettings(reminders=again))
    await Ingest(store, Routing([channel]), lambda _: None).accept([alarm("web")])
    loops = [Digests(store, [channel], lambda _: None) for _ in range(2)]
    now = datetime.now(UTC)
    for minutes in (14, 16, 17, 32, 48, 64):
        await asyncio.gather(*(loop.tick(now + timedelta(minutes=minutes)) for loop in loops))
    titles = [line["type"] for line in await store.read(list_deliveries) if line["type"] == "cloudwatch.metric_alarm"]
    assert len(titles) == 3
    assert await store.read(lambda c: c.execute(select(alerts.c.reminded)).scalars().all()) == [2]


async def test_a_story_that_ends_is_not_told_again(store: Store) -> None:
    again = Reminders(every=timedelta(minutes=15), severities=frozenset({Severity.HIGH}))
    channel = replace(OPS, noise=NoiseSettings(reminders=again))
    ingest = Ingest(store, Routing([channel]), lambda _: None)
    await ingest.accept([alarm("web")])
    await ingest.accept([alarm("web", "OK", 5, before="ALARM")])
    due: Sequence[datetime | None] = await store.read(lambda c: c.execute(select(alerts.c.due)).scalars().all())
    assert due == [None]


async def test_a_digest_of_a_channel_that_is_gone_is_not_looked_at_again(store: Store) -> None:
    await Ingest(store, Routing([OPS]), lambda _: None).accept([alarm(f"web-{number}") for number in range(11)])
    await store.write(lambda c: c.execute(update(digests).values(channel="gone")))
    await Digests(store, [OPS], lambda _: None).tick(datetime.now(UTC))
    assert await store.read(lambda c: c.execute(select(digests.c.due)).scalars().all()) == [None]


async def test_a_digest_is_told_in_the_language_that_the_channels_people_prefer(store: Store) -> None:
    ingest = Ingest(store, Routing([OPS]), lambda _: None)
    await ingest.accept([alarm(f"web-{number}") for number in range(12)])
    digests_ = Digests(store, [OPS], lambda _: None, "", lambda channel: replace(channel, locale="ko"))
    await digests_.tick(datetime.now(UTC))
    lines = await store.read(list_deliveries)
    assert [line["title"] for line in lines if line["type"] == "noise.storm"] == ["CloudWatch 경보 2건 더"]
