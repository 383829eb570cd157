"""Pictures beside messages: kept for a while, found by their id, put into the message that they belong to."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from msgspec.structs import replace
from sqlalchemy import Connection, delete, insert, select, update

from bellhop.delivery import Delivery
from bellhop.message import Picture
from bellhop.store.leases import DIALECTS
from bellhop.store.messages import dump_message, load_message
from bellhop.store.tables import deliveries, events, keys, pictures, web_messages
from bellhop.store.web import next_stamp

_KEY = "pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What an event arrived as."""

    body: str
    topic: str
    subject: str


def arrived_as(connection: Connection, delivery: str) -> Arrived | None:
    """The event behind a delivery, None if there is none."""
    query = select(events.c.body, events.c.topic, events.c.subject).join(deliveries, deliveries.c.event == events.c.id)
    row = connection.execute(query.where(deliveries.c.id == delivery)).first()
    return Arrived(body=row.body, topic=row.topic, subject=row.subject) if row else None


def keep_picture(
    connection: Connection,
    name: str,
    delivery: str,
    content: bytes,
    expires: datetime,
) -> None:
    """Keeps a PNG until it expires, and forgets those that have."""
    now = datetime.now(UTC)
    connection.execute(delete(pictures).where(pictures.c.expires < now))
    values = {"id": name, "delivery": delivery, "content": content, "made": now, "expires": expires}
    connection.execute(insert(pictures).values(values))


def picture_at(connection: Connection, name: str, now: datetime) -> bytes | None:
    """A PNG that is kept, None if there is none or it has expired."""
    query = select(pictures.c.content).where(pictures.c.id == name, pictures.c.expires > now)
    return connection.execute(query).scalar_one_or_none()


def signing_key(connection: Connection) -> bytes:
    """The key that links to pictures are signed with; made when it is first asked for, in a write."""
    query = select(keys.c.value).where(keys.c.name == _KEY)
    found = connection.execute(query).scalar_one_or_none()
    if found is None:
        making = DIALECTS[connection.dialect.name].insert(keys).on_conflict_do_nothing()
        connection.execute(making, {"name": _KEY, "value": secrets.token_bytes(32), "made": datetime.now(UTC)})
        found = connection.execute(query).scalar_one()
    return found


def add_picture(place: int, delivery: Delivery, picture: Picture) -> Callable[[Connection], bool]:
    """Puts a picture at the end of a web channel's message, unless the message shows something newer by now.

    The message's state stays: to its readers it is still the same news.
    """
    row = web_messages.c

    def work(connection: Connection) -> bool:
        where = row.id == place, row.channel == delivery.channel, row.delivery == delivery.id
        found = connection.execute(select(row.message).where(*where)).scalar_one_or_none()
        if found is None:
            return False
        message = load_message(found)
        text = dump_message(replace(message, blocks=(*message.blocks, picture)))
        connection.execute(update(web_messages).where(*where).values(message=text, changed=next_stamp(connection)))
        # Who unfolds the message later gets it from the outbox.
        connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(message=text))
        return True

    return work
