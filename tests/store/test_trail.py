"""The audit trail is chained, and every change of it shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, delete, insert, select, update

from bellhop.cli.audit import command
from bellhop.command import Access, Ask, Decision, Verdict
from bellhop.sealing import Sealing
from bellhop.store import Store
from bellhop.store.chat_tables import trail
from bellhop.store.ledger import note_command, note_outcome
from bellhop.store.trail import START, Verified, Wanted, seal, search, verify

NOW = datetime(2026, 1, 5, tzinfo=UTC)
Tamper = Callable[[Connection], object]


async def fill(store: Store, count: int = 4) -> None:
    for number in range(count):
        ask = Ask(id=f"ask-{number}", channel="ops", user=f"U{number}", name=f"person {number}", text="raw")
        decision = Decision(verdict=Verdict.ALLOW, because="a statement", access=Access.LIST, actions=())
        await store.write(lambda c, a=ask, d=decision, n=number: note_command(c, a, f"s3 ls {n}", None, d, NOW))
        await store.write(lambda c, a=ask: note_outcome(c, a.id, "ok", NOW + timedelta(seconds=1)))
    await Sealing(store).tick()


async def looked(store: Store, known: str = "") -> Verified:
    return await store.read(lambda c: verify(c, NOW, known=known))


async def test_what_is_asked_and_what_came_of_it_is_chained(store: Store) -> None:
    assert await looked(store) == Verified(records=0, head=START, waiting=0)
    await fill(store)
    whole = await looked(store)
    assert (whole.records, whole.waiting, whole.problem) == (8, 0, "")
    await fill_more(store)
    assert (await looked(store, known=whole.head)).problem == ""


async def fill_more(store: Store) -> None:
    await store.write(lambda c: note_outcome(c, "ask-0", "again", NOW))
    assert (await looked(store)).waiting == 1
    await Sealing(store).tick()


def _change(where: int, **values: object) -> Tamper:
    return lambda c: c.execute(update(trail).where(trail.c.place == where).values(**values))


def _take_out(place: int) -> Tamper:
    return lambda c: c.execute(delete(trail).where(trail.c.place == place))


def _put_in(ago: timedelta, **values: object) -> Tamper:
    return lambda c: c.execute(insert(trail).values(at=NOW - ago, ask="x", body="{}", **values))


@pytest.mark.parametrize(
    ("tamper", "wanted"),
    [
        (_change(3, body="{}"), "record 3 "),
        (_change(5, place=105), "record 5 is missing"),
        (_take_out(3), "record 3 is missing"),
        (_take_out(1), "record 1 is missing"),
        (_take_out(8), "was cut off"),
        (_put_in(timedelta(), place=9, hash="0" * 64), "record 9 "),
        (_put_in(timedelta(hours=1)), "wait to be sealed"),
    ],
)
async def test_every_change_shows(store: Store, tamper: Tamper, wanted: str) -> None:
    await fill(store)
    head = (await looked(store)).head
    await store.write(tamper)
    assert wanted in (await looked(store, known=head)).problem


async def test_two_that_seal_make_one_chain(store: Store) -> None:
    await fill(store, 0)
    for number in range(30):
        await store.write(lambda c, n=number: note_outcome(c, f"ask-{n}", "ok", NOW))
    await asyncio.gather(*(store.write(seal) for _ in range(4)))
    await Sealing(store).tick()
    found = await looked(store)
    assert (found.records, found.problem) == (30, "")


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(), 8),
        (Wanted(user="U1"), 1),
        (Wanted(user="person 1"), 1),
        (Wanted(channel="ops"), 4),
        (Wanted(decision="deny"), 0),
        (Wanted(words="S3 LS 2"), 1),
        (Wanted(since=NOW + timedelta(seconds=1)), 4),
        (Wanted(until=NOW + timedelta(seconds=1)), 4),
        (Wanted(action="s3"), 0),
    ],
)
async def test_records_are_found(store: Store, wanted: Wanted, count: int) -> None:
    await fill(store)
    assert len(await store.read(lambda c: list(search(c, wanted)))) == count
    assert len(await store.read(lambda c: list(search(c, wanted, 2)))) == min(count, 2)


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Coroutine[None, None, None]]:
    monkeypatch.chdir(tmp_path)
    Path("bellhop.yaml").write_text("store: {url: 'sqlite:///bellhop.db'}\nchannels: {ops: {platform: web}}\n")

    async def work() -> None:
        store = Store("sqlite:///bellhop.db")
        store.open()
        await fill(store)
        store.close()

    return work


def test_the_terminal_reads_and_verifies_it(settled: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(settled())
    run = CliRunner().invoke
    whole = run(command, ["verify"])
    assert whole.exit_code == 0
    assert "8 records are sealed" in whole.output
    assert run(command, ["verify", "--known", "f" * 64]).exit_code == 1
    assert "s3 ls 1" in run(command, ["search", "--user", "U1"]).output
    assert len(run(command, ["export"]).stdout.splitlines()) == 8
    rows = run(command, ["export", "--format", "csv", "--text", "s3 ls 3"]).stdout.splitlines()
    assert rows[0].startswith("place,at,event")
    assert ",ops,U3,person 3,s3 ls 3," in rows[1]


async def test_the_first_record_is_chained_to_the_start(store: Store) -> None:
    await fill(store, 1)
    rows = await store.read(lambda c: c.execute(select(trail.c.place, trail.c.hash).order_by(trail.c.id)).all())
    assert [row.place for row in rows] == [1, 2]
