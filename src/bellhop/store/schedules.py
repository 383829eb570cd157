"""Schedules: commands that run at set times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from bellhop.store.chat_tables import schedules

MOST = 50
"""How many schedules a channel may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A command and when it runs.

    Args:
        id: short, unique.
        channel: where it answers.
        user: whose rights count when it runs.
        name: how to address them.
        rule: when, as `bellhop.recurrence` reads it: `every weekday 09:00`.
        timezone: IANA name of the clock that the rule is told in.
        text: the command, quoted as the lexer reads it.
        confirmed: its author said yes to a command that changes something.
        due: the next time.
        account: which of the channel's accounts it runs in, if the channel has several; else empty.
    """

    id: str
    channel: str
    user: str
    name: str
    rule: str
    timezone: str
    text: str
    confirmed: bool
    due: datetime
    account: str = ""


def keep_schedule(connection: Connection, schedule: Schedule, now: datetime) -> bool:
    """Keeps a schedule; False if the channel has as many as it may have."""
    count = select(func.count()).select_from(schedules).where(schedules.c.channel == schedule.channel)
    if connection.execute(count).scalar_one() >= MOST:
        return False
    connection.execute(
        insert(schedules).values(
            id=schedule.id,
            channel=schedule.channel,
            user=schedule.user,
            name=schedule.name,
            rule=schedule.rule,
            timezone=schedule.timezone,
            text=schedule.text,
            confirmed=schedule.confirmed,
            made=now,
            due=schedule.due,
            account=schedule.account,
        )
    )
    return True


def list_schedules(connection: Connection, channel: str) -> list[Schedule]:
    """A channel's schedules, the next first."""
    query = select(schedules).where(schedules.c.channel == channel).order_by(schedules.c.due)
    return [_schedule(row) for row in connection.execute(query)]


def due_schedules(connection: Connection, now: datetime) -> list[Schedule]:
    """What is to run now."""
    return [
        _schedule(row)
        for row in connection.execute(select(schedules).where(schedules.c.due <= now).order_by(schedules.c.due))
    ]


def take_turn(connection: Connection, schedule: Schedule, following: datetime) -> bool:
    """Moves a schedule on to its next time; False if another replica did, or it was deleted."""
    moved = connection.execute(
        update(schedules).where(schedules.c.id == schedule.id, schedules.c.due == schedule.due).values(due=following)
    )
    return moved.rowcount == 1


def drop_schedule(connection: Connection, channel: str, id: str) -> bool:  # noqa: A002  # it is the id
    """Deletes a schedule; False if the channel has none of that id."""
    gone = connection.execute(delete(schedules).where(schedules.c.channel == channel, schedules.c.id == id))
    return gone.rowcount == 1


def _schedule(row: Any) -> Schedule:
    return Schedule(
        id=row.id,
        channel=row.channel,
        user=row.user,
        name=row.name,
        rule=row.rule,
        timezone=row.timezone,
        text=row.text,
        confirmed=row.confirmed,
        due=row.due,
        account=row.account,
    )
