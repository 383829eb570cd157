"""Deliveries: put in, leased by channel, sent or put back.

A channel's deliveries are sent one after the other, each noted before the next begins. So of all that a holder has
taken, at most one is being sent: the first that is not finished. Only that one may have been posted when a holder
dies, and is unsure for whoever takes the channel over; the others surely were not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    update,
)

from bellhop.delivery import Delivery, State
from bellhop.message import Message
from bellhop.store.messages import dump_message, load_message
from bellhop.store.rows import add_rows
from bellhop.store.tables import deliveries
from bellhop.store.tales import dump_chapters
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


def recent_message(text: str) -> Message:
    """The message of a delivery that was just put in, or else read from what is stored of it.

    Raises:
        Unreadable: it can't be read any more.
    """
    return _RECENT.pop(text, None) or load_message(text)


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
