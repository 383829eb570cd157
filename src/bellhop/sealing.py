"""The loop that seals the audit trail: what was written a moment ago gets its place in the chain of hashes."""

from __future__ import annotations

import asyncio

import structlog

from bellhop.errors import Busy
from bellhop.store import Store
from bellhop.store.trail import seal, waits

_EVERY = 1.0
_log = structlog.get_logger(__name__)


class Sealing:
    """Seals once a second, while there is something to seal.

    Args:
        store: where the trail is.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    async def run(self) -> None:
        """Seals until cancelled."""
        while True:
            try:
                await self.tick()
            except Busy as error:
                _log.warning("audit.store_busy", error=error.message)
            await asyncio.sleep(_EVERY)

    async def tick(self) -> None:
        """Seals all that waits.

        Raises:
            Busy: the store can't be read or written; the next try seals it.
        """
        while await self._store.read(waits):
            if not await self._store.write(seal):
                return
