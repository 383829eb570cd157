"""What people muted: kept, listed, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, or_, select

from bellhop.noise import Match, Silence
from bellhop.store.noise_tables import silences
from bellhop.store.tables import microseconds


def keep_silence(connection: Connection, silence: Silence) -> None:
    """Keeps what somebody muted."""
    connection.execute(
        insert(silences).values(
            id=silence.id,
            channel=silence.channel,
            match=msgspec.msgpack.encode(silence.match),
            until=silence.until,
            name=silence.name,
            why=silence.why,
            made=silence.made,
        )
    )


def active_silences(connection: Connection, now: datetime) -> Sequence[Silence]:
    """What is muted at a moment, in any channel, the newest first."""
    # Asked in every transaction that accepts events, and hardly ever is there anything.
    place = "%s" if connection.dialect.name == "postgresql" else "?"
    if not connection.exec_driver_sql(f"{_ANY} {place} LIMIT 1", (microseconds(now),)).first():
        return []
    return [_silence(row) for row in connection.execute(_ACTIVE, {"now": now})]


_ANY = "SELECT 1 FROM silences WHERE until >"
_ACTIVE = select(silences).where(silences.c.until > bindparam("now")).order_by(silences.c.made.desc())


def list_silences(connection: Connection, channel: str, now: datetime) -> list[Silence]:
    """What is muted in a channel, the newest first; in all if the channel is empty."""
    return [one for one in active_silences(connection, now) if not channel or one.channel in ("", channel)]


def drop_silence(connection: Connection, channel: str, id: str) -> bool:  # noqa: A002  # it is the id
    """Ends a silence, of a channel or of all; any if the channel is empty. False if there is none of that id."""
    where = [silences.c.id == id]
    if channel:
        where.append(or_(silences.c.channel == channel, silences.c.channel == ""))
    return connection.execute(delete(silences).where(*where)).rowcount == 1


def _silence(row: Any) -> Silence:
    return Silence(
        id=row.id,
        channel=row.channel,
        match=msgspec.msgpack.decode(row.match, type=Match),
        until=row.until,
        name=row.name,
        why=row.why,
        made=row.made,
    )
