"""Marks: what decides about noise, read and written in the transaction that accepts an event."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from hashlib import blake2b

import msgspec
from sqlalchemy import Connection, delete, select, text

from bellhop.noise import Mark
from bellhop.store.noise_tables import marks
from bellhop.store.tables import microseconds

_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(Mark).decode
_MOST = 500
"""Keys that one statement asks for; SQLite takes no more than 32,766."""


def lock_channels(connection: Connection, channels: Iterable[str]) -> None:
    """Makes other replicas wait that decide about these channels, until the transaction ends.

    SQLite has one writer, who needs no lock. All lock in one order, so that nobody waits in a circle.
    """
    if connection.dialect.name == "postgresql":
        for name in sorted(_number(channel) for channel in channels):
            connection.execute(_LOCK, {"number": name})


_LOCK = text("SELECT pg_advisory_xact_lock(:number)")


def _number(channel: str) -> int:
    return int.from_bytes(blake2b(channel.encode(), digest_size=8, person=b"noise").digest(), signed=True)


def read_marks(connection: Connection, keys: Collection[bytes], now: datetime) -> dict[bytes, Mark]:
    """The marks of some keys that have not expired."""
    # Every event asks for three: the driver alone costs a fifth of what SQLAlchemy's expressions do.
    wanted, moment, found = list(keys), microseconds(now), dict[bytes, Mark]()
    for start in range(0, len(wanted), _MOST):
        some = wanted[start : start + _MOST]
        if connection.dialect.name == "postgresql":
            rows = connection.exec_driver_sql(f"{_READ} = ANY(%s) AND expires > %s", (some, moment))
        else:
            places = ",".join("?" * len(some))
            rows = connection.exec_driver_sql(f"{_READ} IN ({places}) AND expires > ?", (*some, moment))
        found.update((bytes(row[0]), _DECODE(row[1])) for row in rows)
    return found


_READ = "SELECT key, body FROM marks WHERE key"


def write_marks(connection: Connection, changed: Mapping[bytes, tuple[Mark, datetime]]) -> None:
    """Keeps marks, each until its moment."""
    rows = [(key, _ENCODE(mark), microseconds(until)) for key, (mark, until) in sorted(changed.items())]
    if rows:
        connection.exec_driver_sql(_WRITE[connection.dialect.name], rows)


_WRITE = {
    name: f"INSERT INTO marks (key, body, expires) VALUES ({place}, {place}, {place}) "  # noqa: S608  # a place, no value
    "ON CONFLICT (key) DO UPDATE SET body = excluded.body, expires = excluded.expires"
    for name, place in (("sqlite", "?"), ("postgresql", "%s"))
}


def forget_marks(connection: Connection, now: datetime) -> int:
    """Deletes marks that have expired, some thousands at a time; gives how many."""
    old = select(marks.c.key).where(marks.c.expires <= now).limit(5000)
    return connection.execute(delete(marks).where(marks.c.key.in_(old))).rowcount
