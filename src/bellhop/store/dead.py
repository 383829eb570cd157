"""Dead letters: what is given up, and how its channel is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from bellhop.delivery import Delivery, State
from bellhop.store.outbox import add_delivery, end_delivery, storable
from bellhop.store.tables import deliveries


def bury(
    connection: Connection,
    seq: int,
    holder: str,
    now: datetime,
    reason: str,
    notice: Delivery | None,
    *,
    unsure: bool = False,
) -> None:
    """Ends a delivery that a holder has as a dead letter, and has its channel told.

    Args:
        connection: the writer's.
        seq: the delivery's row.
        holder: who has it; nothing is done if it is another's by now.
        now: the time.
        reason: why, in words.
        notice: what tells the channel, or None.
        unsure: it may have been posted: whoever sends it again looks first.
    """
    if end_delivery(connection, seq, holder, now, reason, unsure=unsure):
        _add_notice(connection, notice, now)


def give_up(connection: Connection, seq: int, now: datetime, reason: str, notice: Delivery | None) -> bool:
    """Ends a delivery that waits to be tried again as a dead letter; False if it does not wait any more."""
    ended = connection.execute(
        update(deliveries)
        .where(deliveries.c.seq == seq, deliveries.c.state == State.PENDING)
        .values(state=State.DEAD, finished=now, reason=storable(reason))
    )
    if ended.rowcount != 1:
        return False
    _add_notice(connection, notice, now)
    return True


def _add_notice(connection: Connection, notice: Delivery | None, now: datetime) -> None:
    """Puts a notice into the outbox, unless one of its kind waits in the channel already: one tells of many."""
    if notice is None:
        return
    its = deliveries.c.channel == notice.channel, deliveries.c.type == notice.type
    waits = select(deliveries.c.seq).where(*its, deliveries.c.state.in_((State.PENDING, State.LEASED))).limit(1)
    if connection.execute(waits).first() is None:
        add_delivery(connection, notice, now)
