"""The audit trail is chained, and every change of it shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, create_engine, delete, insert, select, text, update
from sqlalchemy.pool import NullPool

from bellhop.cli.audit import command
from bellhop.command import Access, Ask, Decision, Verdict
from bellhop.sealing import Sealing
from bellhop.store import Store
from bellhop.store.chat_tables import trail
from bellhop.store.ledger import note_answer, note_command, note_outcome
from bellhop.store.trail import START, Verified, Wanted, records_of, search, verify

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
    assert (await looked(store)).waiting == 0, "a record is sealed in the transaction that writes it"


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


async def test_replicas_make_one_chain(store: Store) -> None:
    other = Store(store.url)
    other.open()
    try:
        writes = [
            one.write(lambda c, n=number: note_outcome(c, f"ask-{n}", "ok", NOW))
            for number in range(100)
            for one in (store, other)
        ]
        await asyncio.gather(*writes)
    finally:
        other.close()
    await Sealing(store).tick()  # what was written while the other replica sealed
    found = await looked(store)
    assert (found.records, found.waiting, found.problem) == (200, 0, "")


async def test_what_another_replica_holds_up_is_sealed_by_the_next(store: Store) -> None:
    if store.embedded:
        return  # SQLite has one writer: nobody is ever held up
    with create_engine(store.url, poolclass=NullPool).begin() as elsewhere:
        elsewhere.execute(text("SELECT pg_advisory_xact_lock(7205759403792)"))
        await store.write(lambda c: note_outcome(c, "ask-1", "ok", NOW))
        assert (await looked(store)).waiting == 1
    await store.write(lambda c: note_outcome(c, "ask-2", "ok", NOW))
    found = await looked(store)
    assert (found.records, found.waiting, found.problem) == (2, 0, "")


async def test_a_record_of_the_end_says_who_how_long_and_who_else_said_yes(store: Store) -> None:
    ask = Ask(id="a", channel="ops", user="U1", name="minji", text="x")
    decision = Decision(verdict=Verdict.APPROVE, because="a rule", access=Access.WRITE, actions=("s3:PutObject",))
    await store.write(
        lambda c: note_command(c, ask, "s3 mb", None, decision, NOW, {"role": "r", "typed": "@aws s3 mb"})
    )
    for user, answer in (("U1", "run"), ("U2", "approve"), ("U3", "cancel"), ("U2", "approve")):
        who = replace(ask, user=user)
        await store.write(lambda c, w=who, a=answer: note_answer(c, "a", w, a, NOW))
    facts = {"requests": ["r-1"], "account": "123456789012"}
    await store.write(lambda c: note_outcome(c, "a", "ok", NOW + timedelta(seconds=2.5), facts))
    first, *_, last = await store.read(lambda c: records_of(c, ["a"]))
    assert (first["event"], first["role"], first["typed"]) == ("asked", "r", "@aws s3 mb")
    assert last["event"] == "ended"
    assert (last["user"], last["outcome"], last["seconds"], last["approvers"]) == ("U1", "ok", 2.5, ["U2"])
    assert (last["requests"], last["account"]) == (["r-1"], "123456789012")


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(), 8),
        (Wanted(user="U1"), 2),
        (Wanted(user="person 1"), 2),
        (Wanted(channel="ops"), 8),
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
