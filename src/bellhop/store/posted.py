"""What a platform took: noted as sent, with where it stands and what became of its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bellhop.delivery import Delivery, Receipt, State
from bellhop.message import Message
from bellhop.store.messages import dump_message, load_message
from bellhop.store.rows import add_rows
from bellhop.store.tables import deliveries, receipts, threads
from bellhop.store.tales import dump_tale
from bellhop.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What a platform took, to be noted.

    Args:
        seq: the delivery's row.
        holder: who holds it.
        delivery: with the message as it was shown.
        changed: that message is not the one that was put in.
        receipt: where it stands.
        story: the story that it opened, changed or closed, or None.
        closed: that story ends with it.
        at: when it was posted.
    """

    seq: int
    holder: str
    delivery: Delivery
    changed: bool
    receipt: Receipt
    story: Story | None
    closed: bool
    at: datetime


def note_posted(connection: Connection, posted: Sequence[Posted]) -> int:
    """Ends deliveries as sent and remembers where they stand; gives how many their holder no longer had."""
    ended = 0
    for holder in {one.holder for one in posted}:
        its = [one for one in posted if one.holder == holder]
        values = {"which": [one.seq for one in its], "me": holder, "now": max(one.at for one in its)}
        ended += connection.execute(_SENT, values).rowcount
    if changed := [one.delivery for one in posted if one.changed]:
        connection.execute(_SHOWN, [{"which": one.id, "shown": dump_message(one.message)} for one in changed])
    add_rows(
        connection,
        receipts,
        [
            {
                "delivery": one.delivery.id,
                "channel": one.delivery.channel,
                "receipt": one.receipt.id,
                "receipt_thread": one.receipt.thread,
                "posted": one.at,
            }
            for one in posted
        ],
    )
    stories = {(one.delivery.channel, one.delivery.thread): _thread_row(one, one.story) for one in posted if one.story}
    add_rows(connection, threads, list(stories.values()), over=("channel", "key"))
    return len(posted) - ended


def _thread_row(posted: Posted, story: Story) -> dict[str, Any]:
    return {
        "channel": posted.delivery.channel,
        "key": posted.delivery.thread,
        "delivery": story.delivery,
        "receipt": story.parent.id,
        "receipt_thread": story.parent.thread,
        "opened": story.opened,
        "began": story.began or story.opened,
        "closed": posted.closed,
        "tale": dump_tale(story.tale),
    }


_SENT = (
    update(deliveries)
    .where(
        deliveries.c.seq.in_(bindparam("which", expanding=True)),
        deliveries.c.holder == bindparam("me"),
        deliveries.c.state == State.LEASED,
    )
    .values(state=State.SENT, finished=bindparam("now"), reason="", unsure=False)
)
_SHOWN = update(deliveries).where(deliveries.c.id == bindparam("which")).values(message=bindparam("shown"))


def first_message(connection: Connection, delivery: str) -> Message:
    """The message that a delivery was made with, or that was shown in its place."""
    return load_message(
        connection.execute(select(deliveries.c.message).where(deliveries.c.id == delivery)).scalar_one()
    )


def is_kept(connection: Connection, delivery: str) -> bool:
    """Whether a delivery has not been removed for its age."""
    return connection.execute(select(deliveries.c.seq).where(deliveries.c.id == delivery)).first() is not None
