"""`PreferenceBook`: what the people of every channel prefer, held in memory, so that news follows it too."""

from __future__ import annotations

import asyncio

import structlog

from bellhop.channel import Channel
from bellhop.errors import Busy
from bellhop.store import Store
from bellhop.store.preferences import preferring, read_all_preferences

PAUSE = 1.0
"""Seconds between two looks at the store: a choice holds on every replica after that."""

_log = structlog.get_logger(__name__)


class PreferenceBook:
    """Reads the channels' preferences once a second, whoever changed them; news asks nothing of the store for them.

    Args:
        store: where they are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._chosen: dict[str, dict[str, str]] = {}
        self._known: dict[str, tuple[Channel, Channel]] = {}

    def prefer(self, channel: Channel) -> Channel:
        """A channel as its people prefer it."""
        chosen = self._chosen.get(channel.name)
        if not chosen:
            return channel
        asked, found = self._known.get(channel.name, (None, channel))
        if asked is not channel:
            found = preferring(channel, chosen)
            self._known[channel.name] = (channel, found)
        return found

    async def refresh(self) -> None:
        """Reads what is chosen now.

        Raises:
            Busy: the store can't be read.
        """
        chosen = await self._store.read(read_all_preferences)
        if chosen != self._chosen:
            self._chosen, self._known = chosen, {}

    async def run(self) -> None:
        """Refreshes until cancelled."""
        while True:
            await asyncio.sleep(PAUSE)
            try:
                await self.refresh()
            except Busy as error:
                _log.warning("preferences.store_busy", error=error.message)
