"""Digests: opened and joined when events are accepted, told later by one message that grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Connection,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    update,
)

from bellhop.delivery import State
from bellhop.noise import Digest, Join, Kind
from bellhop.notification import Step
from bellhop.store.noise_tables import digests
from bellhop.store.tables import Moment, channels, deliveries, notifications, threads

GROW = timedelta(seconds=3)
"""How long a digest that was told waits until it tells what came since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A digest, and how far it is.

    Args:
        digest: what it is.
        channel: whose.
        opened: when its first member came (aware).
        changed: when its newest did (aware).
        members: how many it has.
        told: how many its message tells.
        ended: its end was told.
    """

    digest: Digest
    channel: str
    opened: datetime
    changed: datetime
    members: int
    told: int
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A delivery that a digest tells."""

    id: str
    type: str
    title: str
    severity: str
    step: Step
    thread: str
    event: int | None


def join_digests(connection: Connection, joins: Sequence[tuple[str, Join]], now: datetime) -> None:
    """Opens digests and counts what joined them: pairs of a channel's name and how a delivery joins."""
    opened: dict[str, dict[str, Any]] = {}
    more: dict[str, dict[str, Any]] = {}
    for channel, join in joins:
        if join.opens:
            opened[join.digest.id] = _row(channel, join, now)
        elif join.digest.id in opened:
            opened[join.digest.id]["members"] += 1
        else:
            new = {"which": join.digest.id, "more": 0, "now": now}
            row = more.setdefault(join.digest.id, new)
            row["more"] += 1
            row["later"] = _moment(join.due) if join.due else now
    if opened:
        connection.execute(insert(digests), list(opened.values()))
    if more:
        connection.execute(_MORE, [more[id_] for id_ in sorted(more)])


def _row(channel: str, join: Join, now: datetime) -> dict[str, Any]:
    return {
        "id": join.digest.id,
        "channel": channel,
        "kind": join.digest.kind.value,
        "name": join.digest.name,
        "opened": now,
        "changed": now,
        "due": _moment(join.due) if join.due else now,
        "members": 1,
        "told": 0,
    }


