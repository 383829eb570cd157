"""Removing what is old, some rows at a time: whatever has ended, never what waits or could not be sent.

An event goes with all that was made of it, in one transaction. It stays as long as one of its deliveries waits, is a
dead letter, is still to be told by a digest, or is an alert that is told again until somebody acknowledges it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    tuple_,
)

from bellhop.delivery import State
from bellhop.store.approvals import approvals, votes
from bellhop.store.chat_tables import files, jobs, tickets
from bellhop.store.noise_tables import alerts, digests
from bellhop.store.tables import (
    audit,
    deliveries,
    events,
    notifications,
    pictures,
    questions,
    receipts,
    threads,
    web_messages,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What one step removed.

    Args:
        after: where the next step begins; None = nothing that is old is left.
        removed: rows by table.
    """

    after: int | None = None
    removed: Counter[str] = field(default_factory=Counter[str])


class Sweep(Protocol):
    """Removes what is older than a moment among the next so many rows after a number; only counts it if told so."""

    def __call__(self, connection: Connection, after: int, before: datetime, limit: int, dry: bool) -> Swept:
        """How many rows it was, and where to go on."""
        ...


def sweep_events(connection: Connection, after: int, before: datetime, limit: int, dry: bool) -> Swept:
    """Removes events with what they were told as, their deliveries and receipts."""
    rows, following = _next(connection, events, events.c.id, events.c.received, (after, before, limit))
    old = [row.id for row in rows if row.received < before and row.state != "new"]
    stays = select(deliveries.c.event).where(deliveries.c.event.in_(old), not_(_ended(before)))
    kept = set(connection.execute(stays).scalars())
    ids = [id_ for id_ in old if id_ not in kept]
    if not ids:
        return Swept(after=following)
    removed = _remove_deliveries(connection, deliveries.c.event.in_(ids), dry)
    removed["notifications"] = _remove(connection, notifications, notifications.c.event.in_(ids), dry)
    removed["events"] = _remove(connection, events, events.c.id.in_(ids), dry)
    return Swept(after=following, removed=removed)


def sweep_answers(connection: Connection, after: int, before: datetime, limit: int, dry: bool) -> Swept:
    """Removes deliveries that no event made: answers, digests, changes of what was posted."""
    rows, following = _next(connection, deliveries, deliveries.c.seq, deliveries.c.created, (after, before, limit))
    seqs = [row.seq for row in rows if row.event is None and row.created < before]
    where = and_(deliveries.c.seq.in_(seqs), _ended(before))
    return Swept(after=following, removed=_remove_deliveries(connection, where, dry) if seqs else Counter())


def sweep_web_messages(connection: Connection, after: int, before: datetime, limit: int, dry: bool) -> Swept:
    """Removes what stands in the console's channels; a message stays while a newer one answers it."""
    row = web_messages.c
    rows, following = _next(connection, web_messages, row.id, row.posted, (after, before, limit))
    old = [found.id for found in rows if found.posted < before]
    answered = set(connection.execute(select(row.thread).where(row.thread.in_(old), row.posted >= before)).scalars())
    ids = [id_ for id_ in old if id_ not in answered]
    many = _remove(connection, web_messages, row.id.in_(ids), dry) if ids else 0
    return Swept(after=following, removed=Counter({"web_messages": many}))


SWEEPS: tuple[Sweep, ...] = (sweep_events, sweep_answers, sweep_web_messages)


def sweep_rest(connection: Connection, before: datetime, now: datetime, limit: int, dry: bool) -> Swept:
    """Removes stories, questions and the like that ended, and what has expired; nothing removed = nothing left."""
    finished: Sequence[tuple[Table, ColumnElement[bool]]] = (
        (threads, threads.c.opened < before),
        (digests, and_(digests.c.changed < before, digests.c.due.is_(None))),
        (questions, questions.c.expires < before),
        (approvals, and_(approvals.c.changed < before, approvals.c.state != "waiting")),
        (votes, votes.c.approval.not_in(select(approvals.c.id))),
        (jobs, and_(jobs.c.beat < before, jobs.c.state.not_in(("running", "stopping")))),
        (pictures, pictures.c.expires <= now),
        (files, files.c.expires <= now),
        (tickets, tickets.c.expires <= now),
    )
    removed = Counter({table.name: _remove_some(connection, table, where, limit, dry) for table, where in finished})
    return Swept(removed=removed)


def sweep_audit(connection: Connection, before: datetime, limit: int, dry: bool) -> Swept:
    """Removes old records of who asked for what."""
    return Swept(removed=Counter({"audit": _remove_some(connection, audit, audit.c.at < before, limit, dry)}))


def _next(
    connection: Connection, table: Table, key: Column[Any], at: Column[Any], where: tuple[int, datetime, int]
) -> tuple[Sequence[Any], int | None]:
    """The next rows, and the last one's number if more that are old may follow.

    The newest row of all always stays: the next one's number is counted from it.
    """
    after, before, limit = where
    newest = select(func.max(key)).select_from(table).scalar_subquery()
    rows = connection.execute(select(table).where(key > after, key < newest).order_by(key).limit(limit)).all()
    ended = len(rows) < limit or getattr(rows[-1], at.name) >= before
    return rows, None if ended else getattr(rows[-1], key.name)


def _ended(before: datetime) -> ColumnElement[bool]:
    row = deliveries.c
    told_later = exists().where(digests.c.id == row.digest, digests.c.due.is_not(None))
    reminded = exists().where(alerts.c.delivery == row.id, alerts.c.due.is_not(None))
    finished = row.state.in_((State.SENT, State.SILENT)), func.coalesce(row.finished, row.created) < before
    return and_(or_(and_(*finished), and_(row.state == State.GROUPED, not_(told_later))), not_(reminded))


def _remove_deliveries(connection: Connection, where: ColumnElement[bool], dry: bool) -> Counter[str]:
    ids = list(connection.execute(select(deliveries.c.id).where(where)).scalars())
    if not ids:
        return Counter()
    _remove(connection, alerts, alerts.c.delivery.in_(ids), dry)
    posted = _remove(connection, receipts, receipts.c.delivery.in_(ids), dry)
    many = _remove(connection, deliveries, deliveries.c.id.in_(ids), dry)
    return Counter({"deliveries": many, "receipts": posted})


def _remove(connection: Connection, table: Table, where: ColumnElement[bool], dry: bool) -> int:
    if dry:
        return connection.execute(select(func.count()).select_from(table).where(where)).scalar_one()
    return connection.execute(delete(table).where(where)).rowcount


def _remove_some(connection: Connection, table: Table, where: ColumnElement[bool], limit: int, dry: bool) -> int:
    if dry:
        return _remove(connection, table, where, dry)
    key = list(table.primary_key.columns)
    some = select(*key).where(where).limit(limit)
    return _remove(connection, table, tuple_(*key).in_(some) if len(key) > 1 else key[0].in_(some), dry)
