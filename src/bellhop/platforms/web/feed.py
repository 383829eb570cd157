"""`Feed`: wakes whoever shows the web channels when something in them changed, here or in another replica."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import structlog

from bellhop.errors import Busy
from bellhop.store import Store
from bellhop.store.web import marks_since

LAG = 5_000_000
"""Microseconds that a change may come to light after its stamp: other replicas' clocks and open transactions."""

_log = structlog.get_logger(__name__)


class Feed:
    """Wakes its subscribers.

    Changes that this process makes wake them at once; others' are found by a look at the store every second, one look
    for all subscribers, and none while there are no subscribers.

    Args:
        store: where the messages are.
        pace: seconds between two looks.
    """

    def __init__(self, store: Store, pace: float = 1) -> None:
        self._store = store
        self._pace = pace
        self._subscribers: set[asyncio.Event] = set()
        self._looking: asyncio.Task[None] | None = None
        self.closed = False

    @contextmanager
    def subscribed(self) -> Generator[asyncio.Event]:
        """An event that is set at every change; who waits for it clears it."""
        event = asyncio.Event()
        self._subscribers.add(event)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look(), name="web-feed")
        try:
            yield event
        finally:
            self._subscribers.discard(event)
            if not self._subscribers:
                self._rest()

    def wake(self) -> None:
        """Something changed."""
        for event in self._subscribers:
            event.set()

    async def close(self) -> None:
        """Wakes everybody for the last time."""
        self.closed = True
        self.wake()
        if (looking := self._rest()) is not None:
            with suppress(asyncio.CancelledError):
                await looking

    def _rest(self) -> asyncio.Task[None] | None:
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.cancel()
        return looking

    async def _look(self) -> None:
        before: frozenset[tuple[int, int]] | None = None
        while True:
            since = int(datetime.now(UTC).timestamp() * 1e6) - 2 * LAG
            try:
                marks = await self._store.read(marks_since(since))
            except Busy as error:
                _log.warning("web.feed_blind", error=error.message)
            else:
                if before is not None and marks - before:
                    self.wake()
                before = marks
            await asyncio.sleep(self._pace)
