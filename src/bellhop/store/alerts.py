"""Alerts: what somebody should acknowledge, and what is told again until somebody does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bellhop.message import Message
from bellhop.noise import Facts, NoiseSettings
from bellhop.notification import Step
from bellhop.store.messages import load_message
from bellhop.store.noise_tables import alerts
from bellhop.store.tables import deliveries, receipts


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What somebody should acknowledge.

    Args:
        delivery: id of the delivery that told it.
        channel: where.
        thread: its story's key, or empty.
        type: the event type's name.
        resource: what its delivery was about, or empty.
        opened: when it came (aware).
        reminded: how often it was told again.
        by: who acknowledged it, or empty.
        acknowledged: when (aware), or None.
        message: what it said.
    """

    delivery: str
    channel: str
    thread: str
    type: str
    opened: datetime
    reminded: int
    by: str
    acknowledged: datetime | None
    message: Message


def open_alerts(
    connection: Connection, sent: Sequence[tuple[dict[str, Any], Facts, NoiseSettings]], now: datetime
) -> None:
    """Begins to watch over what is to be acknowledged: rows of deliveries that are sent, with their facts."""
    rows = [
        {
            "delivery": row["id"],
            "channel": row["channel"],
            "thread": row["thread"],
            "type": row["type"],
            "opened": now,
            "due": _first(facts, settings, now),
            "reminded": 0,
            "by": "",
        }
        for row, facts, settings in sent
        if facts.step is Step.OPEN and facts.severity in settings.acknowledge
    ]
    if rows:
        connection.execute(insert(alerts), rows)


def _first(facts: Facts, settings: NoiseSettings, now: datetime) -> datetime | None:
    again = settings.reminders
    return now + again.every if again and facts.severity in again.severities else None


def settle_alerts(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Ends reminding of stories that ended: rows of deliveries."""
    for row in rows:
        if row["step"] == Step.CLOSE:
            connection.execute(
                update(alerts)
                .where(alerts.c.channel == row["channel"], alerts.c.thread == row["thread"])
                .values(due=None)
            )


def find_alert(connection: Connection, channel: str, id: str) -> Alert | None:  # noqa: A002  # it is the id
    """The alert that a delivery of a channel told; None if there is none."""
    found = _alerts(connection, alerts.c.channel == channel, alerts.c.delivery == id)
    return found[0] if found else None


def alert_at(connection: Connection, channel: str, place: str) -> Alert | None:
    """The alert whose message stands at a place of a channel; None if there is none."""
    query = (
        select(alerts.c.delivery)
        .join(receipts, receipts.c.delivery == alerts.c.delivery)
        .where(receipts.c.channel == channel, receipts.c.receipt == place)
        .order_by(receipts.c.id.desc())
        .limit(1)
    )
    found = connection.execute(query).scalar()
    return find_alert(connection, channel, found) if found else None


def open_alerts_of(connection: Connection, channel: str, limit: int = 50) -> list[Alert]:
    """A channel's alerts that nobody acknowledged, the newest first."""
    return _alerts(connection, alerts.c.channel == channel, alerts.c.acknowledged.is_(None))[:limit]


def due_alerts(connection: Connection, now: datetime) -> list[Alert]:
    """What is to be told again."""
    return _alerts(connection, alerts.c.due <= now, alerts.c.acknowledged.is_(None))


def _alerts(connection: Connection, *where: Any) -> list[Alert]:
    query = (
        select(alerts, deliveries.c.message)
        .join(deliveries, deliveries.c.id == alerts.c.delivery)
        .where(*where)
        .order_by(alerts.c.opened.desc())
        .limit(200)
    )
    return [
        Alert(
            delivery=row.delivery,
            channel=row.channel,
            thread=row.thread,
            type=row.type,
            opened=row.opened,
            reminded=row.reminded,
            by=row.by,
            acknowledged=row.acknowledged,
            message=load_message(row.message),
        )
        for row in connection.execute(query)
    ]


def acknowledge(connection: Connection, alert: Alert, name: str, now: datetime) -> bool:
    """Notes who acknowledged an alert; False if somebody did before."""
    mine = connection.execute(
        update(alerts)
        .where(alerts.c.delivery == alert.delivery, alerts.c.acknowledged.is_(None))
        .values(by=name[:256], acknowledged=now, due=None)
    )
    return mine.rowcount == 1


def note_reminder(connection: Connection, alert: Alert, due: datetime | None) -> bool:
    """Notes that an alert is told again; False if another replica did, or if it was acknowledged meanwhile."""
    mine = connection.execute(
        update(alerts)
        .where(
            alerts.c.delivery == alert.delivery,
            alerts.c.reminded == alert.reminded,
            alerts.c.due.is_not(None),
        )
        .values(reminded=alert.reminded + 1, due=due)
    )
    return mine.rowcount == 1


def forget_alerts(connection: Connection, before: datetime, age: timedelta = timedelta(days=30)) -> None:
    """Deletes alerts that are too old for anybody to acknowledge."""
    connection.execute(alerts.delete().where(alerts.c.opened < before - age))
