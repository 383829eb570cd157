"""What is counted, seen from the outside; and what the dashboard and the rules ask for is there."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import update

from bellhop import metrics
from bellhop.channel import Channel
from bellhop.deliver import Deliver
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import DeliveryError
from bellhop.event import Envelope
from bellhop.health import look
from bellhop.ingest import Ingest
from bellhop.message import Message
from bellhop.platforms import Platform
from bellhop.routing import Routing
from bellhop.store import Store
from bellhop.store.leases import add_channels, break_channel
from bellhop.store.outbox import add_delivery
from bellhop.store.tables import deliveries

TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:news"


class Wall:
    """A platform that takes what it is told to take."""

    name = "web"
    pace = 0.0

    def __init__(self, *failures: DeliveryError) -> None:
        self.failures = list(failures)

    async def post(self, channel: Channel, delivery: Delivery, under: Receipt | None) -> Receipt:
        if self.failures:
            raise self.failures.pop(0)
        return Receipt(id=delivery.id)

    async def find(self, channel: Channel, delivery: Delivery, since: datetime) -> Receipt | None:
        return None


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    store = Store(store_url)
    store.open()
    yield store
    store.close()


@pytest.fixture
def channel() -> Channel:
    """A name of its own, since counters are the process's."""
    return Channel(name=f"ops-{uuid.uuid4().hex[:8]}", platform="web", topics=(TOPIC,))


def value(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(f"bellhop_{name}", labels) or 0.0


def five(channel: Channel) -> dict[str, float]:
    return {
        name: value(f"chatbot_{name}_total", configuration_name=channel.name)
        for name in (
            "events_processed",
            "events_throttled",
            "unsupported_events",
            "message_delivery_success",
            "message_delivery_failure",
        )
    }


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


def envelope(body: str) -> Envelope:
    return Envelope(source="sns", body=body, key=uuid.uuid4().hex, topic=TOPIC, subject="", received=datetime.now(UTC))


async def test_the_five_of_aws_chatbot(store: Store, channel: Channel) -> None:
    wall = Wall(DeliveryError("down", retry_after=0), DeliveryError("never", rejected=True))
    deliver = Deliver(store, [channel], {"web": cast("Platform", wall)})
    ingest = Ingest(store, Routing([channel]), deliver.wake)
    told = value("delivery_seconds_count", platform="web")
    running = asyncio.create_task(deliver.run())
    try:
        first, second = envelope("hello"), envelope("hello again")
        await ingest.accept([first, second])
        await ingest.accept([first])
        await until(lambda: five(channel)["message_delivery_success"] == 2)
    finally:
        running.cancel()
        await asyncio.wait({running})
    assert five(channel) == {
        "events_processed": 2,
        "events_throttled": 0,
        "unsupported_events": 2,
        "message_delivery_success": 2,  # one of them tells of the other
        "message_delivery_failure": 2,
    }
    assert value("delivery_seconds_count", platform="web") == told + 2


async def test_what_comes_too_fast_is_throttled(store: Store, channel: Channel) -> None:
    ingest = Ingest(store, Routing([channel]), lambda _: None)
    await ingest.accept([envelope(json.dumps(_instance(number))) for number in range(60)])
    counted = five(channel)
    assert counted["events_processed"] == 60
    assert 0 < counted["events_throttled"] < 60
    assert counted["unsupported_events"] == 0


def _instance(number: int) -> dict[str, Any]:
    name = f"i-{number:017x}"
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "source": "aws.ec2",
        "detail-type": "EC2 Instance State-change Notification",
        "account": "123456789012",
        "region": "ap-northeast-2",
        "time": datetime.now(UTC).isoformat(),
        "resources": [f"arn:aws:ec2:ap-northeast-2:123456789012:instance/{name}"],
        "detail": {"instance-id": name, "state": "running"},
    }


async def test_a_channels_standing_is_read_from_the_store(store: Store, channel: Channel) -> None:
    ids, now = [str(uuid.uuid4()) for _ in range(3)], datetime.now(UTC)
    await store.write(lambda c: add_channels(c, [channel.name], now))
    for place, id_ in enumerate(ids):
        delivery = Delivery(id=id_, channel=channel.name, type="t", message=Message(title="t"))
        at = now - timedelta(minutes=5 - place)
        await store.write(lambda c, d=delivery, at=at: add_delivery(c, d, at))
    dead = update(deliveries).where(deliveries.c.id == ids[0]).values(state="dead")
    await store.write(lambda c: c.execute(dead) and None)
    await store.write(lambda c: break_channel(c, channel.name, "archived", now))
    await look(store)
    name = {"channel": channel.name}
    assert (value("backlog", **name), value("dead_letters", **name)) == (2, 1)
    assert 235 < value("backlog_age_seconds", **name) < 300
    assert (value("channel_broken", **name), value("channel_leased", **name), value("store_up")) == (1, 0, 1)


async def test_a_store_that_is_gone_shows(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from bellhop.errors import Busy  # noqa: PLC0415  # only here

    async def gone(_: object) -> None:
        raise Busy("gone")

    await look(store)
    assert value("store_up") == 1
    monkeypatch.setattr(store, "read", gone)
    await look(store)
    assert value("store_up") == 0
