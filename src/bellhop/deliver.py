"""The second loop: deliveries leave the outbox, channel by channel, in order and at the platform's pace."""

from __future__ import annotations

import asyncio
import random
import socket
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Connection

from bellhop.channel import Channel
from bellhop.delivery import Delivery, Receipt, State
from bellhop.errors import Busy, DeliveryError
from bellhop.metrics import BROKEN, DELIVERIES
from bellhop.pace import Pace
from bellhop.platforms import Platform
from bellhop.reader import Reader
from bellhop.store import Store
from bellhop.store.outbox import (
    Leased,
    add_delivery,
    add_receipt,
    break_channel,
    due_channels,
    find_story,
    finish_delivery,
    first_message,
    free_channel,
    keep_message,
    keep_thread,
    put_back,
    renew_channel,
    take_channel,
    take_deliveries,
    untake,
)
from bellhop.story import Place, place_of, with_latest_update

_BATCH = 20
_LEASE = timedelta(seconds=30)
_POLL = 1.0
_GRACE = 10.0
_LONGEST_WAIT = 300.0
_log = structlog.get_logger(__name__)


class Deliver:
    """Sends what stands in the outbox.

    One task a channel: channels never wait for each other, and within a channel order holds. A channel is leased
    before it is served, so that several replicas share the work; the lease is renewed while a send is in flight.

    Args:
        store: where the outbox is.
        channels: all configured channels.
        platforms: by name; a channel whose platform is missing keeps its deliveries waiting.
    """

    def __init__(self, store: Store, channels: Sequence[Channel], platforms: Mapping[str, Platform]) -> None:
        self._store = store
        self._channels = {channel.name: channel for channel in channels}
        self._platforms = platforms
        self._holder = f"{socket.gethostname()[:20]}-{uuid.uuid4().hex[:12]}"
        self._due = asyncio.Event()
        self._stopping = False
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._paces = {
            channel.name: Pace(platforms[channel.platform].pace)
            for channel in channels
            if channel.platform in platforms
        }

    def wake(self) -> None:
        """Says that there may be something to send."""
        self._due.set()

    async def run(self) -> None:
        """Sends until cancelled; then finishes what is in flight and gives every lease back."""
        try:
            while True:
                self._due.clear()
                await self._serve_due_channels()
                try:
                    await asyncio.wait_for(self._due.wait(), _POLL)
                except TimeoutError:
                    continue
        finally:
            await self._stop()

    async def _stop(self) -> None:
        self._stopping = True
        serving = tuple(self._serving.values())
        if serving:
            _, late = await asyncio.wait(serving, timeout=_GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _serve_due_channels(self) -> None:
        try:
            names = await self._store.read(lambda connection: due_channels(connection, datetime.now(UTC)))
        except Busy as error:
            _log.warning("deliver.store_busy", error=error.message)
            return
        for name in names:
            channel = self._channels.get(name)
            if channel is None or name not in self._paces or name in self._serving:
                continue
            task = asyncio.create_task(self._serve(channel), name=f"deliver-{name}")
            self._serving[name] = task
            task.add_done_callback(lambda _, name=name: self._served(name))

    def _served(self, name: str) -> None:
        self._serving.pop(name, None)
        self._due.set()

    async def _serve(self, channel: Channel) -> None:
        """Sends everything that is due in one channel, under a lease."""
        name, holder = channel.name, self._holder
        now = datetime.now(UTC)
        try:
            if not await self._store.write(lambda c: take_channel(c, name, holder, now, now + _LEASE)):
                return
        except Busy:
            return
        renewal = asyncio.create_task(self._renew(name))
        try:
            while batch := await self._take(name):
                if not await self._send_batch(channel, batch):
                    break
        except Busy as error:
            _log.warning("deliver.store_busy", channel=name, error=error.message)
        finally:
            renewal.cancel()
            await asyncio.shield(self._free(name))

    async def _take(self, name: str) -> list[Leased]:
        if self._stopping:
            return []
        now = datetime.now(UTC)
        return await self._store.write(lambda c: take_deliveries(c, name, self._holder, now, _BATCH))

    async def _free(self, name: str) -> None:
        try:
            await self._store.write(lambda c: free_channel(c, name, self._holder, datetime.now(UTC)))
        except Busy as error:
            _log.warning("deliver.lease_kept", channel=name, error=error.message, until=_LEASE.total_seconds())

    async def _renew(self, name: str) -> None:
        while True:
            await asyncio.sleep(_LEASE.total_seconds() / 3)
            until = datetime.now(UTC) + _LEASE
            try:
                await self._store.write(lambda c, until=until: renew_channel(c, name, self._holder, until))
            except Busy as error:
                _log.warning("deliver.renewal_failed", channel=name, error=error.message)

    async def _send_batch(self, channel: Channel, batch: Sequence[Leased]) -> bool:
        """Sends in order; False as soon as one has to wait, with the rest put back."""
        for index, leased in enumerate(batch):
            rest = [later.seq for later in batch[index + 1 :]]
            if self._stopping:
                await self._store.write(lambda c, seqs=[leased.seq, *rest]: untake(c, seqs, self._holder))
                return False
            await self._paces[channel.name].turn()
            try:
                await self._send(channel, leased)
            except DeliveryError as error:
                if await self._note_failed(channel, leased, error):
                    continue
                await self._store.write(lambda c, seqs=rest: untake(c, seqs, self._holder))
                return False
        return True

    async def _send(self, channel: Channel, leased: Leased) -> None:
        platform, delivery = self._platforms[channel.platform], leased.delivery
        story = None
        if delivery.thread:
            story = await self._store.read(lambda c: find_story(c, channel.name, delivery.thread))
        reader = Reader(locale=channel.locale, timezone=channel.timezone)
        place = place_of(delivery, story, reader, datetime.now(UTC))
        receipt = None
        if leased.unsure and place.replace is None:
            receipt = await platform.find(channel, delivery, delivery.first_attempt or datetime.now(UTC))
        if receipt is None and place.replace is not None:
            receipt = await platform.replace(channel, place.delivery, place.replace)
        elif receipt is None:
            receipt = await platform.post(channel, place.delivery, place.under)
        posted = receipt
        await self._store.write(lambda c: self._note_sent(c, leased, place, posted, reader))
        DELIVERIES.labels(channel=channel.name, result="sent").inc()

    def _note_sent(
        self, connection: Connection, leased: Leased, place: Place, receipt: Receipt, reader: Reader
    ) -> None:
        now = datetime.now(UTC)
        delivery = place.delivery
        if not finish_delivery(connection, leased.seq, self._holder, State.SENT, now):
            _log.error("deliver.lease_lost", delivery=delivery.id, channel=delivery.channel)
        if delivery is not leased.delivery:
            keep_message(connection, delivery)
        add_receipt(connection, delivery, receipt, now)
        if place.parent:
            keep_thread(connection, delivery, receipt, place.opened or now, closed=place.closed)
        elif place.under and delivery.thread:
            self._note_reply(connection, place.under, delivery, reader, now)

    @staticmethod
    def _note_reply(connection: Connection, parent: Receipt, reply: Delivery, reader: Reader, now: datetime) -> None:
        """Lets the parent say what the newest reply is about."""
        story = find_story(connection, reply.channel, reply.thread)
        if story is None or not parent.id:
            return
        message = with_latest_update(first_message(connection, story.delivery), reply, reader)
        update = Delivery(
            id=str(uuid.uuid4()), channel=reply.channel, type=reply.type, message=message, replaces=parent.id
        )
        add_delivery(connection, update, now)

    async def _note_failed(self, channel: Channel, leased: Leased, error: DeliveryError) -> bool:
        """Puts a failed delivery back, or ends it; True if the ones after it may go on."""
        now = datetime.now(UTC)
        result = "rejected" if error.rejected else "broken" if error.permanent else "retry"
        DELIVERIES.labels(channel=channel.name, result=result).inc()
        log = _log.bind(channel=channel.name, delivery=leased.delivery.id, error=error.message, fix=error.fix)
        if error.rejected:
            log.error("deliver.rejected")
            await self._store.write(
                lambda c: finish_delivery(c, leased.seq, self._holder, State.DEAD, now, error.message)
            )
            return True
        wait = error.retry_after if error.retry_after is not None else _backoff(leased.delivery.attempts)
        due = now if error.permanent else now + timedelta(seconds=wait)
        log.warning("deliver.failed", permanent=error.permanent, unsure=error.unsure, wait=round(wait, 1))

        def work(connection: Connection) -> None:
            put_back(connection, leased.seq, self._holder, due, error=error.message, unsure=error.unsure)
            if error.permanent:
                break_channel(connection, channel.name, str(error), now)

        await self._store.write(work)
        BROKEN.labels(channel=channel.name).set(int(error.permanent))
        return False


def _backoff(attempts: int) -> float:
    """Seconds to wait after so many earlier tries: doubling, with jitter, five minutes at most."""
    return min(_LONGEST_WAIT, 2.0 ** min(attempts, 10)) * random.uniform(0.5, 1.0)  # noqa: S311  # jitter is no secret
