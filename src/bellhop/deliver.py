"""The second loop: deliveries leave the outbox, each channel by a postman of its own, shared among replicas."""

from __future__ import annotations

import asyncio
import os
import socket
import uuid
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Connection

from bellhop.channel import Channel
from bellhop.errors import Busy
from bellhop.platforms import Platform
from bellhop.postman import AfterSent, Postman, Prefer
from bellhop.store import Store
from bellhop.store.leases import add_channels, due_channels, free_all, keep_disabled, renew_channels

_BATCH = 20
_HELD = 5000
"""How many deliveries may be held in memory; what else waits stays in the store."""
_POLL = 1.0
_GRACE = 10.0
_log = structlog.get_logger(__name__)


class Deliver:
    """Sends what stands in the outbox.

    Channels never wait for each other, and within a channel order holds. A channel is leased before it is served, so
    that several replicas share the work; leases are renewed while a send is in flight.

    Args:
        store: where the outbox is.
        channels: all configured channels; one that is disabled keeps its deliveries waiting.
        platforms: by name; a channel whose platform is missing does too.
        lease: how long a channel stays with a replica that is not heard of any more.
        after_sent: called with what was posted and where; must not wait or raise.
        prefer: gives a channel as its people prefer it now.
        patience: how long a delivery may fail before others of its channel are tried in its place.
    """

    def __init__(
        self,
        store: Store,
        channels: Sequence[Channel],
        platforms: Mapping[str, Platform],
        lease: timedelta = timedelta(seconds=10),
        after_sent: AfterSent = lambda _delivery, _receipt: None,
        prefer: Prefer = lambda channel: channel,
        patience: timedelta = timedelta(minutes=15),
    ) -> None:
        self._store = store
        self._lease = lease
        self._holder = f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid.uuid4().hex[:12]}"
        self._postmen = {
            channel.name: Postman(
                store, channel, platforms[channel.platform], self._holder, lease, after_sent, prefer, patience
            )
            for channel in channels
            if channel.platform in platforms and not channel.disabled
        }
        self._disabled = {channel.name: channel.disabled for channel in channels if channel.disabled}
        self._serving: dict[str, asyncio.Task[float]] = {}
        self._asked: set[str] = set()
        self._asked_again: set[str] = set()
        self._resting: set[str] = set()
        self._look = True
        self._due = asyncio.Event()

    def wake(self, channels: Collection[str] = ()) -> None:
        """Says that there may be something to send, in these channels or anywhere."""
        self._asked.update(channels)
        self._look = self._look or not channels
        self._due.set()

    async def run(self) -> None:
        """Sends until cancelled; then finishes what is in flight and gives every lease back."""
        await self._begin()
        renewing = asyncio.create_task(self._keep_leases(), name="deliver-leases")
        try:
            while True:
                self._due.clear()
                await self._serve_due_channels()
                try:
                    await asyncio.wait_for(self._due.wait(), _POLL)
                except TimeoutError:
                    self._look = True
        finally:
            await self._stop()
            renewing.cancel()

    async def _begin(self) -> None:
        now, names = datetime.now(UTC), (*self._postmen, *self._disabled)

        def work(connection: Connection) -> None:
            if names:
                add_channels(connection, names, now)
                keep_disabled(connection, names, self._disabled, now)
            if self._store.embedded:  # whoever held a lease is gone
                free_all(connection, now)

        while True:
            try:
                return await self._store.write(work)
            except Busy as error:
                _log.warning("deliver.store_busy", error=error.message)
                await asyncio.sleep(_POLL)

    async def _stop(self) -> None:
        for postman in self._postmen.values():
            postman.stopping = True
        serving = tuple(self._serving.values())
        if serving:
            _, late = await asyncio.wait(serving, timeout=_GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        for postman in self._postmen.values():
            postman.stopping = False

    async def _serve_due_channels(self) -> None:
        asked, self._asked = self._asked - self._resting, set()
        if self._look:
            try:
                # A person may have ended a channel's wait in the store: what stands there counts.
                asked.update(await self._store.read(lambda c: due_channels(c, self._holder, datetime.now(UTC))))
                self._look = False
            except Busy as error:
                _log.warning("deliver.store_busy", error=error.message)
        most = max(1, min(_BATCH, _HELD // (len(self._serving) + len(asked) or 1)))
        for name in asked & self._postmen.keys():
            if name in self._serving:
                self._asked_again.add(name)
            else:
                task = asyncio.create_task(self._postmen[name].serve(most), name=f"deliver-{name}")
                self._serving[name] = task
                task.add_done_callback(partial(self._served, name))

    def _served(self, name: str, task: asyncio.Task[float]) -> None:
        del self._serving[name]
        again = name in self._asked_again
        self._asked_again.discard(name)
        if task.cancelled():
            return
        error = task.exception()
        if error:
            _log.error("deliver.postman_failed", channel=name, exc_info=error)
        wait = _POLL if error else task.result()
        if wait > 0:
            self._resting.add(name)
            asyncio.get_running_loop().call_later(wait, self._rested, name)
        elif again:
            self.wake((name,))

    def _rested(self, name: str) -> None:
        self._resting.discard(name)
        self.wake((name,))

    async def _keep_leases(self) -> None:
        """Renews the leases of the channels that are served; what is lost, or can't be renewed, is sent no further."""
        loop, every = asyncio.get_running_loop(), self._lease.total_seconds() / 5
        while True:
            await asyncio.sleep(every)
            since = loop.time()
            held = [name for name in self._serving if self._postmen[name].holding]
            if held:
                with suppress(Busy, TimeoutError):
                    await asyncio.wait_for(self._renew(held, since), every)
            for name in held:
                self._postmen[name].check_lease()

    async def _renew(self, names: Sequence[str], since: float) -> None:
        until = datetime.now(UTC) + self._lease
        kept = await self._store.write(lambda c: renew_channels(c, names, self._holder, until))
        for name in names:
            if name in kept:
                self._postmen[name].renewed(since)
            else:
                self._postmen[name].lost()
