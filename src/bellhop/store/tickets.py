"""Tickets: what stands behind a button, or waits for a follow-up, for some minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from bellhop.command import Command
from bellhop.errors import BellhopError
from bellhop.store.chat_tables import tickets

_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """Something kept under a short id, since it does not fit into a button or may not be seen there.

    Args:
        id: what the button bears.
        kind: `page`, `log`, `form`, `wizard`, `follow`, `schedule`, `place`, or `account` for the one a person chose.
        channel: where it counts.
        user: whose it is.
        thread: the platform's id of the message that its question stands beneath.
        body: plain values: text, numbers, lists, mappings, bytes, times.
        made: when, or when it was last changed.
        expires: until when it counts.
    """

    id: str
    kind: str
    channel: str
    user: str
    thread: str
    body: dict[str, Any]
    made: datetime
    expires: datetime


def keep_ticket(connection: Connection, ticket: Ticket) -> None:
    """Keeps a ticket, and throws away those that expired."""
    connection.execute(delete(tickets).where(tickets.c.expires <= ticket.made))
    connection.execute(
        insert(tickets).values(
            id=ticket.id,
            kind=ticket.kind,
            channel=ticket.channel,
            user=ticket.user,
            thread=ticket.thread[:128],
            body=msgspec.msgpack.encode(ticket.body),
            made=ticket.made,
            expires=ticket.expires,
        )
    )


def find_ticket(connection: Connection, id: str, kind: str, channel: str, now: datetime) -> Ticket | None:  # noqa: A002  # it is the id
    """The ticket of an id, if it is of that kind, of that channel and still counts."""
    query = select(tickets).where(tickets.c.id == id, tickets.c.kind == kind, tickets.c.channel == channel)
    row = connection.execute(query.where(tickets.c.expires > now)).first()
    return None if row is None else _ticket(row)


def newest_ticket(
    connection: Connection, kind: str, channel: str, user: str, thread: str, now: datetime
) -> Ticket | None:
    """A person's newest ticket of a kind that still counts: the one of the thread, else the channel's."""
    query = select(tickets).where(
        tickets.c.kind == kind, tickets.c.channel == channel, tickets.c.user == user, tickets.c.expires > now
    )
    found = [_ticket(row) for row in connection.execute(query.order_by(tickets.c.made.desc()).limit(20))]
    here = [ticket for ticket in found if thread and ticket.thread == thread]
    return next(iter(here or found), None)


def tickets_of(connection: Connection, kind: str, channel: str = "") -> list[Ticket]:
    """All tickets of a kind, or those of a channel, the oldest first; also those that expired but are still kept."""
    query = select(tickets).where(tickets.c.kind == kind).order_by(tickets.c.made)
    return [_ticket(row) for row in connection.execute(query.where(tickets.c.channel == channel) if channel else query)]


def amend_ticket(connection: Connection, ticket: Ticket, amended: Ticket) -> bool:
    """Changes what a ticket holds; False if it is gone, or somebody else changed it since it was read."""
    changed = connection.execute(
        update(tickets)
        .where(tickets.c.id == ticket.id, tickets.c.made == ticket.made)
        .values(
            body=msgspec.msgpack.encode(amended.body),
            thread=amended.thread[:128],
            made=amended.made,
            expires=amended.expires,
        )
    )
    return changed.rowcount == 1


def drop_ticket(connection: Connection, id: str) -> bool:  # noqa: A002  # it is the id
    """Throws a ticket away; False if somebody else did."""
    return connection.execute(delete(tickets).where(tickets.c.id == id)).rowcount == 1


def _ticket(row: Any) -> Ticket:
    return Ticket(
        id=row.id,
        kind=row.kind,
        channel=row.channel,
        user=row.user,
        thread=row.thread,
        body=msgspec.msgpack.decode(row.body),
        made=row.made,
        expires=row.expires,
    )


def pack_command(command: Command) -> dict[str, Any]:
    """A command as plain values, to be kept; it is never parsed again."""
    return {"version": _VERSION, "command": msgspec.to_builtins(command, builtin_types=(bytes, datetime))}


def unpack_command(value: dict[str, Any]) -> Command:
    """The command that was kept.

    Raises:
        BellhopError: another version of Bellhop kept it.
    """
    try:
        if value["version"] == _VERSION:
            return Command(**value["command"])
    except (KeyError, TypeError):
        pass  # told below, as any other form that this version does not know
    raise BellhopError("this was kept by another version of Bellhop", fix="type the command again")
