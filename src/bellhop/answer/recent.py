"""What a channel used lately, remembered for a moment: what its people say is most likely about that."""

from __future__ import annotations

import time
from collections.abc import Callable

from bellhop.store import Store
from bellhop.store.ledger import recent_services

SECONDS = 30.0
"""How long the audit log is not asked again for the same channel."""


class RecentServices:
    """The services of a channel's newest commands.

    Args:
        store: where the audit log is.
        now: a clock in seconds that never goes back.
    """

    def __init__(self, store: Store, now: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._now = now
        self._known: dict[str, tuple[float, tuple[str, ...]]] = {}

    async def of(self, channel: str) -> tuple[str, ...]:
        """The services that a channel used, the latest first.

        Raises:
            Busy: the store can't be read.
        """
        now = self._now()
        asked, found = self._known.get(channel, (-SECONDS, ()))
        if now - asked < SECONDS:
            return found
        found = await self._store.read(lambda c: recent_services(c, channel))
        self._known[channel] = (now, found)
        return found
