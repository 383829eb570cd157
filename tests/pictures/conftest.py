"""Bellhop's loops around one channel, and a CloudWatch that gives charts, figures or refusals."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from bellhop.channel import Channel
from bellhop.deliver import Deliver
from bellhop.event import Envelope
from bellhop.ingest import Ingest
from bellhop.pictures import Pictures
from bellhop.platforms import Platform
from bellhop.routing import Routing
from bellhop.store import Store

ALARMS = Path(__file__).parent.parent / "events" / "cloudwatch.metric_alarm"
PNG = b"\x89PNG\r\n\x1a\n and so on"
TOPIC = "arn:aws:sns:ap-northeast-2:111122223333:bellhop"


@dataclass
class CloudWatch:
    """What a botocore client of CloudWatch is asked, and answers; `gate` holds its answers back."""

    image: bytes = PNG
    refuses: set[str] = field(default_factory=set[str])
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list[tuple[str, dict[str, Any]]])
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()
        self.meta = self
        self.events = self

    def register(self, *_: object, **__: object) -> None: ...

    def get_metric_widget_image(self, **parameters: Any) -> dict[str, Any]:
        self._answer("GetMetricWidgetImage", parameters)
        return {"MetricWidgetImage": self.image}

    def get_metric_data(self, **parameters: Any) -> dict[str, Any]:
        self._answer("GetMetricData", parameters)
        return {"MetricDataResults": [{"Id": "m1", "Timestamps": [parameters["StartTime"]], "Values": [3.0]}]}

    def _answer(self, operation: str, parameters: dict[str, Any]) -> None:
        self.asked.append((operation, parameters))
        assert self.gate.wait(10)
        if operation in self.refuses:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, operation)


@dataclass
class Clients:
    """Stands where `bellhop.aws.session.Clients` does."""

    cloudwatch: CloudWatch
    region: str = "ap-northeast-2"
    made: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def client(self, service: str, **how: Any) -> CloudWatch:
        self.made.append({"service": service, **how})
        return self.cloudwatch

    def account(self, *, role: str = "") -> str:
        return "111122223333"


@dataclass
class Desk:
    """Events go in; what is shown is on the platform."""

    store: Store
    ingest: Ingest
    pictures: Pictures
    clients: Clients

    async def arrive(self, name: str, **changes: str) -> None:
        body = (ALARMS / f"{name}.json").read_text(encoding="utf-8")
        for old, new in changes.items():
            body = body.replace(old, new)
        key = f"{name}-{datetime.now(UTC).timestamp()}"
        await self.ingest.accept([Envelope(source="sns", key=key, body=body, topic=TOPIC, received=datetime.now(UTC))])


@pytest.fixture
def cloudwatch() -> CloudWatch:
    return CloudWatch()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(f"sqlite:///{tmp_path}/bellhop.db")
    store.open()
    yield store
    store.close()


@asynccontextmanager
async def at_work(
    store: Store, cloudwatch: CloudWatch, channel: Channel, platform: Platform, public_url: str = ""
) -> AsyncGenerator[Desk]:
    clients = Clients(cloudwatch)
    pictures = Pictures(store, clients, [channel], {platform.name: platform}, public_url)
    deliver = Deliver(store, [channel], {platform.name: platform}, after_sent=pictures.follow)
    ingest = Ingest(store, Routing([channel]), deliver.wake)
    await platform.start(None)
    task = asyncio.create_task(deliver.run())
    try:
        yield Desk(store, ingest, pictures, clients)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        cloudwatch.gate.set()
        await pictures.close()
        await platform.close()


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)
