"""Aliases: commands that a channel has given a name of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from bellhop.store.chat_tables import aliases

MOST = 200
"""How many aliases a channel may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name and what it stands for, `$variables` included."""

    name: str
    text: str
    author: str


def keep_alias(connection: Connection, channel: str, alias: Alias, user: str, now: datetime) -> bool:
    """Keeps an alias; False if the channel has one of that name, or as many as it may have."""
    if find_alias(connection, channel, alias.name) or _count(connection, channel) >= MOST:
        return False
    connection.execute(
        insert(aliases).values(
            channel=channel, name=alias.name, text=alias.text, user=user, author=alias.author, made=now
        )
    )
    return True


def find_alias(connection: Connection, channel: str, name: str) -> Alias | None:
    """A channel's alias of a name."""
    row = connection.execute(select(aliases).where(aliases.c.channel == channel, aliases.c.name == name)).first()
    return Alias(name=row.name, text=row.text, author=row.author) if row else None


def list_aliases(connection: Connection, channel: str) -> list[Alias]:
    """A channel's aliases by name."""
    query = select(aliases).where(aliases.c.channel == channel).order_by(aliases.c.name)
    return [Alias(name=row.name, text=row.text, author=row.author) for row in connection.execute(query)]


def drop_alias(connection: Connection, channel: str, name: str) -> bool:
    """Deletes an alias; False if there is none of that name."""
    gone = connection.execute(delete(aliases).where(aliases.c.channel == channel, aliases.c.name == name))
    return gone.rowcount == 1


def _count(connection: Connection, channel: str) -> int:
    query = select(func.count()).select_from(aliases).where(aliases.c.channel == channel)
    return connection.execute(query).scalar_one()
