"""Deliveries: put in, leased by channel, sent or put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from bellhop.delivery import Delivery, Receipt, State
from bellhop.message import Message
from bellhop.notification import Step
from bellhop.store.messages import dump_message, load_message
from bellhop.store.tables import channels, deliveries, receipts, threads
from bellhop.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Leased:
    """A delivery that this replica may send now.

    Args:
        seq: its row.
        delivery: what to send.
        unsure: an earlier try may have posted it: look before sending.
    """

    seq: int
    delivery: Delivery
    unsure: bool


def add_delivery(
    connection: Connection,
    delivery: Delivery,
    now: datetime,
    *,
    event: int | None = None,
    notification: int | None = None,
    urgent: bool = False,
) -> None:
    """Puts a delivery into the outbox."""
    connection.execute(
        insert(deliveries).values(
            id=delivery.id,
            event=event,
            notification=notification,
            channel=delivery.channel,
            type=delivery.type,
            message=dump_message(delivery.message),
            thread=delivery.thread[:512],
            step=delivery.step,
            summary=delivery.summary,
            reply_to=delivery.reply_to,
            replaces=delivery.replaces,
            expanded=delivery.expanded,
            urgent=urgent,
            at=delivery.at,
            state=State.PENDING,
            created=now,
            due=now,
        )
    )


def due_channels(connection: Connection, now: datetime) -> list[str]:
    """The channels that have something to send and that nobody holds."""
    waiting = deliveries.c.state.in_((State.PENDING, State.LEASED))
    held = select(channels.c.name).where(or_(channels.c.held_until > now, channels.c.broken != ""))
    query = select(deliveries.c.channel).where(waiting, deliveries.c.due <= now, deliveries.c.channel.not_in(held))
    return list(connection.execute(query.distinct()).scalars())


def take_channel(connection: Connection, channel: str, holder: str, now: datetime, until: datetime) -> bool:
    """Leases a channel; False if another replica holds it."""
    taken = connection.execute(
        update(channels)
        .where(channels.c.name == channel, or_(channels.c.holder == holder, channels.c.held_until <= now))
        .values(holder=holder, held_until=until)
    )
    if taken.rowcount:
        return True
    if connection.execute(select(channels.c.name).where(channels.c.name == channel)).first():
        return False
    connection.execute(insert(channels).values(name=channel, holder=holder, held_until=until))
    return True


def free_channel(connection: Connection, channel: str, holder: str, now: datetime) -> None:
    """Gives a lease back; what was being sent when it was cut off returns to pending, unsure."""
    connection.execute(
        update(deliveries)
        .where(*_mine(holder), deliveries.c.channel == channel)
        .values(state=State.PENDING, holder="", unsure=True)
    )
    connection.execute(
        update(channels)
        .where(channels.c.name == channel, channels.c.holder == holder)
        .values(holder="", held_until=now)
    )


def renew_channel(connection: Connection, channel: str, holder: str, until: datetime) -> bool:
    """Keeps a lease while sending; False if it was lost."""
    kept = connection.execute(
        update(channels).where(channels.c.name == channel, channels.c.holder == holder).values(held_until=until)
    )
    return kept.rowcount == 1


def take_deliveries(connection: Connection, channel: str, holder: str, now: datetime, limit: int) -> list[Leased]:
    """Marks the next deliveries of a leased channel as being sent: answers first, else in order.

    A delivery that another holder left behind comes back as unsure. What has to wait holds back what follows it.
    """
    open_states = deliveries.c.state.in_((State.PENDING, State.LEASED))
    query = (
        select(deliveries)
        .where(deliveries.c.channel == channel, open_states)
        .order_by(deliveries.c.urgent.desc(), deliveries.c.seq)
        .limit(limit)
    )
    rows: list[Any] = []
    for row in connection.execute(query):
        if row.due <= now:
            rows.append(row)
        elif not row.urgent:
            break
    for row in rows:
        connection.execute(
            update(deliveries)
            .where(deliveries.c.seq == row.seq)
            .values(
                state=State.LEASED,
                holder=holder,
                attempts=row.attempts + 1,
                first_attempt=row.first_attempt or now,
                unsure=row.unsure or row.state == State.LEASED,
            )
        )
    return [
        Leased(seq=row.seq, delivery=_delivery(row, now), unsure=row.unsure or row.state == State.LEASED)
        for row in rows
    ]


def _delivery(row: Any, now: datetime) -> Delivery:
    return Delivery(
        id=row.id,
        channel=row.channel,
        type=row.type,
        message=load_message(row.message),
        thread=row.thread,
        step=Step(row.step),
        summary=row.summary,
        reply_to=row.reply_to,
        replaces=row.replaces,
        expanded=row.expanded,
        at=row.at,
        attempts=row.attempts,
        first_attempt=row.first_attempt or now,
    )


def finish_delivery(
    connection: Connection, seq: int, holder: str, state: State, now: datetime, reason: str = ""
) -> bool:
    """Ends a delivery as sent, silent or dead; False if this holder no longer has it."""
    changed = connection.execute(
        update(deliveries)
        .where(*_mine(holder), deliveries.c.seq == seq)
        .values(state=state, finished=now, reason=reason, unsure=False)
    )
    return changed.rowcount == 1


def put_back(connection: Connection, seq: int, holder: str, due: datetime, *, error: str, unsure: bool) -> None:
    """Returns a delivery that failed to the outbox, to be tried again when due."""
    values: dict[str, Any] = {"state": State.PENDING, "holder": "", "due": due, "error": error}
    if unsure:
        values["unsure"] = True
    connection.execute(update(deliveries).where(*_mine(holder), deliveries.c.seq == seq).values(**values))


def untake(connection: Connection, seqs: Sequence[int], holder: str) -> None:
    """Returns deliveries that were taken and not tried."""
    connection.execute(
        update(deliveries)
        .where(*_mine(holder), deliveries.c.seq.in_(seqs))
        .values(state=State.PENDING, holder="", attempts=deliveries.c.attempts - 1)
    )


def _mine(holder: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return deliveries.c.holder == holder, deliveries.c.state == State.LEASED


def add_receipt(connection: Connection, delivery: Delivery, receipt: Receipt, now: datetime) -> None:
    """Remembers what a platform says was posted."""
    connection.execute(
        insert(receipts).values(
            delivery=delivery.id,
            channel=delivery.channel,
            receipt=receipt.id,
            receipt_thread=receipt.thread,
            posted=now,
        )
    )


def find_story(connection: Connection, channel: str, key: str) -> Story | None:
    """The open story of a thread in a channel."""
    row = connection.execute(
        select(threads).where(threads.c.channel == channel, threads.c.key == key, threads.c.closed.is_(False))
    ).first()
    if row is None:
        return None
    parent = Receipt(id=row.receipt, thread=row.receipt_thread)
    return Story(parent=parent, delivery=row.delivery, opened=row.opened)


def keep_message(connection: Connection, delivery: Delivery) -> None:
    """Remembers the message that was shown, where it is not the one that was put in."""
    text = dump_message(delivery.message)
    connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(message=text))


def first_message(connection: Connection, delivery: str) -> Message:
    """The message that a delivery was made with."""
    return load_message(
        connection.execute(select(deliveries.c.message).where(deliveries.c.id == delivery)).scalar_one()
    )


def keep_thread(
    connection: Connection, delivery: Delivery, receipt: Receipt, opened: datetime, *, closed: bool
) -> None:
    """Remembers where a story's parent stands, and whether the story goes on."""
    key = (threads.c.channel == delivery.channel, threads.c.key == delivery.thread)
    values = {
        "delivery": delivery.id,
        "receipt": receipt.id,
        "receipt_thread": receipt.thread,
        "opened": opened,
        "closed": closed,
    }
    if not connection.execute(update(threads).where(*key).values(**values)).rowcount:
        connection.execute(insert(threads).values(channel=delivery.channel, key=delivery.thread, **values))


def break_channel(connection: Connection, channel: str, reason: str, now: datetime) -> None:
    """Switches a channel off; its deliveries are kept."""
    connection.execute(update(channels).where(channels.c.name == channel).values(broken=reason, broken_since=now))


def mend_channel(connection: Connection, channel: str) -> bool:
    """Switches a channel on again; False if it was not off."""
    return bool(
        connection.execute(
            update(channels)
            .where(channels.c.name == channel, channels.c.broken != "")
            .values(broken="", broken_since=None)
        ).rowcount
    )
