"""A postman's turn at the store: what was posted is noted and what comes next is taken, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Connection

from bellhop.delivery import Delivery
from bellhop.reader import Reader
from bellhop.store.leases import free_channels, take_channels
from bellhop.store.outbox import Leased, add_delivery
from bellhop.store.posted import Posted, first_message, is_kept, note_posted
from bellhop.store.taking import take_deliveries
from bellhop.story import Story, with_latest_update
from bellhop.tale_page import page

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a postman wants.

    Args:
        channel: its channel's name.
        holder: this replica.
        lease: how long to lease the channel for.
        reader: for the words that are added to a parent.
        posted: what was posted, or None.
        beneath: the story whose parent is to say what was posted beneath it, or None.
        take: how many deliveries to give at most; 0 = none, the lease is kept as it is.
        held: the channel is leased already; whoever renews leases watches over it.
    """

    channel: str
    holder: str
    lease: timedelta
    reader: Reader
    posted: Posted | None = None
    beneath: Story | None = None
    take: int = 0
    held: bool = False


def take_turns(connection: Connection, turns: Sequence[Turn]) -> list[list[Leased]]:
    """Does what several postmen want; one who asks for deliveries and is given none holds the channel no more."""
    if posted := [turn.posted for turn in turns if turn.posted]:
        lost = note_posted(connection, posted)
        if lost:
            _log.error("deliver.lease_lost", deliveries=lost)
    for turn in turns:
        if turn.posted and turn.beneath:
            _note_reply(connection, turn.posted.delivery, turn.beneath, turn.reader)
    given: dict[str, list[Leased]] = {}
    asking = [turn for turn in turns if turn.take]
    for holder, most, lease in sorted({(turn.holder, turn.take, turn.lease) for turn in asking}):
        alike = [turn for turn in asking if (turn.holder, turn.take, turn.lease) == (holder, most, lease)]
        given.update(_take(connection, alike, datetime.now(UTC)))
    return [given.get(turn.channel, []) if turn.take else [] for turn in turns]


def _take(connection: Connection, turns: Sequence[Turn], now: datetime) -> dict[str, list[Leased]]:
    """Gives deliveries to postmen of one replica who want equally many; all their channels at once."""
    holder, most, lease = turns[0].holder, turns[0].take, turns[0].lease
    names = {turn.channel for turn in turns}
    if fresh := {turn.channel for turn in turns if not turn.held}:
        names -= fresh - take_channels(connection, fresh, holder, now, now + lease)
    given = take_deliveries(connection, names, holder, now, most) if names else {}
    if idle := sorted(name for name in names if not given.get(name)):
        free_channels(connection, idle, holder, now)
    return given


def _note_reply(connection: Connection, reply: Delivery, story: Story, reader: Reader) -> None:
    """Lets the parent say what the newest reply is about."""
    at = story.parent.id
    if not at or not is_kept(connection, story.delivery):
        return
    if story.tale:
        message = page(story.tale, reader)
    else:
        message = with_latest_update(first_message(connection, story.delivery), reply, reader)
    update = Delivery(id=str(uuid.uuid4()), channel=reply.channel, type=reply.type, message=message, replaces=at)
    add_delivery(connection, update, datetime.now(UTC))
