import asyncio
import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select

import bellhop.events as events_package
from bellhop.channel import Channel
from bellhop.event import Envelope
from bellhop.ingest import Ingest
from bellhop.routing import Routing
from bellhop.store import Store
from bellhop.store.fates import list_deliveries, show_delivery
from bellhop.store.tables import deliveries, events

TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:bellhop-photos"
CHANNELS = [
    Channel(name="ops", platform="web", topics=(TOPIC,)),
    Channel(name="seoul", platform="web", topics=("arn:aws:sns:ap-northeast-2:*",), locale="ko", timezone="Asia/Seoul"),
    Channel(name="other", platform="web", topics=("arn:aws:sns:us-east-1:*",)),
]


def envelope(body: str, key: str = "1", topic: str = TOPIC) -> Envelope:
    return Envelope(source="sns", body=body, key=key, topic=topic, subject="", received=datetime.now(UTC))


class Woken:
    def __init__(self) -> None:
        self.channels: list[set[str]] = []

    def __call__(self, channels: Collection[str]) -> None:
        self.channels.append(set(channels))


@pytest.fixture
def wake() -> Woken:
    return Woken()


@pytest.fixture
def loop(store: Store, wake: Woken) -> Ingest:
    return Ingest(store, Routing(CHANNELS), wake)


async def told(store: Store) -> Sequence[tuple[str, str]]:
    lines = await store.read(list_deliveries)
    return sorted((line["channel"], line["type"]) for line in lines)


async def test_an_event_goes_to_every_channel_that_hears_its_topic(store: Store, loop: Ingest, wake: Woken) -> None:
    await loop.accept([envelope("hello there")])
    assert await told(store) == [("ops", "fallback.plain_text"), ("seoul", "fallback.plain_text")]
    assert wake.channels == [{"ops", "seoul"}]


async def test_what_arrives_twice_is_told_once_and_counted(store: Store, loop: Ingest) -> None:
    await loop.accept([envelope("hello")])
    await loop.accept([envelope("hello"), envelope("hello"), envelope("another", key="2")])
    assert len(await told(store)) == 4
    row = await store.read(lambda c: c.execute(select(events.c.repeats).where(events.c.key == "1")).scalar_one())
    assert row == 2


async def test_what_arrives_together_is_told_in_the_order_of_its_arrival(store: Store, loop: Ingest) -> None:
    bodies = ["c", "a", "d", "b"]
    await loop.accept([envelope(body, key=body) for body in [*bodies, "a"]])
    query = select(deliveries.c.message).where(deliveries.c.channel == "ops").order_by(deliveries.c.seq)
    told = await store.read(lambda c: c.execute(query).scalars().all())
    assert [json.loads(message)["title"] for message in told] == bodies


async def test_what_nobody_hears_is_kept_with_the_reason(store: Store, loop: Ingest) -> None:
    await loop.accept([envelope("hello", topic="arn:aws:sns:eu-west-1:123456789012:x")])
    (line,) = await store.read(lambda c: list_deliveries(c, state="silent"))
    assert line["why"] == "not routed: no channel hears the topic arn:aws:sns:eu-west-1:123456789012:x"
    shown = await store.read(lambda c: show_delivery(c, line["id"]))
    assert shown is not None
    assert (shown["body"], shown["state"]) == ("hello", "silent")


@pytest.mark.parametrize(
    "body", ["", "{", '{"a": [1, {"b": null}]}', "\x00\ud7ff", "[" * 500, '{"source": "aws.x"}', "7"]
)
async def test_nothing_that_arrives_is_lost(store: Store, loop: Ingest, body: str) -> None:
    await loop.accept([envelope(body)])
    assert [channel for channel, _ in await told(store)] == ["ops", "seoul"]


async def test_each_channel_is_told_in_its_language_and_time_zone(store: Store, loop: Ingest) -> None:
    record = {
        "version": "0",
        "id": "315c1398-40ff-a850-213b-158f73e60175",
        "detail-type": "AWS API Call via CloudTrail",
        "source": "aws.s3",
        "account": "123456789012",
        "time": "2026-11-23T00:00:00Z",
        "region": "ap-northeast-2",
        "detail": {
            "eventVersion": "1.11",
            "userIdentity": {"type": "IAMUser", "userName": "minji", "accountId": "123456789012"},
            "eventTime": "2026-11-23T00:00:00Z",
            "eventSource": "s3.amazonaws.com",
            "eventName": "PutObject",
            "awsRegion": "ap-northeast-2",
            "sourceIPAddress": "192.0.2.7",
            "userAgent": "[aws-cli/2.36.7]",
            "requestParameters": {"bucketName": "demo-photos", "key": "cat.jpg"},
        },
    }
    await loop.accept([envelope(json.dumps(record))])
    query = select(deliveries.c.channel, deliveries.c.message)
    messages = dict(await store.read(lambda c: [(row[0], row[1]) for row in c.execute(query)]))
    assert "2026-11-23 00:00:00 UTC" in messages["ops"]
    assert "2026-11-23 09:00:00 KST" in messages["seoul"]
    assert messages["ops"] != messages["seoul"]


async def test_two_replicas_tell_an_event_once(store: Store) -> None:
    one, two = Ingest(store, Routing(CHANNELS), Woken()), Ingest(store, Routing(CHANNELS), Woken())
    arrived = [envelope(f"hello {number}", key=str(number)) for number in range(20)]
    await asyncio.gather(one.accept(arrived), two.accept(arrived))
    assert len(await told(store)) == 40


async def test_a_module_that_fails_shows_the_event_raw_and_says_so(
    store: Store, loop: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("oops")

    def recognise(*_: object) -> list[SimpleNamespace]:
        return [SimpleNamespace(name="s3.api_call", tell=broken)]

    monkeypatch.setattr(events_package, "recognise", recognise)
    await loop.accept([envelope('{"source": "aws.s3", "detail-type": "x", "detail": {}}')])
    assert await told(store) == [("ops", "fallback.eventbridge"), ("seoul", "fallback.eventbridge")]
    (line, _) = await store.read(list_deliveries)
    shown = await store.read(lambda c: show_delivery(c, f"event-{line['event']}"))
    assert shown is not None
    assert "oops" in shown["problem"]
