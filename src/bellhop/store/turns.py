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
from bellhop.store.leases import free_channel, take_channel
from bellhop.store.outbox import Leased, add_delivery, take_deliveries
from bellhop.store.posted import Posted, first_message, is_kept, note_posted
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
    # In one order everywhere, so that replicas never wait for each other in a circle.
    for turn in sorted(turns, key=lambda turn: turn.channel):
        if turn.take:
            given[turn.channel] = _take(connection, turn, datetime.now(UTC))
    return [given[turn.channel] if turn.take else [] for turn in turns]


def _take(connection: Connection, turn: Turn, now: datetime) -> list[Leased]:
    if not turn.held and not take_channel(connection, turn.channel, turn.holder, now, now + turn.lease):
        return []
    taken = take_deliveries(connection, turn.channel, turn.holder, now, turn.take)
    if not taken:
        free_channel(connection, turn.channel, turn.holder, now)
    return taken


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
