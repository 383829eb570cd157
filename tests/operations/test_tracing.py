"""One trace from the acceptance of an event to its messages, one for a command; nothing while traces are off."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bellhop import tracing
from bellhop.channel import Channel
from bellhop.deliver import Deliver
from bellhop.delivery import Delivery, Receipt
from bellhop.event import Envelope
from bellhop.ingest import Ingest
from bellhop.platforms import Platform
from bellhop.routing import Routing
from bellhop.store import Store

TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:news"
CHANNELS = [Channel(name=name, platform="web", topics=(TOPIC,)) for name in ("ops", "dev")]


class Wall:
    name = "web"
    pace = 0.0

    def __init__(self) -> None:
        self.shown: list[str] = []

    async def post(self, channel: Channel, delivery: Delivery, under: Receipt | None) -> Receipt:
        self.shown.append(channel.name)
        return Receipt(id=delivery.id)


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    store = Store(store_url)
    store.open()
    yield store
    store.close()


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    stop = tracing.start(SimpleSpanProcessor(exporter))
    yield exporter
    stop()


async def deliver_one(store: Store) -> Wall:
    wall = Wall()
    deliver = Deliver(store, CHANNELS, {"web": cast("Platform", wall)})
    ingest = Ingest(store, Routing(CHANNELS), lambda _: None)
    await ingest.accept(
        [Envelope(source="sns", body="hello", key="1", topic=TOPIC, subject="", received=datetime.now(UTC))]
    )
    running = asyncio.create_task(deliver.run())
    await until(lambda: len(wall.shown) == 2)
    running.cancel()
    await asyncio.wait({running})
    return wall


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def test_an_event_is_one_trace_with_all_its_messages(store: Store, spans: InMemorySpanExporter) -> None:
    await deliver_one(store)
    found: list[Any] = list(spans.get_finished_spans())
    assert len({span.context.trace_id for span in found}) == 1
    (accept,) = [span for span in found if span.name == "accept"]
    assert accept.parent is None
    assert accept.attributes["topic"] == TOPIC
    beneath = [span for span in found if span is not accept]
    assert sorted(span.name for span in beneath) == ["deliver", "deliver", "wait", "wait"]
    assert {span.parent.span_id for span in beneath} == {accept.context.span_id}
    assert {span.attributes["channel"] for span in beneath if span.name == "deliver"} == {"ops", "dev"}


async def test_what_is_done_within_a_span_is_part_of_it(spans: InMemorySpanExporter) -> None:
    with tracing.within("command", user="minji") as command:
        assert tracing.here() == command.name
        await asyncio.create_task(_call())
    call, whole = cast("list[Any]", list(spans.get_finished_spans()))
    assert (call.name, whole.name) == ("call", "command")
    assert call.parent.span_id == whole.context.span_id
    assert tracing.here() == ""


async def _call() -> None:
    span = tracing.begin("call")
    span.end("AccessDenied")


async def test_nothing_is_traced_while_it_is_off(store: Store) -> None:
    assert tracing.begin("accept").name == ""
    with tracing.within("command") as span:
        assert (span.name, tracing.here()) == ("", "")
    await deliver_one(store)


def test_what_is_off_loads_no_library() -> None:
    words = "import sys, bellhop.app; sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0
