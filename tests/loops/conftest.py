"""A store, and a platform that remembers what it showed and fails when told to."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from bellhop.channel import Channel
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import DeliveryError
from bellhop.message import Message
from bellhop.platforms import Ears
from bellhop.store import Store


@dataclass
class Screen:
    """A pretend platform: `shown` is what a person sees, by channel and message id."""

    name: str = "web"
    pace: float = 0
    shown: dict[str, dict[str, Message]] = field(default_factory=dict[str, dict[str, Message]])
    under: dict[str, str] = field(default_factory=dict[str, str])
    posted: dict[str, str] = field(default_factory=dict[str, str])
    failures: list[Exception] = field(default_factory=list[Exception])
    slow: dict[str, asyncio.Event] = field(default_factory=dict[str, asyncio.Event])
    waiting: int = 0
    lost_answers: int = 0
    looked: int = 0

    async def start(self, ears: Ears | None) -> None: ...

    async def close(self) -> None: ...

    async def post(self, channel: Channel, delivery: Delivery, under: Receipt | None) -> Receipt:
        if self.failures:
            raise self.failures.pop(0)
        if channel.name in self.slow:
            self.waiting += 1
            try:
                await self.slow[channel.name].wait()
            finally:
                self.waiting -= 1
        id_ = str(sum(len(messages) for messages in self.shown.values()) + 1)
        self.shown.setdefault(channel.name, {})[id_] = delivery.message
        self.posted[delivery.id] = id_
        if under:
            self.under[id_] = under.id
        if self.lost_answers:
            self.lost_answers -= 1
            raise DeliveryError("timed out", unsure=True, retry_after=0)
        return Receipt(id=id_)

    async def replace(self, channel: Channel, delivery: Delivery, at: Receipt) -> Receipt:
        if self.failures:
            raise self.failures.pop(0)
        self.shown[channel.name][at.id] = delivery.message
        return at

    async def find(self, channel: Channel, delivery: Delivery, since: datetime) -> Receipt | None:
        self.looked += 1
        return Receipt(id=self.posted[delivery.id]) if delivery.id in self.posted else None

    def titles(self, channel: str = "ops") -> list[str]:
        return [message.title for message in self.shown.get(channel, {}).values()]


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    store = Store(store_url)
    store.open()
    yield store
    store.close()


@pytest.fixture
def screen() -> Screen:
    return Screen()
