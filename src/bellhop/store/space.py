"""How much room the store takes, and giving room back to the disk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Engine, func, select, text

from bellhop.store.tables import audit, deliveries, events, notifications, receipts, web_messages

_MEASURED = (events, notifications, deliveries, receipts, web_messages, audit)
_SAMPLE = 1000
_ROOM = 0.9
"""How full the store may be left by removing, so that the next event does not begin it again."""
_PAGES = 256


def used_bytes(connection: Connection) -> int:
    """Bytes that the store's rows take.

    On SQLite exact, without the pages that are free; on PostgreSQL the number of rows times what the newest thousand
    take on average, without indexes: what the server keeps on disk also holds room that it uses again.
    """
    if connection.dialect.name == "sqlite":
        pages, free, size = (_pragma(connection, name) for name in ("page_count", "freelist_count", "page_size"))
        return (pages - free) * size
    return sum(_rows_bytes(connection, table.name, table.primary_key.columns.keys()[0]) for table in _MEASURED)


def _rows_bytes(connection: Connection, table: str, key: str) -> int:
    many = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()  # noqa: S608  # our own names
    newest = f"SELECT * FROM {table} ORDER BY {key} DESC LIMIT {_SAMPLE}"  # noqa: S608  # as above
    average = connection.exec_driver_sql(f"SELECT avg(pg_column_size(t.*)) FROM ({newest}) t").scalar()  # noqa: S608  # as above
    return int(many * (average or 0))


def moment_that_fits(connection: Connection, most: int) -> datetime | None:
    """The moment before which events must go so that the store takes `most` bytes; None if it does already."""
    used = used_bytes(connection)
    if used <= most:
        return None
    low, high = connection.execute(select(func.min(events.c.id), func.max(events.c.id))).one()
    if low is None:
        return None
    first_kept = low + int((1 - _ROOM * most / used) * (high - low))
    query = select(events.c.received).where(events.c.id >= first_kept).order_by(events.c.id).limit(1)
    return connection.execute(query).scalar_one()


def gives_back(connection: Connection) -> bool:
    """Whether removed rows' room can be given back to the disk step by step; PostgreSQL sees to it itself."""
    return connection.dialect.name != "sqlite" or _pragma(connection, "auto_vacuum") == _INCREMENTAL


_INCREMENTAL = 2


def give_back(connection: Connection) -> bool:
    """Gives some free pages of a SQLite file back to the disk; False if there are no more. For the writer."""
    if connection.dialect.name != "sqlite" or not gives_back(connection):
        return False
    cursor = connection.connection.cursor()  # SQLAlchemy takes it for a statement without rows; each row is a page
    cursor.execute(f"PRAGMA incremental_vacuum({_PAGES})")
    cursor.fetchall()
    cursor.close()
    return _pragma(connection, "freelist_count") > 0


def rebuild(engine: Engine) -> None:
    """Writes a SQLite file anew without free pages, so that it gives room back from then on; nobody else may use it."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        for statement in ("PRAGMA auto_vacuum=INCREMENTAL", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            cursor.execute(statement)
        cursor.close()
    finally:
        raw.close()


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.execute(text(f"PRAGMA {name}")).scalar_one())
