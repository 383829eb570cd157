"""The audit trail: a record for each thing that is known of a command, chained by hashes so that a change shows.

A record is written in the transaction of what it tells, so it is on disk before a command runs. In that transaction it
is sealed: it gets the next place in the chain, and a hash over its text and the hash before. One replica seals at a
time; a record of another's that comes in that moment waits for nobody and is sealed within a second, by the next.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, text, update

from bellhop.store.chat_tables import trail

START = "0" * 64
"""What the first record's hash is chained to."""

_LOCK = text("SELECT pg_try_advisory_xact_lock(7205759403792)")
_AT_ONCE = 1000
_LATE = timedelta(minutes=1)
_SEAL = (
    update(trail)
    .where(trail.c.id == bindparam("which"))
    .values(place=bindparam("its_place"), hash=bindparam("its_hash"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a look through the chain came to.

    Args:
        records: how many are sealed.
        head: the newest one's hash.
        waiting: how many are not sealed yet.
        problem: the first thing that is wrong, in words; empty if nothing is.
    """

    records: int
    head: str
    waiting: int
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records to give; what is empty does not matter.

    Args:
        user: the platform's id of a person, or their name.
        channel: a channel's name.
        action: a service, or `service:Operation`.
        decision: allow, confirm, approve or deny.
        words: text that stands in the record.
        since: from then on (aware).
        until: before then (aware).
    """

    user: str = ""
    channel: str = ""
    action: str = ""
    decision: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


def add_record(connection: Connection, event: str, id: str, facts: Mapping[str, Any], now: datetime) -> None:  # noqa: A002  # it is the id
    """Writes a record.

    Args:
        connection: the transaction of what it tells.
        event: `asked`, `understood`, `answered`, `called`, `returned`, `ended`, `elevation` or `approval`.
        id: the ask's.
        facts: what is known, secrets masked.
        now: the time.
    """
    body = {"event": event, "id": id, "at": now.astimezone(UTC).isoformat(), **facts}
    connection.execute(insert(trail).values(at=now, ask=id, body=_spelt(body)))
    seal(connection)


def records_of(connection: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """All records of some asks, oldest first, each with its `place` and `hash`."""
    rows = connection.execute(select(trail).where(trail.c.ask.in_(ids)).order_by(trail.c.id))
    return [_read(row) for row in rows]


def waits(connection: Connection) -> bool:
    """Whether there is something to seal."""
    return connection.execute(select(trail.c.id).where(trail.c.place.is_(None)).limit(1)).first() is not None


def seal(connection: Connection) -> int:
    """Chains what is not sealed yet, a thousand records at most; gives how many. 0 if another replica is at it."""
    if connection.dialect.name == "postgresql" and not connection.execute(_LOCK).scalar():
        return 0
    open_ = select(trail.c.id, trail.c.body).where(trail.c.place.is_(None)).order_by(trail.c.id).limit(_AT_ONCE)
    rows = connection.execute(open_).all()
    if not rows:
        return 0
    last = connection.execute(
        select(trail.c.place, trail.c.hash).where(trail.c.place.is_not(None)).order_by(trail.c.place.desc()).limit(1)
    ).first()
    place, hash_ = (last.place, last.hash) if last else (0, START)
    sealed: list[dict[str, Any]] = []
    for row in rows:
        place, hash_ = place + 1, chained(hash_, place + 1, row.body)
        sealed.append({"which": row.id, "its_place": place, "its_hash": hash_})
    connection.execute(_SEAL, sealed)
    return len(sealed)


def chained(before: str, place: int, body: str) -> str:
    """A record's hash: SHA-256 over the hash before, its place and its text, in hexadecimal."""
    return hashlib.sha256(f"{before}\n{place}\n{body}".encode()).hexdigest()


def verify(connection: Connection, now: datetime, *, known: str = "") -> Verified:
    """Looks through the whole chain for what was changed, taken out, put in, moved or cut off.

    Args:
        connection: to read from.
        now: the time.
        known: a hash that was noted elsewhere before; the chain must have it. Without one, cut-off ends don't show.
    """
    place, hash_, problem, seen = 0, START, "", not known
    for row in connection.execute(select(trail).where(trail.c.place.is_not(None)).order_by(trail.c.place)):
        place += 1
        if row.place != place:
            problem = f"record {place} is missing: after {place - 1} comes {row.place}"
        elif chained(hash_, place, row.body) != row.hash:
            problem = f"record {place} ({row.at.isoformat(timespec='seconds')}) was changed, or the one before it was"
        if problem:
            break
        hash_ = row.hash
        seen = seen or hash_ == known
    waiting = select(func.count(), func.min(trail.c.at)).where(trail.c.place.is_(None))
    count, oldest = connection.execute(waiting).one()
    if not problem and not seen:
        problem = f"no record has the hash {known[:16]}…: the end of the chain was cut off, or it is another chain"
    if not problem and count and oldest < now - _LATE:
        problem = (
            f"{count} records wait to be sealed since {oldest.isoformat(timespec='seconds')}; is `bellhop serve` up?"
        )
    return Verified(records=place, head=hash_, waiting=count, problem=problem)


def search(connection: Connection, wanted: Wanted, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """The records that fit, newest first if there is a limit, else oldest first; each with its `place` and `hash`."""
    query = select(trail)
    if wanted.since:
        query = query.where(trail.c.at >= wanted.since)
    if wanted.until:
        query = query.where(trail.c.at < wanted.until)
    order: ColumnElement[Any] = trail.c.id.asc() if limit is None else trail.c.id.desc()
    found = 0
    for row in connection.execute(query.order_by(order)):
        record = _read(row)
        if _fits(record, row.body, wanted):
            found += 1
            yield record
        if found == limit:
            return


def _fits(record: Mapping[str, Any], body: str, wanted: Wanted) -> bool:
    action = f"{record.get('service', '')}:{record.get('operation', '')}"
    return (
        (not wanted.user or wanted.user in (record.get("user"), record.get("name")))
        and (not wanted.channel or wanted.channel == record.get("channel"))
        and (not wanted.action or wanted.action in (action, record.get("service")))
        and (not wanted.decision or wanted.decision == record.get("decision"))
        and wanted.words.casefold() in body.casefold()
    )


def _read(row: Any) -> dict[str, Any]:
    return {"place": row.place, "hash": row.hash, **json.loads(row.body)}


def _spelt(body: Mapping[str, Any]) -> str:
    """One spelling for one record: keys in order, no blanks."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
