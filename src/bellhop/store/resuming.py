"""What a person puts right: dead letters sent again, channels switched on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from bellhop.delivery import State
from bellhop.store.tables import channels, deliveries


def retry_delivery(connection: Connection, id: str, now: datetime) -> bool:  # noqa: A002  # it is the id
    """Puts a dead or waiting delivery at its turn now and switches its channel on; False if there is none such."""
    again = deliveries.c.state.in_((State.DEAD, State.PENDING))
    row = connection.execute(select(deliveries.c.channel).where(deliveries.c.id == id, again)).first()
    if row is None:
        return False
    _send_again(connection, now, deliveries.c.id == id, again)
    resume_channel(connection, row.channel, now)
    return True


def retry_dead(connection: Connection, channel: str, now: datetime) -> int:
    """Puts all dead letters of a channel, or of all for an empty name, at their turns; gives how many."""
    its = (deliveries.c.channel == channel,) if channel else ()
    names = select(deliveries.c.channel).where(deliveries.c.state == State.DEAD, *its).distinct()
    for name in connection.execute(names).scalars().all():
        resume_channel(connection, name, now)
    return _send_again(connection, now, deliveries.c.state == State.DEAD, *its)


def resume_channel(connection: Connection, channel: str, now: datetime) -> bool:
    """Switches a channel on, and lets it wait for nothing; False if no such channel was ever served."""
    on = update(channels).where(channels.c.name == channel).values(broken="", broken_since=None)
    if not connection.execute(on).rowcount:
        return False
    # A channel that nobody holds may have to wait, after a failure; now it need not.
    free = channels.c.name == channel, channels.c.holder == ""
    connection.execute(update(channels).where(*free).values(held_until=now))
    tried = deliveries.c.state == State.PENDING, deliveries.c.attempts > 0
    _send_again(connection, now, deliveries.c.channel == channel, *tried)
    return True


def _send_again(connection: Connection, now: datetime, *where: ColumnElement[bool]) -> int:
    # What may have been posted stays unsure, so that it is looked for before it is posted again.
    values = {"state": State.PENDING, "due": now, "again": now, "holder": ""}
    return connection.execute(update(deliveries).where(*where).values(**values)).rowcount
