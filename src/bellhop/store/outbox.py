"""Deliveries: put in, leased by channel, sent or put back.

A channel's deliveries are sent one after the other, each noted before the next begins. So of all that a holder has
taken, at most one is being sent: the first that is not finished. Only that one may have been posted when a holder
dies, and is unsure for whoever takes the channel over; the others surely were not.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from bellhop.delivery import Delivery, State
from bellhop.errors import Unreadable
from bellhop.message import Message
from bellhop.notification import Step
from bellhop.store.messages import dump_message, load_message
from bellhop.store.rows import add_rows
from bellhop.store.tables import channels, deliveries, threads
from bellhop.store.tales import dump_chapters, load_chapters, load_story
from bellhop.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Leased:
    """A delivery that this replica may send now.

    Args:
        seq: its row.
        delivery: what to send.
        unsure: an earlier try may have posted it: look before sending.
        story: the open story of its thread when it was taken, or None.
        accepted: when it was put into the outbox (aware).
        since: when it was first tried, or tried first after a person sent it again (aware).
    """

    seq: int
    delivery: Delivery
    unsure: bool
    story: Story | None = None
    accepted: datetime
    since: datetime | None = None


def delivery_row(
    delivery: Delivery,
    now: datetime,
    *,
    event: int | None = None,
    notification: int | None = None,
    urgent: bool = False,
) -> dict[str, Any]:
    """A new delivery as a row of the outbox."""
    text = dump_message(delivery.message)
    _RECENT[text] = delivery.message
    if len(_RECENT) > _REMEMBERED:
        _RECENT.popitem(last=False)
    return {
        "id": delivery.id,
        "event": event,
        "notification": notification,
        "channel": delivery.channel,
        "type": delivery.type,
        "message": text,
        "thread": storable(delivery.thread[:512]),
        "step": delivery.step.value,
        "summary": storable(delivery.summary),
        "reply_to": delivery.reply_to,
        "replaces": delivery.replaces,
        "expanded": delivery.expanded,
        "because": storable(delivery.because),
        "urgent": urgent,
        "at": delivery.at,
        "chapters": dump_chapters(delivery.chapters),
        "trace": delivery.trace or None,
        "state": State.PENDING.value,
        "created": now,
        "due": now,
    }


_REMEMBERED = 500
_RECENT: OrderedDict[str, Message] = OrderedDict()
"""Messages by what is stored of them: one that is sent soon after, as nearly all are, need not be read again."""


def add_deliveries(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Puts deliveries into the outbox: rows of `delivery_row`."""
    add_rows(connection, deliveries, rows)


def add_delivery(connection: Connection, delivery: Delivery, now: datetime, *, urgent: bool = False) -> None:
    """Puts a delivery into the outbox; an urgent one goes before the news."""
    add_deliveries(connection, [delivery_row(delivery, now, urgent=urgent)])


