"""The first loop: what arrives is told, routed to channels, and stored with all its deliveries at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence

import structlog

from bellhop.channel import Channel
from bellhop.custom_actions import CustomAction
from bellhop.delivery import Delivery
from bellhop.dressing import dress
from bellhop.errors import Busy
from bellhop.event import Envelope, Event
from bellhop.events import tell
from bellhop.metrics import EVENTS, PROBLEMS
from bellhop.noise import facts_of
from bellhop.noise.buttons import with_acknowledging
from bellhop.notification import Notification
from bellhop.reader import Reader
from bellhop.store import Store
from bellhop.store.inbox import Arrival, Telling, add_arrivals
from bellhop.unwrap import unwrap_all

_WAITING = 5000
_TOPICS = 10_000
_log = structlog.get_logger(__name__)


class Ingest:
    """Accepts envelopes durably, and their deliveries with them.

    Telling is pure and never fails, so it is done first: one transaction then holds the event, what it was told as and
    its deliveries, and whoever delivers has nothing more to wait for.

    Args:
        store: where everything is kept.
        channels: all configured channels.
        wake: called with the names of the channels that new deliveries were stored for.
        actions: a channel's custom actions.
        prefer: gives a channel as its people prefer it now.
    """

    def __init__(
        self,
        store: Store,
        channels: Sequence[Channel],
        wake: Callable[[Collection[str]], None],
        actions: Callable[[Channel], Sequence[CustomAction]] = lambda channel: channel.custom_actions,
        prefer: Callable[[Channel], Channel] = lambda channel: channel,
    ) -> None:
        self._store = store
        self._channels = tuple(channels)
        self._prefer = prefer
        self._hearing: dict[str, tuple[Channel, ...]] = {}
        self._wake = wake
        self._actions = actions
        self._waiting = 0

    def hearing(self, topic: str) -> tuple[Channel, ...]:
        """The channels that are subscribed to a topic's ARN."""
        found = self._hearing.get(topic)
        if found is None:
            found = tuple(channel for channel in self._channels if channel.hears(topic))
            if found and len(self._hearing) < _TOPICS:
                self._hearing[topic] = found
        return found

    async def accept(self, envelopes: Sequence[Envelope]) -> None:
        """Stores what arrived; returns once it has been synced to disk.

        Raises:
            Busy: the store can't take it; nothing was accepted, the sender should try again.
        """
        if self._waiting + len(envelopes) > _WAITING:
            raise Busy(f"{self._waiting} events wait to be stored")
        self._waiting += len(envelopes)
        try:
            arrivals = [self._tell(envelope) for envelope in envelopes]
            new = await self._store.write_all(add_arrivals, arrivals)
        finally:
            self._waiting -= len(envelopes)
        for arrival, is_new in zip(arrivals, new, strict=True):
            EVENTS.labels(source=arrival.envelope.source).inc()
            if is_new:
                self._wake({delivery.channel for telling in arrival.tellings for delivery in telling.deliveries})

    def _tell(self, envelope: Envelope) -> Arrival:
        hearing = tuple(self._prefer(channel) for channel in self.hearing(envelope.topic))
        readers = {channel.name: _reader(channel) for channel in hearing}
        events = unwrap_all(envelope.body, topic=envelope.topic, subject=envelope.subject)
        tellings: list[Telling] = []
        for event in events:
            told = {reader: tell(event, reader) for reader in set(readers.values()) or {Reader()}}
            first = next(iter(told.values()))
            if first.problem:
                PROBLEMS.labels(type=first.notification.type).inc()
                _log.error("events.module_failed", type=first.notification.type, problem=first.problem)
            tellings.append(
                Telling(
                    notification=first.notification,
                    own_layout=first.own_layout,
                    problem=first.problem,
                    deliveries=tuple(
                        self._delivery(one, told[readers[one.name]].notification, event) for one in hearing
                    ),
                    facts=facts_of(event, first.notification) if hearing else None,
                    noise=tuple(one.noise for one in hearing),
                )
            )
        silence = "" if hearing else f"not routed: no channel hears the topic {envelope.topic or '(none)'}"
        return Arrival(envelope=envelope, tellings=tuple(tellings), silence=silence)

    def _delivery(self, channel: Channel, notification: Notification, event: Event) -> Delivery:
        id_ = str(uuid.uuid4())
        message = dress(channel, self._actions(channel), event, notification)
        return Delivery(
            id=id_,
            channel=channel.name,
            type=notification.type,
            message=with_acknowledging(message, id_, channel, notification),
            thread=notification.thread,
            step=notification.step,
            summary=notification.summary,
            at=notification.at,
        )


def _reader(channel: Channel) -> Reader:
    return Reader(locale=channel.locale, timezone=channel.timezone)
