"""The first loop: what arrives is told, routed to channels, and stored with all its deliveries at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from time import monotonic

import structlog
from msgspec import structs

from bellhop import tracing
from bellhop.channel import Channel
from bellhop.custom_actions import CustomAction
from bellhop.delivery import Delivery, State
from bellhop.dressing import dress
from bellhop.errors import Busy
from bellhop.event import REPLAY, Envelope, Event
from bellhop.events import Told, tell
from bellhop.metrics import EVENTS, PROBLEMS, PROCESSED, STORING, TELLING, THROTTLED, UNSUPPORTED, of
from bellhop.noise import Facts, facts_of
from bellhop.noise.buttons import with_acknowledging
from bellhop.notification import Notification
from bellhop.reader import Reader
from bellhop.retelling import retold
from bellhop.routing import Heard, Routing
from bellhop.store import Store
from bellhop.store.inbox import Arrival, Fates, Telling, add_arrivals
from bellhop.unwrap import unwrap_all

_WAITING = 5000
_log = structlog.get_logger(__name__)


class Ingest:
    """Accepts envelopes durably, and their deliveries with them.

    Telling is pure and never fails, so it is done first: one transaction then holds the event, what it was told as and
    its deliveries, and whoever delivers has nothing more to wait for.

    Args:
        store: where everything is kept.
        routing: who hears what.
        wake: called with the names of the channels that new deliveries were stored for.
        actions: a channel's custom actions.
        prefer: gives a channel as its people prefer it now.
    """

    def __init__(
        self,
        store: Store,
        routing: Routing,
        wake: Callable[[Collection[str]], None],
        actions: Callable[[Channel], Sequence[CustomAction]] = lambda channel: channel.custom_actions,
        prefer: Callable[[Channel], Channel] = lambda channel: channel,
    ) -> None:
        self._store = store
        self._routing = routing
        self._prefer = prefer
        self._wake = wake
        self._actions = actions
        self._waiting = 0

    async def accept(self, envelopes: Sequence[Envelope]) -> None:
        """Stores what arrived; returns once it has been synced to disk.

        Raises:
            Busy: the store can't take it; nothing was accepted, the sender should try again.
        """
        if self._waiting + len(envelopes) > _WAITING:
            raise Busy(f"{self._waiting} events wait to be stored")
        self._waiting += len(envelopes)
        began = monotonic()
        traces = [tracing.begin("accept", source=one.source, topic=one.topic, key=one.key) for one in envelopes]
        try:
            arrivals = [self._tell(envelope, trace.name) for envelope, trace in zip(envelopes, traces, strict=True)]
            told = monotonic()
            TELLING.observe(told - began)
            fates = await self._store.write_all(add_arrivals, arrivals)
            STORING.observe(monotonic() - told)
        finally:
            self._waiting -= len(envelopes)
            for trace in traces:
                trace.end()
        for arrival, its in zip(arrivals, fates, strict=True):
            of(EVENTS, arrival.envelope.source).inc()
            if its is not None:
                _count(arrival, its)
                self._wake({channel for channel, _ in its})

    def _tell(self, envelope: Envelope, trace: str) -> Arrival:
        events = unwrap_all(envelope.body, topic=envelope.topic, subject=envelope.subject)
        told = [self._tell_event(event, envelope, trace) for event in events]
        silence = "" if any(telling.deliveries for telling, _ in told) else "; ".join({words for _, words in told})
        return Arrival(envelope=envelope, tellings=tuple(telling for telling, _ in told), silence=silence)

    def _tell_event(self, event: Event, envelope: Envelope, trace: str) -> tuple[Telling, str]:
        """What an event is told as and for whom, and why for nobody."""
        tellings: dict[Reader, Told] = {}

        def told(reader: Reader) -> Told:
            if reader not in tellings:
                tellings[reader] = tell(event, reader)
            return tellings[reader]

        routed = self._routing.route(event, envelope.topic, lambda: told(Reader()).notification, envelope.received)
        hearing = [(self._prefer(one.channel), one) for one in routed.heard]
        deliveries = tuple(
            self._delivery(channel, _retold(channel, event, told(_reader(channel)).notification), event, one, trace)
            for channel, one in hearing
        )
        first = next(iter(tellings.values()), None) or told(Reader())
        if first.problem:
            PROBLEMS.labels(type=first.notification.type).inc()
            _log.error("events.module_failed", type=first.notification.type, problem=first.problem)
        telling = Telling(
            notification=first.notification,
            own_layout=first.own_layout,
            problem=first.problem,
            deliveries=deliveries,
            facts=_facts(event, first.notification, envelope) if hearing else None,
            noise=tuple(channel.noise for channel, _ in hearing),
        )
        return telling, routed.silence

    def _delivery(
        self, channel: Channel, notification: Notification, event: Event, heard: Heard, trace: str
    ) -> Delivery:
        id_ = str(uuid.uuid4())
        message = dress(channel, self._actions(channel), event, notification)
        if heard.mentions:
            message = structs.replace(message, mentions=tuple(dict.fromkeys((*heard.mentions, *message.mentions))))
        return Delivery(
            id=id_,
            channel=channel.name,
            type=notification.type,
            message=with_acknowledging(message, id_, channel, notification),
            thread=notification.thread,
            step=notification.step,
            summary=notification.summary,
            because=heard.because,
            at=notification.at,
            chapters=notification.chapters,
            trace=trace,
        )


def _facts(event: Event, notification: Notification, envelope: Envelope) -> Facts:
    """What noise is decided by; what is sent again on purpose is no repeat."""
    facts = facts_of(event, notification)
    return replace(facts, same="", sameness="") if envelope.source == REPLAY else facts


def _count(arrival: Arrival, fates: Fates) -> None:
    """Counts a new arrival as AWS Chatbot does."""
    for channel, state in fates:
        of(PROCESSED, channel).inc()
        if state == State.GROUPED:
            of(THROTTLED, channel).inc()
    for telling in arrival.tellings:
        if not telling.own_layout:
            for delivery in telling.deliveries:
                of(UNSUPPORTED, delivery.channel).inc()


def _retold(channel: Channel, event: Event, notification: Notification) -> Notification:
    """In the channel's own layout, where it has one."""
    if not channel.templates:
        return notification
    notification, problem = retold(channel.templates, event, notification, _reader(channel))
    if problem:
        PROBLEMS.labels(type=notification.type).inc()
        _log.error("events.template_failed", type=notification.type, channel=channel.name, problem=problem)
    return notification


def _reader(channel: Channel) -> Reader:
    return Reader(locale=channel.locale, timezone=channel.timezone)