def storable(text: str) -> str:
    """A text that both databases take: PostgreSQL's can't hold NUL, and neither takes half a surrogate pair."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def take_deliveries(connection: Connection, channel: str, holder: str, now: datetime, limit: int) -> list[Leased]:
    """Marks the next deliveries of a leased channel as being sent: what was left behind, then answers, then in order.

    What has to wait holds back what follows it. What can't be read any more becomes a dead letter. Who does not hold
    the channel is given nothing.
    """
    left: list[Any] = []
    waiting: dict[int, list[Any]] = {_ANSWER: [], _NEWS: []}
    for row in connection.execute(_NEXT, {"which": channel, "me": holder, "many": limit}):
        (left if row.rank == _LEFT else waiting[row.rank]).append(row)
    rows = left
    for news in waiting.values():
        rows += itertools.takewhile(lambda row: row.due <= now, news[: max(0, limit - len(rows))])
    # Of what a holder left, the first was being sent when it was cut off, or was about to be.
    unsure = {row.seq for row in rows if row.unsure} | {row.seq for row in rows[:1] if row.rank == _LEFT}
    if rows:
        connection.execute(_TAKE, [_taking(row, holder, now, unsure=row.seq in unsure) for row in rows])
    taken: list[Leased] = []
    for row in rows:
        try:
            delivery = _delivery(row, now)
        except Unreadable as error:
            end_delivery(connection, row.seq, holder, now, f"what is stored can't be read: {error.message}")
            continue
        taken.append(_leased(row, delivery, now, unsure=row.seq in unsure))
    return taken


_LEFT, _ANSWER, _NEWS = range(3)


def _ranked(rank: int, *where: ColumnElement[bool]) -> Select[Any]:
    """The next rows of one kind, by an index of its own; one statement of three costs a third of three statements."""
    found = select(deliveries, literal_column(str(rank), Integer).label("rank")).where(
        deliveries.c.channel == bindparam("which"), *where
    )
    if rank != _LEFT:  # nothing that was left may be passed over
        found = found.order_by(deliveries.c.seq).limit(bindparam("many"))
    return select(found.subquery())


_ROWS = union_all(
    _ranked(_LEFT, deliveries.c.state == State.LEASED),
    _ranked(_ANSWER, deliveries.c.state == State.PENDING, deliveries.c.urgent.is_(True)),
    _ranked(_NEWS, deliveries.c.state == State.PENDING, deliveries.c.urgent.is_(False)),
).subquery()
_STORY = (
    threads.c.delivery.label("story"),
    threads.c.receipt,
    threads.c.receipt_thread,
    threads.c.opened,
    threads.c.began,
    threads.c.tale,
)


def _open_story(rows: FromClause) -> ColumnElement[bool]:
    same = threads.c.channel == rows.c.channel, threads.c.key == rows.c.thread
    return and_(*same, threads.c.closed.is_(False), rows.c.thread != "")


_NEXT = (
    select(_ROWS, *_STORY)
    .outerjoin(threads, _open_story(_ROWS))
    .where(exists().where(channels.c.name == bindparam("which"), channels.c.holder == bindparam("me")))
    .order_by(_ROWS.c.rank, _ROWS.c.urgent.desc(), _ROWS.c.seq)
)
_TAKE = (
    update(deliveries)
    .where(deliveries.c.seq == bindparam("which"))
    .values(
        state=State.LEASED,
        holder=bindparam("me"),
        attempts=bindparam("tried"),
        first_attempt=bindparam("first"),
        unsure=bindparam("doubt"),
    )
)


def take_other(connection: Connection, channel: str, holder: str, now: datetime, stuck: Delivery) -> Leased | None:
    """Marks the next delivery that belongs to another story than a stuck one as being sent; None if none may go now."""
    values = {"which": channel, "stuck": stuck.id, "thread": stuck.thread}
    row = connection.execute(_OTHER, values).first()
    if row is None or row.due > now:
        return None
    connection.execute(_TAKE, [_taking(row, holder, now, unsure=row.unsure)])
    try:
        delivery = _delivery(row, now)
    except Unreadable as error:
        end_delivery(connection, row.seq, holder, now, f"what is stored can't be read: {error.message}")
        return None
    return _leased(row, delivery, now, unsure=row.unsure)


_OTHER = (
    select(deliveries, *_STORY)
    .outerjoin(threads, _open_story(deliveries))
    .where(
        deliveries.c.channel == bindparam("which"),
        deliveries.c.state == State.PENDING,
        deliveries.c.id != bindparam("stuck"),
        or_(deliveries.c.thread == "", deliveries.c.thread != bindparam("thread")),
    )
    .order_by(deliveries.c.urgent.desc(), deliveries.c.seq)
    .limit(1)
)


def _taking(row: Any, holder: str, now: datetime, *, unsure: bool) -> dict[str, Any]:
    first = row.first_attempt or now
    return {"which": row.seq, "me": holder, "tried": row.attempts + 1, "first": first, "doubt": unsure}


def _leased(row: Any, delivery: Delivery, now: datetime, *, unsure: bool) -> Leased:
    since = row.again or row.first_attempt or now
    return Leased(
        seq=row.seq, delivery=delivery, unsure=unsure, story=load_story(row), accepted=row.created, since=since
    )


def _delivery(row: Any, now: datetime) -> Delivery:
    return Delivery(
        id=row.id,
        channel=row.channel,
        type=row.type,
        message=_RECENT.pop(row.message, None) or load_message(row.message),
        thread=row.thread,
        step=Step(row.step),
        summary=row.summary,
        reply_to=row.reply_to,
        replaces=row.replaces,
        expanded=row.expanded,
        at=row.at,
        chapters=load_chapters(row.chapters),
        attempts=row.attempts,
        first_attempt=row.first_attempt or now,
        trace=row.trace or "",
    )


def end_delivery(
    connection: Connection, seq: int, holder: str, now: datetime, reason: str, *, unsure: bool = False
) -> bool:
    """Ends a delivery as a dead letter, unsure if it may have been posted; False if this holder has it no more."""
    changed = connection.execute(
        update(deliveries)
        .where(*_held_by(holder), deliveries.c.seq == seq)
        .values(state=State.DEAD, finished=now, reason=storable(reason), unsure=unsure)
    )
    return changed.rowcount == 1


def put_back(connection: Connection, seq: int, holder: str, due: datetime, *, error: str, unsure: bool) -> None:
    """Returns a delivery that was tried to the outbox, to be tried again when due."""
    values: dict[str, Any] = {"state": State.PENDING, "holder": "", "due": due, "error": storable(error)}
    if unsure:
        values["unsure"] = True
    connection.execute(update(deliveries).where(*_held_by(holder), deliveries.c.seq == seq).values(**values))


def untake(connection: Connection, seqs: Sequence[int], holder: str) -> None:
    """Returns deliveries that were taken and not tried."""
    connection.execute(
        update(deliveries)
        .where(*_held_by(holder), deliveries.c.seq.in_(seqs))
        .values(state=State.PENDING, holder="", attempts=deliveries.c.attempts - 1)
    )


def _held_by(holder: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return deliveries.c.holder == holder, deliveries.c.state == State.LEASED
