"""Marks: what decides about noise, read and written in the transaction that accepts an event."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from hashlib import blake2b

import msgspec
from sqlalchemy import Connection, bindparam, delete, select, text

from bellhop.noise import Mark
from bellhop.store.leases import DIALECTS
from bellhop.store.noise_tables import marks

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
    wanted, found = list(keys), dict[bytes, Mark]()
    for start in range(0, len(wanted), _MOST):
        rows = connection.execute(_READ, {"keys": wanted[start : start + _MOST], "now": now})
        found.update((bytes(row[0]), _DECODE(row[1])) for row in rows)
    return found


_READ = select(marks.c.key, marks.c.body).where(
    marks.c.key.in_(bindparam("keys", expanding=True)), marks.c.expires > bindparam("now")
)


def write_marks(connection: Connection, changed: Mapping[bytes, tuple[Mark, datetime]]) -> None:
    """Keeps marks, each until its moment."""
    rows = [{"key": key, "body": _ENCODE(mark), "expires": until} for key, (mark, until) in sorted(changed.items())]
    if rows:
        connection.execute(_WRITE[connection.dialect.name], rows)


_WRITE = {
    name: (added := dialect.insert(marks)).on_conflict_do_update(
        index_elements=["key"], set_={"body": added.excluded.body, "expires": added.excluded.expires}
    )
    for name, dialect in DIALECTS.items()
}


def forget_marks(connection: Connection, now: datetime) -> int:
    """Deletes marks that have expired, some thousands at a time; gives how many."""
    old = select(marks.c.key).where(marks.c.expires <= now).limit(5000)
    return connection.execute(delete(marks).where(marks.c.key.in_(old))).rowcount