def _moment(micros: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


_SOON = type_coerce(digests.c.told_at, BigInteger) + GROW // timedelta(microseconds=1)
_MORE = (
    update(digests)
    .where(digests.c.id == bindparam("which"))
    .values(
        members=digests.c.members + bindparam("more"),
        changed=bindparam("now", type_=Moment),
        due=case(
            (and_(digests.c.kind == Kind.QUIET, digests.c.told == 0), digests.c.due),
            (and_(digests.c.kind == Kind.FLAPPING, digests.c.told > 0), bindparam("later", type_=Moment)),
            (digests.c.told_at.is_(None), digests.c.due),
            (or_(digests.c.due.is_(None), type_coerce(digests.c.due, BigInteger) > _SOON), _SOON),
            else_=digests.c.due,
        ),
    )
)


def due_digests(connection: Connection, now: datetime, limit: int = 100) -> list[Open]:
    """The digests that have something to tell, or to end."""
    query = select(digests).where(digests.c.due <= now).order_by(digests.c.due).limit(limit)
    return [_open(row) for row in connection.execute(query)]


def find_digest(connection: Connection, id: str) -> Open | None:  # noqa: A002  # it is the id
    """A digest, None if there is none of that id."""
    row = connection.execute(select(digests).where(digests.c.id == id)).first()
    return _open(row) if row else None


def _open(row: Any) -> Open:
    return Open(
        digest=Digest(id=row.id, kind=Kind(row.kind), name=row.name),
        channel=row.channel,
        opened=row.opened,
        changed=row.changed,
        members=row.members,
        told=row.told,
        ended=row.ended is not None,
    )


class _Title(msgspec.Struct):
    title: str = ""


_TITLE = msgspec.json.Decoder(_Title).decode


def members_of(connection: Connection, id: str, *, limit: int = -1, newest: bool = False) -> list[Member]:  # noqa: A002  # it is the id
    """What a digest tells, oldest first; the newest only if asked for."""
    columns = deliveries.c
    query = (
        select(
            columns.id,
            columns.type,
            columns.message,
            columns.step,
            columns.thread,
            columns.event,
            notifications.c.severity,
        )
        .outerjoin(notifications, notifications.c.id == columns.notification)
        .where(columns.digest == id)
        .order_by(columns.seq.desc() if newest else columns.seq)
    )
    if newest or limit >= 0:
        query = query.limit(1 if newest else limit)
    return [
        Member(
            id=row.id,
            type=row.type,
            title=_TITLE(row.message).title,
            severity=row.severity or "",
            step=Step(row.step),
            thread=row.thread,
            event=row.event,
        )
        for row in connection.execute(query)
    ]


def note_told(
    connection: Connection, open_: Open, told: int, due: datetime | None, now: datetime, *, end: bool
) -> bool:
    """Notes that a digest's message was put into the outbox; False if another replica was faster.

    Args:
        connection: to write to.
        open_: the digest as it was read.
        told: how many the message tells.
        due: when to look at it again if nothing more comes; None = never.
        now: the time.
        end: its end was told.
    """
    # What joined while the message was made is told in a moment, not when the digest would be looked at for its end.
    again = case((digests.c.members > told, literal(now + GROW, Moment)), else_=literal(due, Moment))
    ended = now if end or open_.ended else None
    changed = connection.execute(
        update(digests)
        .where(
            digests.c.id == open_.digest.id,
            digests.c.told == open_.told,
            digests.c.ended.is_not(None) if open_.ended else digests.c.ended.is_(None),
        )
        .values(told=told, told_at=now, due=again, ended=ended)
    )
    return changed.rowcount == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """A channel in which more waits than it takes: how many, and since when."""

    channel: str
    waiting: int
    oldest: datetime


def backlogs(connection: Connection, least: int, now: datetime, age: timedelta) -> list[Backlog]:
    """The channels with news that waits: more than `least` pieces, or several for longer than `age`."""
    found = connection.execute(
        select(deliveries.c.channel, func.count().label("many"), func.min(deliveries.c.created).label("oldest"))
        .where(deliveries.c.channel.in_(select(channels.c.name).where(channels.c.broken == "")), *_JOINABLE)
        .group_by(deliveries.c.channel)
        .having(or_(func.count() > least, and_(func.count() > _FEW, func.min(deliveries.c.created) < now - age)))
    )
    return [Backlog(channel=row.channel, waiting=row.many, oldest=row.oldest) for row in found]


_FEW = 3
_STORY = exists().where(
    threads.c.channel == deliveries.c.channel,
    threads.c.key == deliveries.c.thread,
    threads.c.closed.is_(False),
    deliveries.c.thread != "",
    deliveries.c.step != Step.OPEN,
)
_JOINABLE = (
    deliveries.c.state == State.PENDING,
    deliveries.c.urgent.is_(False),
    deliveries.c.attempts == 0,  # what was tried may have been posted
    deliveries.c.event.is_not(None),  # a digest's own message, or a note in a parent, is no news
    ~_STORY,  # it changes a message that stands there, and makes no new one
)


def join_backlog(connection: Connection, backlog: Backlog, digest: str, now: datetime) -> int:
    """Joins what waits in a channel to a new digest; gives how much."""
    words = f"a backlog: {backlog.waiting} waited in {backlog.channel}"
    joined = connection.execute(
        update(deliveries)
        .where(deliveries.c.channel == backlog.channel, *_JOINABLE)
        .values(state=State.GROUPED, digest=digest, finished=now, reason=words)
    ).rowcount
    if joined:
        row = _row(backlog.channel, Join(digest=Digest(id=digest, kind=Kind.BACKLOG), reason=words), now)
        connection.execute(insert(digests).values(**{**row, "members": joined}))
    return joined


def reasons_of(connection: Connection, ids: Sequence[str]) -> Mapping[str, Open]:
    """The digests of some ids."""
    return {row.id: _open(row) for row in connection.execute(select(digests).where(digests.c.id.in_(ids)))}
