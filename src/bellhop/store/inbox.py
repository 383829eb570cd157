"""Events: accepted, told, routed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bellhop.event import Envelope
from bellhop.notification import Notification
from bellhop.store.tables import events, notifications


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An event that waits to be told."""

    id: int
    topic: str
    subject: str
    body: str


def add_events(connection: Connection, envelopes: Sequence[Envelope]) -> None:
    """Stores what arrived; what arrived before under the same key is counted as a repeat."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    rows = {
        envelope.key: {
            "key": envelope.key,
            "source": envelope.source,
            "topic": envelope.topic,
            "subject": envelope.subject,
            "body": envelope.body.replace("\x00", "\ufffd"),  # PostgreSQL's text can't hold NUL
            "received": envelope.received,
        }
        for envelope in envelopes
    }
    statement = dialect.insert(events)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"repeats": events.c.repeats + 1}),
        list(rows.values()),
    )


def new_events(connection: Connection, limit: int) -> list[Accepted]:
    """The oldest events that are not told yet."""
    query = (
        select(events.c.id, events.c.topic, events.c.subject, events.c.body)
        .where(events.c.state == "new")
        .order_by(events.c.id)
        .limit(limit)
    )
    return [
        Accepted(id=row.id, topic=row.topic, subject=row.subject, body=row.body) for row in connection.execute(query)
    ]


def settle_event(connection: Connection, event: int, state: str, reason: str) -> bool:
    """Marks an event as `routed` or `silent`; False if somebody else did so before."""
    changed = connection.execute(
        update(events).where(events.c.id == event, events.c.state == "new").values(state=state, reason=reason)
    )
    return changed.rowcount == 1


def add_notification(
    connection: Connection, event: int, notification: Notification, *, own_layout: bool, problem: str
) -> int:
    """Stores what an event was told as; gives its id."""
    result = connection.execute(
        insert(notifications).values(
            event=event,
            type=notification.type,
            title=notification.message.title,
            severity=notification.severity,
            resource=notification.resource,
            thread=notification.thread[:512],
            own_layout=own_layout,
            problem=problem,
            at=notification.at,
        )
    )
    (key,) = result.inserted_primary_key or (0,)
    return int(key)
