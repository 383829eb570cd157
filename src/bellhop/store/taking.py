"""Taking deliveries out of the outbox: for all channels that ask at once, with two statements whatever their number.

These run for every message that is sent, so they are written in SQL and go to the driver as they are: SQLAlchemy's
expressions cost three times the processor, and a statement for each channel lets go of Python's lock each time.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from bellhop.delivery import Delivery
from bellhop.errors import Unreadable
from bellhop.notification import Step
from bellhop.store.outbox import Leased, end_delivery, recent_message
from bellhop.store.tables import microseconds, moment
from bellhop.store.tales import load_chapters, load_story

_LEFT, _ANSWER, _NEWS = range(3)


class _Row(NamedTuple):
    """A delivery with the open story of its thread; moments are microseconds since 1970."""

    seq: int
    id: str
    channel: str
    type: str
    message: str
    thread: str
    step: str
    summary: str
    reply_to: str
    replaces: str
    expanded: bool
    urgent: bool
    at: int | None
    due: int
    attempts: int
    first_attempt: int | None
    unsure: bool
    chapters: str | None
    created: int
    trace: str | None
    again: int | None
    story: str | None
    receipt: str
    receipt_thread: str
    opened: int
    began: int | None
    tale: str | None
    rank: int


def take_deliveries(
    connection: Connection, names: Collection[str], holder: str, now: datetime, limit: int
) -> dict[str, list[Leased]]:
    """Marks the next deliveries of leased channels as being sent: what was left behind, then answers, then in order.

    What has to wait holds back what follows it. What can't be read any more becomes a dead letter. Who does not hold
    a channel is given nothing of it.

    Args:
        connection: the writer's.
        names: the channels.
        holder: this replica.
        now: the time (aware).
        limit: how many to give of each channel at most, if none was left behind.
    """
    dialect = connection.dialect.name
    asked = list(names) if dialect == "postgresql" else json.dumps(list(names))
    found = connection.exec_driver_sql(_NEXT[dialect], {"names": asked, "me": holder, "many": limit})
    rows = sorted((_Row(*row) for row in found), key=lambda row: (row.channel, row.rank, not row.urgent, row.seq))
    given: dict[str, list[_Row]] = {}
    unsure: set[int] = set()
    for channel, its in itertools.groupby(rows, key=lambda row: row.channel):
        chosen = _choose(list(its), microseconds(now) or 0, limit)
        # Of what a holder left, the first was being sent when it was cut off, or was about to be.
        unsure |= {row.seq for row in chosen if row.unsure} | {row.seq for row in chosen[:1] if row.rank == _LEFT}
        given[channel] = chosen
    _mark(connection, [row for its in given.values() for row in its], holder, now, unsure)
    return {
        channel: [leased for row in its if (leased := _leased(connection, row, holder, now, unsure=row.seq in unsure))]
        for channel, its in given.items()
    }


def _choose(rows: Sequence[_Row], now: int, limit: int) -> list[_Row]:
    chosen = [row for row in rows if row.rank == _LEFT]
    for rank in (_ANSWER, _NEWS):
        waiting = [row for row in rows if row.rank == rank]
        chosen += itertools.takewhile(lambda row: row.due <= now, waiting[: max(0, limit - len(chosen))])
    return chosen


def take_other(connection: Connection, channel: str, holder: str, now: datetime, stuck: Delivery) -> Leased | None:
    """Marks the next delivery that belongs to another story than a stuck one as being sent; None if none may go now."""
    values = {"channel": channel, "stuck": stuck.id, "thread": stuck.thread}
    found = connection.exec_driver_sql(_OTHER[connection.dialect.name], values).first()
    if found is None:
        return None
    row = _Row(*found)
    if row.due > (microseconds(now) or 0):
        return None
    _mark(connection, [row], holder, now, {row.seq} if row.unsure else set())
    return _leased(connection, row, holder, now, unsure=row.unsure)


def _mark(connection: Connection, rows: Sequence[_Row], holder: str, now: datetime, unsure: Collection[int]) -> None:
    """Notes that rows are being sent."""
    dialect = connection.dialect.name
    doubtful = [row.seq for row in rows if row.seq in unsure]
    for seqs, doubt in ((doubtful, True), ([row.seq for row in rows if row.seq not in unsure], False)):
        if seqs:
            which = seqs if dialect == "postgresql" else json.dumps(seqs)
            values = {"which": which, "me": holder, "now": microseconds(now), "doubt": doubt}
            connection.exec_driver_sql(_TAKE[dialect], values)


def _leased(connection: Connection, row: _Row, holder: str, now: datetime, *, unsure: bool) -> Leased | None:
    try:
        delivery = _delivery(row, now)
    except Unreadable as error:
        end_delivery(connection, row.seq, holder, now, f"what is stored can't be read: {error.message}")
        return None
    return Leased(
        seq=row.seq,
        delivery=delivery,
        unsure=unsure,
        story=load_story(row),
        accepted=moment(row.created),
        since=moment(row.again or row.first_attempt or 0) if row.again or row.first_attempt else now,
    )


def _delivery(row: _Row, now: datetime) -> Delivery:
    return Delivery(
        id=row.id,
        channel=row.channel,
        type=row.type,
        message=recent_message(row.message),
        thread=row.thread,
        step=Step(row.step),
        summary=row.summary,
        reply_to=row.reply_to,
        replaces=row.replaces,
        expanded=bool(row.expanded),
        at=None if row.at is None else moment(row.at),
        chapters=load_chapters(row.chapters),
        attempts=row.attempts,
        first_attempt=now if row.first_attempt is None else moment(row.first_attempt),
        trace=row.trace or "",
    )


_STORY = ("story", "receipt", "receipt_thread", "opened", "began", "tale")
_COLUMNS = ", ".join(
    [f'd."{name}"' for name in _Row._fields if name not in (*_STORY, "rank")]
    + ["t.delivery", *(f"t.{name}" for name in _STORY[1:])]
)
_OPEN = "LEFT JOIN threads t ON t.channel = d.channel AND t.key = d.thread AND t.closed IS FALSE AND d.thread <> ''"


def _next(asked: str, waiting: str, true: str, false: str) -> str:
    """The next rows of channels, by rank; each rank has an index of its own, which fits only as it is spelt there."""
    left = "JOIN deliveries d ON d.channel = w.name AND d.state = 'leased'"
    sources = (left, waiting.replace("?", f"urgent IS {true}"), waiting.replace("?", f"urgent IS {false}"))
    held = "JOIN channels c ON c.name = w.name AND c.holder = :me"
    return " UNION ALL ".join(
        f"SELECT {_COLUMNS}, {rank} FROM {asked} {held} {source} {_OPEN}"  # noqa: S608  # names of our own tables
        for rank, source in enumerate(sources)
    )


def _for_psycopg(statement: str) -> str:
    return re.sub(r":(\w+)", r"%(\1)s", statement)


_WAITING = "FROM deliveries WHERE channel = w.name AND state = 'pending' AND ? ORDER BY seq LIMIT :many"
_NEXT = {
    "sqlite": _next(
        "(SELECT value AS name FROM json_each(:names)) w",
        f"JOIN deliveries d ON d.seq IN (SELECT seq {_WAITING})",
        *("1", "0"),
    ),
    "postgresql": _for_psycopg(
        _next(
            "unnest(CAST(:names AS text[])) AS w(name)",
            f"CROSS JOIN LATERAL (SELECT * {_WAITING}) d",
            *("TRUE", "FALSE"),
        )
    ),
}
_SENDING = (
    "UPDATE deliveries SET state = 'leased', holder = :me, attempts = attempts + 1,"
    " first_attempt = COALESCE(first_attempt, :now), unsure = :doubt WHERE seq"
)
_TAKE = {
    "sqlite": f"{_SENDING} IN (SELECT value FROM json_each(:which))",  # noqa: S608  # no value stands in it
    "postgresql": _for_psycopg(f"{_SENDING} = ANY(:which)"),
}
_FIRST_OTHER = (
    f"SELECT {_COLUMNS}, {_NEWS} FROM deliveries d {_OPEN}"  # noqa: S608  # names of our own tables
    " WHERE d.channel = :channel AND d.state = 'pending' AND d.id <> :stuck"
    " AND (d.thread = '' OR d.thread <> :thread) ORDER BY d.urgent DESC, d.seq LIMIT 1"
)
_OTHER = {"sqlite": _FIRST_OTHER, "postgresql": _for_psycopg(_FIRST_OTHER)}
