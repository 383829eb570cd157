"""The database's own troubles: whoever asked is told `Busy`, nothing half done stays, and it goes on by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bellhop.channel import Channel
from bellhop.errors import Busy
from bellhop.event import Envelope
from bellhop.ingest import Ingest
from bellhop.routing import Routing
from bellhop.store import Store
from bellhop.store.fates import list_deliveries

CHANNELS = [Channel(name="ops", platform="web", topics=("arn:aws:sns:us-east-1:123456789012:*",))]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bellhop.db"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[Store]:
    store = Store(f"sqlite:///{file}")
    store.open()
    yield store
    store.close()


@pytest.fixture
def ingest(store: Store) -> Ingest:
    return Ingest(store, Routing(CHANNELS), lambda _channels: None)


def envelope(number: int, size: int = 10) -> Envelope:
    topic = "arn:aws:sns:us-east-1:123456789012:t"
    body = f"event {number} " + "x" * size
    return Envelope(source="sns", body=body, key=str(number), topic=topic, received=datetime.now(UTC))


async def stored(store: Store) -> int:
    return len(await store.read(lambda c: list_deliveries(c, limit=10_000)))


async def test_a_database_that_another_process_locks_is_busy_and_then_goes_on(
    store: Store, ingest: Ingest, file: Path
) -> None:
    await ingest.accept([envelope(1)])
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="locked"):
        await ingest.accept([envelope(2)])
    assert await stored(store) == 1
    other.execute("ROLLBACK")
    other.close()
    await ingest.accept([envelope(2)])
    assert await stored(store) == 2


async def test_a_full_disk_takes_nothing_half_and_goes_on_when_there_is_room(
    store: Store, ingest: Ingest, file: Path
) -> None:
    await ingest.accept([envelope(0)])
    # The writer's own connection is held to the size that the file has now, as a full disk would hold it.
    pages = await store.write(lambda c: _held_to(c, 0))
    await store.write(lambda c: _held_to(c, pages + 20))
    accepted, busy = 1, ""
    while not busy:
        try:
            await ingest.accept([envelope(accepted, size=20_000)])
        except Busy as error:
            busy = error.message
        else:
            accepted += 1
    assert "full" in busy
    assert await stored(store) == accepted > 1
    assert await store.read(lambda c: c.exec_driver_sql("PRAGMA integrity_check").scalar_one()) == "ok"
    await store.write(lambda c: _held_to(c, pages + 1000))
    await ingest.accept([envelope(accepted, size=20_000)])
    assert await stored(store) == accepted + 1


def _held_to(connection: Connection, pages: int) -> int:
    if pages:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    return connection.exec_driver_sql("PRAGMA page_count").scalar_one()
