"""Custom actions that people made in chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select

from bellhop.custom_actions import MOST, CustomAction
from bellhop.store.chat_tables import custom_actions
from bellhop.store.tables import deliveries, events, receipts


def keep_action(
    connection: Connection, channel: str, action: CustomAction, user: str, now: datetime, *, anew: bool = False
) -> bool:
    """Keeps an action.

    Args:
        connection: to write to.
        channel: whose it is.
        action: what to keep.
        user: who says so.
        now: the time.
        anew: it takes the place of the one of its name, which there must be; else there may be none.

    Returns:
        False if that is not so, or if the channel has as many as it may have.
    """
    known = [one.name for one in list_actions(connection, channel)]
    if (action.name in known) is not anew or (not anew and len(known) >= MOST):
        return False
    drop_action(connection, channel, action.name)
    body = msgspec.json.encode({**msgspec.to_builtins(action), "author": "", "name": ""}).decode()
    row = {"channel": channel, "name": action.name, "body": body, "user": user, "author": action.author}
    connection.execute(insert(custom_actions).values(**row, changed=now))
    return True


def list_actions(connection: Connection, channel: str) -> list[CustomAction]:
    """A channel's actions by name."""
    query = select(custom_actions).where(custom_actions.c.channel == channel).order_by(custom_actions.c.name)
    return [_action(row) for row in connection.execute(query)]


def all_actions(connection: Connection) -> Mapping[str, Sequence[CustomAction]]:
    """The actions of all channels that have some, by channel, each by name."""
    found: dict[str, list[CustomAction]] = {}
    for row in connection.execute(select(custom_actions).order_by(custom_actions.c.channel, custom_actions.c.name)):
        found.setdefault(row.channel, []).append(_action(row))
    return found


def drop_action(connection: Connection, channel: str, name: str) -> bool:
    """Deletes an action; False if there is none of that name."""
    one = custom_actions.c.channel == channel, custom_actions.c.name == name
    return connection.execute(delete(custom_actions).where(*one)).rowcount == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What arrived and is told by a message: its payload, and the type that it was told as."""

    body: str
    topic: str
    subject: str
    kind: str


def event_behind(connection: Connection, channel: str, receipt: str) -> Behind | None:
    """What the news at a place of a channel was told from; None if there is no news."""
    query = (
        select(events.c.body, events.c.topic, events.c.subject, deliveries.c.type)
        .join(deliveries, deliveries.c.event == events.c.id)
        .join(receipts, receipts.c.delivery == deliveries.c.id)
        .where(receipts.c.channel == channel, receipts.c.receipt == receipt)
        .order_by(receipts.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return Behind(body=row.body, topic=row.topic, subject=row.subject, kind=row.type) if row else None


def _action(row: Any) -> CustomAction:
    body = msgspec.json.decode(row.body)
    return msgspec.convert({**body, "name": row.name, "author": row.author}, CustomAction)
