"""The first loop: what arrives is stored, then told and routed to channels."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from sqlalchemy import Connection

from bellhop.channel import Channel
from bellhop.delivery import Delivery
from bellhop.errors import Busy
from bellhop.event import Envelope
from bellhop.events import Told, tell
from bellhop.metrics import EVENTS, PROBLEMS
from bellhop.notification import Notification
from bellhop.reader import Reader
from bellhop.store import Store
from bellhop.store.inbox import Accepted, add_events, add_notification, new_events, settle_event
from bellhop.store.outbox import add_delivery
from bellhop.unwrap import unwrap_all

_BATCH = 50
_POLL = 2.0
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """One event of an arrival: what it was told as, and for whom."""

    told: Told
    deliveries: tuple[Delivery, ...]
    silence: str = ""


class Ingest:
    """Accepts envelopes durably and turns them into deliveries.

    Args:
        store: where everything is kept.
        channels: all configured channels.
        wake: called after new deliveries were committed.
    """

    def __init__(self, store: Store, channels: Sequence[Channel], wake: Callable[[], None]) -> None:
        self._store = store
        self._channels = tuple(channels)
        self._wake = wake
        self._arrived = asyncio.Event()

    async def accept(self, envelopes: Sequence[Envelope]) -> None:
        """Stores what arrived; returns once it has been synced to disk.

        Raises:
            Busy: the store can't take it; nothing was accepted, the sender should try again.
        """
        await self._store.write(lambda connection: add_events(connection, envelopes))
        for envelope in envelopes:
            EVENTS.labels(source=envelope.source).inc()
        self._arrived.set()

    async def run(self) -> None:
        """Tells and routes what was accepted, until cancelled."""
        while True:
            self._arrived.clear()
            try:
                busy = await self.step()
            except Busy as error:
                _log.warning("ingest.store_busy", error=error.message)
                busy = False
            if not busy:
                try:
                    await asyncio.wait_for(self._arrived.wait(), _POLL)
                except TimeoutError:
                    continue

    async def step(self) -> bool:
        """Tells and routes one batch; True if there may be more."""
        accepted = await self._store.read(lambda connection: new_events(connection, _BATCH))
        if not accepted:
            return False
        routed = [(one, self.route(one)) for one in accepted]
        now = datetime.now(UTC)
        await self._store.write(lambda connection: _settle(connection, routed, now))
        self._wake()
        return len(accepted) == _BATCH

    def route(self, accepted: Accepted) -> list[Routed]:
        """What an arrival is told as, channel by channel, each in its own language and time zone."""
        hearing = [channel for channel in self._channels if channel.hears(accepted.topic)]
        routed: list[Routed] = []
        for event in unwrap_all(accepted.body, topic=accepted.topic, subject=accepted.subject):
            tellings = {reader: tell(event, reader) for reader in {_reader(channel) for channel in hearing}}
            told = next(iter(tellings.values()), None) or tell(event, Reader())
            if told.problem:
                PROBLEMS.labels(type=told.notification.type).inc()
                _log.error("events.module_failed", type=told.notification.type, problem=told.problem)
            deliveries = tuple(_delivery(channel, tellings[_reader(channel)].notification) for channel in hearing)
            silence = "" if deliveries else f"not routed: no channel hears the topic {accepted.topic or '(none)'}"
            routed.append(Routed(told=told, deliveries=deliveries, silence=silence))
        return routed


def _reader(channel: Channel) -> Reader:
    return Reader(locale=channel.locale, timezone=channel.timezone)


def _delivery(channel: Channel, notification: Notification) -> Delivery:
    return Delivery(
        id=str(uuid.uuid4()),
        channel=channel.name,
        type=notification.type,
        message=notification.message,
        thread=notification.thread,
        step=notification.step,
        summary=notification.summary,
        at=notification.at,
    )


def _settle(connection: Connection, batch: Sequence[tuple[Accepted, Sequence[Routed]]], now: datetime) -> None:
    for accepted, routed in batch:
        silence = " ".join(one.silence for one in routed if one.silence) if all(one.silence for one in routed) else ""
        if not settle_event(connection, accepted.id, "silent" if silence or not routed else "routed", silence):
            continue
        for one in routed:
            key = add_notification(
                connection,
                accepted.id,
                one.told.notification,
                own_layout=one.told.own_layout,
                problem=one.told.problem,
            )
            for delivery in one.deliveries:
                add_delivery(connection, delivery, now, event=accepted.id, notification=key)
