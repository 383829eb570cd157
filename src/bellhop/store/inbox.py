"""Events: stored together with what they were told as and for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects import postgresql

from bellhop.delivery import Delivery
from bellhop.event import Envelope
from bellhop.noise import Facts, NoiseSettings
from bellhop.notification import Notification
from bellhop.store.hush import News, hush
from bellhop.store.outbox import add_deliveries, delivery_row, storable
from bellhop.store.rows import add_numbered, add_rows, number_rows
from bellhop.store.tables import events, notifications


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one event of an arrival was told as, and for whom.

    Args:
        notification: what was told.
        own_layout: an event module recognised it.
        problem: what failed in that module, or empty.
        deliveries: one for each channel that hears it.
        facts: what noise is decided by; None = all are sent.
        noise: what each delivery's channel wants to be spared, in the same order.
    """

    notification: Notification
    own_layout: bool
    problem: str
    deliveries: tuple[Delivery, ...]
    facts: Facts | None = None
    noise: tuple[NoiseSettings, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An envelope and what became of it.

    Args:
        envelope: what arrived.
        tellings: its events.
        silence: why nobody hears of it, or empty.
    """

    envelope: Envelope
    tellings: tuple[Telling, ...]
    silence: str = ""


_AGAIN = update(events).where(events.c.key == bindparam("which")).values(repeats=events.c.repeats + bindparam("more"))
_ADD = (
    postgresql.insert(events)
    .on_conflict_do_update(index_elements=["key"], set_={"repeats": events.c.repeats + 1})
    .returning(events.c.id, events.c.key, events.c.repeats)
)


Fates = tuple[tuple[str, str], ...]
"""The channel and the first state of each of an arrival's deliveries."""


def add_arrivals(connection: Connection, arrivals: Sequence[Arrival]) -> list[Fates | None]:
    """Stores what arrived with all its deliveries; None for what arrived before under the same key.

    A repeat is counted and tells nothing, whichever replica took the first one.
    """
    keys = [storable(arrival.envelope.key) for arrival in arrivals]
    first = dict(zip(reversed(keys), reversed(arrivals), strict=True))
    # In one order everywhere, so that two replicas that are sent the same never wait for each other in a circle.
    rows = [_event_row(key, first[key]) for key in sorted(first)]
    new = _add_events(connection, rows)
    fates = _add_tellings(connection, [(new[key], first[key]) for key in dict.fromkeys(keys) if key in new])
    more = [{"which": key, "more": many - 1} for key, many in sorted(Counter(keys).items()) if many > 1]
    if more:
        connection.execute(_AGAIN, more)
    return [
        fates.get(new[key], ()) if first[key] is arrival and key in new else None
        for key, arrival in zip(keys, arrivals, strict=True)
    ]


def _add_events(connection: Connection, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Puts events in, or counts the repeat; gives the numbers of the new ones by their keys."""
    if connection.dialect.name != "sqlite":
        return {row.key: row.id for row in connection.execute(_ADD, list(rows)) if not row.repeats}
    numbers = number_rows(connection, events, len(rows))
    numbered = [{**row, "id": id_} for row, id_ in zip(rows, numbers, strict=True)]
    add_rows(connection, events, numbered, over=("key",), count="repeats")
    new = connection.execute(_NEW, {"first": numbers.start}).scalar_one() or ""
    return {rows[int(id_) - numbers.start]["key"]: int(id_) for id_ in new.split(",") if id_}


_NEW = select(func.group_concat(events.c.id)).where(events.c.id >= bindparam("first"))


def _event_row(key: str, arrival: Arrival) -> dict[str, Any]:
    envelope = arrival.envelope
    return {
        "key": key,
        "source": envelope.source,
        "topic": envelope.topic,
        "subject": storable(envelope.subject),
        "body": storable(envelope.body),
        "received": envelope.received,
        "state": "silent" if arrival.silence else "routed",
        "reason": storable(arrival.silence),
        "repeats": 0,
    }


def _add_tellings(connection: Connection, arrivals: Sequence[tuple[int, Arrival]]) -> dict[int, Fates]:
    tellings = [(event, telling) for event, arrival in arrivals for telling in arrival.tellings]
    if not tellings:
        return {}
    ids = add_numbered(connection, notifications, [_notification_row(event, telling) for event, telling in tellings])
    now = datetime.now(UTC)
    news = [
        News(
            row=delivery_row(delivery, now, event=event, notification=id_),
            facts=telling.facts,
            settings=telling.noise[place] if telling.facts else None,
        )
        for (event, telling), id_ in zip(tellings, ids, strict=True)
        for place, delivery in enumerate(telling.deliveries)
    ]
    if news:
        hush(connection, news, now)
        add_deliveries(connection, [one.row for one in news])
    fates: dict[int, Fates] = {}
    for one in news:
        event = one.row["event"]
        fates[event] = (*fates.get(event, ()), (one.row["channel"], one.row["state"]))
    return fates


def _notification_row(event: int, telling: Telling) -> dict[str, Any]:
    notification = telling.notification
    return {
        "event": event,
        "type": notification.type,
        "title": storable(notification.message.title),
        "severity": notification.severity,
        "resource": storable(notification.resource),
        "thread": storable(notification.thread[:512]),
        "own_layout": telling.own_layout,
        "problem": storable(telling.problem),
        "at": notification.at,
    }
