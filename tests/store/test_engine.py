import asyncio
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, func, insert, select, text

from bellhop.errors import BellhopError, Busy
from bellhop.store import Store
from bellhop.store.tables import channels, metadata

NOW = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)


def add(name: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(insert(channels).values(name=name, held_until=NOW))
        return name

    return work


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(channels)).scalar_one()


async def test_the_migrations_make_just_the_tables(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


async def test_many_writes_at_once_all_arrive(store: Store) -> None:
    names = await asyncio.gather(*(store.write(add(f"c{number}")) for number in range(300)))
    assert len(set(names)) == 300
    assert await store.read(count) == 300


async def test_a_failing_write_takes_no_other_with_it(store: Store) -> None:
    results = await asyncio.gather(
        store.write(add("a")), store.write(add("a")), store.write(add("b")), return_exceptions=True
    )
    assert [isinstance(result, Exception) for result in results] == [False, True, False]
    assert await store.read(count) == 2


async def test_moments_keep_their_microseconds(store: Store) -> None:
    await store.write(add("a"))
    assert await store.read(lambda connection: connection.execute(select(channels.c.held_until)).scalar_one()) == NOW


async def test_a_locked_store_is_busy_and_recovers(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/bellhop.db")
    store.open()
    engine = create_engine(f"sqlite:///{tmp_path}/bellhop.db")
    with store.engine.connect() as connection:
        connection.execute(text("PRAGMA busy_timeout=1"))
    await store.write(lambda connection: connection.execute(text("PRAGMA busy_timeout=1")))
    with engine.connect() as other:
        other.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="locked"):
            await store.write(add("a"))
        other.exec_driver_sql("ROLLBACK")
    engine.dispose()
    await store.write(add("a"))
    assert await store.read(count) == 1
    store.close()


async def test_a_full_disk_is_busy_and_what_was_acknowledged_stays(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/bellhop.db")
    store.open()
    await store.write(lambda connection: connection.execute(text("PRAGMA max_page_count=100")))
    full, kept = "", 0
    while not full:
        try:
            await store.write(add(f"{kept:0128}"))
            kept += 1
        except Busy as error:
            full = error.message
    assert "full" in full
    assert await store.read(count) == kept
    await store.write(lambda connection: connection.execute(text("PRAGMA max_page_count=10000")))
    await store.write(add("after"))
    assert await store.read(count) == kept + 1
    store.close()


async def test_what_several_ask_for_is_done_at_once_and_each_gets_its_own(store: Store) -> None:
    calls: list[int] = []

    def work(connection: Connection, items: Sequence[str]) -> list[str]:
        calls.append(len(items))
        connection.execute(insert(channels), [{"name": name, "held_until": NOW} for name in items])
        return [name.upper() for name in items]

    wanted = [[f"a{number}", f"b{number}"] for number in range(100)]
    results = await asyncio.gather(*(store.write_all(work, names) for names in wanted))
    assert [list(result) for result in results] == [[name.upper() for name in names] for names in wanted]
    assert len(calls) < 100
    assert await store.read(count) == 200


async def test_what_fails_for_one_is_done_for_the_others(store: Store) -> None:
    def work(connection: Connection, items: Sequence[str]) -> Sequence[str]:
        connection.execute(insert(channels), [{"name": name, "held_until": NOW} for name in items])
        return items

    wanted = [["a"], ["a"], ["b", "c"]]
    results = await asyncio.gather(*(store.write_all(work, names) for names in wanted), return_exceptions=True)
    assert [isinstance(result, Exception) for result in results] == [False, True, False]
    assert await store.read(count) == 3


async def test_opening_again_keeps_what_was_there(store_url: str) -> None:
    for number in range(2):
        store = Store(store_url)
        store.open()
        await store.write(add(f"c{number}"))
        assert await store.read(count) == number + 1
        store.close()


def test_a_newer_store_is_refused_with_the_fix(store_url: str) -> None:
    store = Store(store_url)
    store.open()
    store.close()
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    again = Store(store_url)
    with pytest.raises(BellhopError, match="newer Bellhop"):
        again.open()
    again.close()


def test_a_store_that_cannot_be_opened_names_the_fix(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/no/such/folder/bellhop.db")
    with pytest.raises(BellhopError, match=r"store\.url"):
        store.open()
    store.close()


async def test_works_that_share_a_transaction_run_in_one_order_whichever_came_first(store: Store) -> None:
    done: list[str] = []
    started, go_on = threading.Event(), threading.Event()

    def beta(_: Connection, items: Sequence[str]) -> Sequence[str]:
        done.append("beta")
        return items

    def alpha(_: Connection, items: Sequence[str]) -> Sequence[str]:
        done.append("alpha")
        return items

    def busy(_: Connection) -> None:
        started.set()
        assert go_on.wait(10)

    holding = asyncio.create_task(store.write(busy))
    await asyncio.to_thread(started.wait, 10)
    later = [asyncio.create_task(store.write_all(work, ["x"])) for work in (beta, alpha)]
    await asyncio.sleep(0)  # both have joined the queue
    go_on.set()
    await asyncio.gather(holding, *later)
    assert done == ["alpha", "beta"]
