"""What is old goes, what waits or failed stays, and the file shrinks."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, func, insert, select, update

from bellhop.cli.prune import command
from bellhop.delivery import Delivery, State
from bellhop.keep import Keep
from bellhop.message import Message
from bellhop.retention import EVERY, Retention
from bellhop.store import Store
from bellhop.store.chores import read_chore
from bellhop.store.outbox import add_deliveries, delivery_row
from bellhop.store.space import used_bytes
from bellhop.store.tables import audit, deliveries, events, notifications, receipts

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=100)


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    store = Store(store_url)
    store.open()
    yield store
    store.close()


async def put(store: Store, at: datetime, state: State = State.SENT, *, text: str = "hello") -> int:
    """An event with a notification, a delivery and a receipt."""
    delivery = Delivery(id=str(uuid.uuid4()), channel="ops", type="t", message=Message(title=text))

    def work(connection: Connection) -> int:
        run = connection.execute
        row = {"key": delivery.id, "source": "sns", "body": text, "received": at, "state": "routed"}
        event: int = run(insert(events).values(row).returning(events.c.id)).scalar_one()
        told = {"event": event, "type": "t", "title": "t", "severity": "info", "own_layout": True}
        run(insert(notifications).values(told))
        add_deliveries(connection, [delivery_row(delivery, at, event=event)])
        run(update(deliveries).where(deliveries.c.id == delivery.id).values(state=state, finished=at))
        run(insert(receipts).values(delivery=delivery.id, channel="ops", receipt="1", posted=at))
        return event

    return await store.write(work)


async def left(store: Store) -> list[int]:
    return list(await store.read(lambda c: c.execute(select(events.c.id).order_by(events.c.id)).scalars().all()))


async def test_what_is_old_goes_with_all_that_was_made_of_it(store: Store) -> None:
    await put(store, OLD)
    new = await put(store, NOW)
    removal = await Retention(store, Keep()).tick(NOW)
    assert removal
    assert removal.removed == {"events": 1, "notifications": 1, "deliveries": 1, "receipts": 1}
    assert await left(store) == [new]
    assert await store.read(lambda c: c.execute(select(func.count()).select_from(receipts)).scalar_one()) == 1
    assert (await store.read(lambda c: read_chore(c, "retention"))).done == NOW


@pytest.mark.parametrize("state", [State.DEAD, State.PENDING, State.LEASED])
async def test_what_waits_or_could_not_be_sent_stays(store: Store, state: State) -> None:
    kept, gone, new = await put(store, OLD, state), await put(store, OLD), await put(store, NOW)
    await Retention(store, Keep()).sweep(NOW)
    assert gone not in await left(store)
    assert await left(store) == [kept, new]


async def test_many_more_than_one_batch_go(store: Store) -> None:
    for _ in range(120):
        await put(store, OLD, State.DEAD)
    for _ in range(5):
        await put(store, OLD)
    await put(store, NOW)
    counted = await Retention(store, Keep()).sweep(NOW, dry=True)
    assert len(await left(store)) == 126
    assert counted == await Retention(store, Keep()).sweep(NOW)
    assert len(await left(store)) == 121


async def test_the_oldest_go_when_there_is_too_much(store: Store) -> None:
    made = [await put(store, NOW - timedelta(hours=60 - hour), text="x" * 20_000) for hour in range(50)]
    used = await store.read(used_bytes)
    await Retention(store, Keep(size=used // 2)).tick(NOW)
    remaining = await left(store)
    assert remaining == made[-len(remaining) :]
    assert 10 < len(remaining) < 30
    assert await store.read(used_bytes) <= 0.6 * used  # what empty tables take does not go


async def test_audit_stays_for_ever_unless_told_otherwise(store: Store) -> None:
    row = {"id": "a", "at": OLD, "channel": "ops", "user": "u", "text": "t", "verdict": "allow", "because": "x"}
    await store.write(lambda c: c.execute(insert(audit).values(row)) and None)
    assert (await Retention(store, Keep()).sweep(NOW)).removed.total() == 0
    assert (await Retention(store, Keep(audit=timedelta(days=30))).sweep(NOW)).removed == {"audit": 1}


async def test_one_replica_does_it_once_an_hour(store: Store) -> None:
    first, second = Retention(store, Keep()), Retention(store, Keep())
    assert await first.tick(NOW)
    assert await second.tick(NOW + timedelta(minutes=1)) is None
    assert await second.tick(NOW + EVERY)


async def test_the_file_shrinks(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/bellhop.db")
    store.open()
    for _ in range(50):
        await put(store, OLD, text="x" * 50_000)
    await put(store, NOW)
    await Retention(store, Keep()).tick(NOW)
    store.close()
    assert (tmp_path / "bellhop.db").stat().st_size < 1_000_000


async def test_the_command_counts_asks_and_removes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "bellhop.yaml"
    url = f"sqlite:///{tmp_path}/bellhop.db"
    file.write_text(f"store: {{url: '{url}', keep: 90d}}\nchannels: {{ops: {{platform: web}}}}\n")
    store = Store(url)
    store.open()
    try:
        await put(store, OLD)
        new = await put(store, NOW)
        import asyncio  # noqa: PLC0415  # only the command needs a thread: it has an event loop of its own

        async def prune(*words: str) -> str:
            return (await asyncio.to_thread(CliRunner().invoke, command, ["-c", str(file), *words])).output

        assert "1 events" in await prune("--dry-run")
        assert len(await left(store)) == 2
        assert "removed 4 rows" in await prune("--yes")
        assert await left(store) == [new]
        assert "nothing" in await prune("--older-than", "30d", "--yes")
    finally:
        store.close()
