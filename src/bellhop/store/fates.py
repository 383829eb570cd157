"""What became of every event: the questions of `bellhop deliveries`, the console and its API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bellhop.delivery import State
from bellhop.message import Message
from bellhop.store.digests import find_digest
from bellhop.store.messages import load_message
from bellhop.store.tables import channels, deliveries, events, notifications, receipts


def list_deliveries(
    connection: Connection, *, state: str = "", channel: str = "", digest: str = "", limit: int = 100
) -> list[dict[str, Any]]:
    """The newest deliveries and the events that nobody heard, newest first.

    Args:
        connection: to read from.
        state: pending, leased, sent, dead, grouped or silent; empty for all.
        channel: a channel's name; empty for all.
        digest: only what this digest tells; empty for all.
        limit: at most so many.
    """
    query = (
        select(deliveries, notifications.c.title, channels.c.broken)
        .outerjoin(notifications, notifications.c.id == deliveries.c.notification)
        .outerjoin(channels, channels.c.name == deliveries.c.channel)
        .order_by(deliveries.c.seq.desc())
        .limit(limit)
    )
    if state:
        query = query.where(deliveries.c.state == state)
    if channel:
        query = query.where(deliveries.c.channel == channel)
    if digest:
        query = query.where(deliveries.c.digest == digest)
    found = [_line(row) for row in connection.execute(query)]
    if not channel and not digest and state in ("", State.SILENT):
        found += _unheard(connection, limit)
    found.sort(key=lambda line: line["created"], reverse=True)
    return found[:limit]


def _line(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": row.state,
        "channel": row.channel,
        "type": row.type,
        "title": row.title or load_message(row.message).title,
        "why": why(row),
        "created": _iso(row.created),
        "attempts": row.attempts,
        "event": row.event,
        "digest": row.digest or "",
    }


def why(row: Any) -> str:
    """The reason for a delivery's state, in words."""
    if row.state == State.SENT:
        return row.reason or "posted"
    if row.state == State.PENDING:
        if row.broken:
            return f"waits: the channel is switched off: {row.broken}"
        return f"waits: {row.error}; tried {row.attempts} times" if row.error else "waits for its turn"
    if row.state == State.LEASED:
        return "is being sent"
    if row.state == State.GROUPED:
        return f"{row.reason}; told by {row.digest}"
    return row.reason or row.error


def _unheard(connection: Connection, limit: int) -> list[dict[str, Any]]:
    query = (
        select(events, notifications.c.title, notifications.c.type)
        .outerjoin(notifications, notifications.c.event == events.c.id)
        .where(events.c.state == "silent")
        .order_by(events.c.id.desc())
        .limit(limit)
    )
    return [
        {
            "id": f"event-{row.id}",
            "state": State.SILENT.value,
            "channel": "",
            "type": row.type or "",
            "title": row.title or "",
            "why": row.reason,
            "created": _iso(row.received),
            "attempts": 0,
            "event": row.id,
        }
        for row in connection.execute(query)
    ]


def show_delivery(connection: Connection, id: str) -> dict[str, Any] | None:  # noqa: A002  # it is the id
    """Everything known of a delivery (its id), or of an event (`event-17`); None if there is none."""
    if id.startswith("event-") and id[6:].isdigit() and len(id) < 25:
        return _show_event(connection, int(id[6:]))
    query = (
        select(deliveries, notifications.c.title, channels.c.broken)
        .outerjoin(notifications, notifications.c.id == deliveries.c.notification)
        .outerjoin(channels, channels.c.name == deliveries.c.channel)
        .where(deliveries.c.id == id)
    )
    row = connection.execute(query).first()
    if row is None:
        return _show_digest(connection, id)
    event = _show_event(connection, row.event) if row.event else None
    return {
        **_line(row),
        "because": row.because,
        "first_attempt": _iso(row.first_attempt),
        "finished": _iso(row.finished),
        "due": _iso(row.due),
        "error": row.error,
        "receipts": [
            {"id": receipt.receipt, "thread": receipt.receipt_thread, "posted": _iso(receipt.posted)}
            for receipt in connection.execute(select(receipts).where(receipts.c.delivery == id))
        ],
        "arrived": {key: event[key] for key in ("source", "topic", "subject", "received", "repeats", "body")}
        if event
        else None,
    }


def find_events(connection: Connection, keys: Sequence[str]) -> list[str]:
    """The ids (`event-17`) of the events with these keys, in the order in which they came."""
    found = select(events.c.id).where(events.c.key.in_(keys)).order_by(events.c.id)
    return [f"event-{id_}" for id_ in connection.execute(found).scalars()]


def _show_event(connection: Connection, id: int) -> dict[str, Any] | None:  # noqa: A002  # it is the id
    row = connection.execute(select(events).where(events.c.id == id)).first()
    if row is None:
        return None
    told = connection.execute(select(notifications).where(notifications.c.event == id)).first()
    fates = connection.execute(
        select(deliveries, channels.c.broken)
        .outerjoin(channels, channels.c.name == deliveries.c.channel)
        .where(deliveries.c.event == id)
        .order_by(deliveries.c.seq)
    ).all()
    return {
        "id": f"event-{id}",
        "state": row.state,
        "why": row.reason or "; ".join(f"{one.channel}: {one.state}: {why(one)}" for one in fates),
        "type": told.type if told else "",
        "title": told.title if told else "",
        "problem": told.problem if told else "",
        "source": row.source,
        "topic": row.topic,
        "subject": row.subject,
        "received": _iso(row.received),
        "created": _iso(row.received),
        "repeats": row.repeats,
        "body": row.body,
        "deliveries": [one.id for one in fates],
    }


def _show_digest(connection: Connection, id: str) -> dict[str, Any] | None:  # noqa: A002  # it is the id
    """A digest whose message is not in the outbox yet."""
    found = find_digest(connection, id)
    if found is None:
        return None
    return {
        "id": id,
        "state": State.PENDING.value,
        "channel": found.channel,
        "type": f"noise.{found.digest.kind}",
        "title": found.digest.name,
        "why": f"a digest of {found.members}, not told yet",
        "created": _iso(found.opened),
        "attempts": 0,
        "event": None,
        "digest": "",
    }


def message_at(connection: Connection, channel: str, receipt: str) -> tuple[str, Message] | None:
    """What stands at a place of a channel now: its type and its message."""
    query = (
        select(deliveries.c.type, deliveries.c.message)
        .join(receipts, receipts.c.delivery == deliveries.c.id)
        .where(receipts.c.channel == channel, receipts.c.receipt == receipt)
        .order_by(receipts.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return (row.type, load_message(row.message)) if row else None


def count_states(connection: Connection) -> dict[str, int]:
    """How many deliveries stand in each state."""
    query = select(deliveries.c.state, func.count().label("many")).group_by(deliveries.c.state)
    return {row.state: row.many for row in connection.execute(query)}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
