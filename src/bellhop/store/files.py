"""Files that answers come with: kept for a day, found by their id and channel, uploaded once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bellhop.store.chat_tables import files

MOST = 5_000_000
"""Bytes of a file; an answer is not asked for beyond that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file.

    Args:
        id: a UUID.
        channel: whose answer it came with.
        name: what it is saved as.
        content: its bytes, secrets taken out.
        made: when.
        expires: until when it is kept.
    """

    id: str
    channel: str
    name: str
    content: bytes
    made: datetime
    expires: datetime


def keep_file(connection: Connection, file: KeptFile) -> None:
    """Keeps a file until it expires, and forgets those that have."""
    forget_files(connection, file.made)
    connection.execute(
        insert(files).values(
            id=file.id,
            channel=file.channel,
            name=file.name,
            content=file.content,
            uploaded=False,
            made=file.made,
            expires=file.expires,
        )
    )


def forget_files(connection: Connection, now: datetime) -> None:
    """Deletes what has expired."""
    connection.execute(delete(files).where(files.c.expires <= now))


def file_at(connection: Connection, id: str, channel: str, now: datetime) -> KeptFile | None:  # noqa: A002  # it is the id
    """A file that is kept, None if there is none, it is another channel's or it has expired."""
    query = select(files).where(files.c.id == id, files.c.channel == channel, files.c.expires > now)
    row = connection.execute(query).first()
    if row is None:
        return None
    return KeptFile(
        id=row.id, channel=row.channel, name=row.name, content=row.content, made=row.made, expires=row.expires
    )


def claim_upload(connection: Connection, id: str) -> bool:  # noqa: A002  # it is the id
    """Takes it on to upload a file; False if that was done, or somebody else does it."""
    claimed = update(files).where(files.c.id == id, files.c.uploaded.is_(False)).values(uploaded=True)
    return connection.execute(claimed).rowcount == 1
