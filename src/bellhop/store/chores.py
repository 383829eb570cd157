"""Chores: what one replica does for all of them at set times, and what it said when it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, String, Table, Text, or_, select, update

from bellhop.store.leases import DIALECTS
from bellhop.store.tables import Moment, metadata

chores = Table(
    "chores",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("held_until", Moment, nullable=False),
    Column("done", Moment),
    Column("note", Text, nullable=False),
)
"""What one replica does for all: tidying, the heartbeat. done: when it last was; note: JSON of what came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """How a chore went: when it was last done (aware; None = never), and JSON of what came of it."""

    done: datetime | None = None
    note: str = "{}"


def take_chore(connection: Connection, name: str, holder: str, now: datetime, until: datetime) -> bool:
    """Leases a chore to a replica, or renews its lease; False if another replica has it."""
    row = {"name": name, "holder": "", "held_until": now, "note": "{}"}
    connection.execute(DIALECTS[connection.dialect.name].insert(chores).on_conflict_do_nothing(), [row])
    mine_or_free = or_(chores.c.holder == holder, chores.c.held_until <= now)
    taken = update(chores).where(chores.c.name == name, mine_or_free).values(holder=holder, held_until=until)
    return connection.execute(taken).rowcount == 1


def note_chore(connection: Connection, name: str, done: datetime | None, note: str) -> None:
    """Notes what came of a chore, and when it was done, unless that is None."""
    values = {"note": note} | ({"done": done} if done else {})
    connection.execute(update(chores).where(chores.c.name == name).values(values))


def read_chore(connection: Connection, name: str) -> Chore:
    """How a chore went last."""
    row = connection.execute(select(chores).where(chores.c.name == name)).first()
    return Chore(done=row.done, note=row.note) if row else Chore()


def free_chore(connection: Connection, name: str, holder: str) -> None:
    """Gives a chore's lease back."""
    mine = chores.c.name == name, chores.c.holder == holder
    connection.execute(update(chores).where(*mine).values(holder="", held_until=datetime.fromtimestamp(0, UTC)))
