"""`ActionBook`: every channel's custom actions at hand, so that no event waits for the database."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from bellhop.channel import Channel
from bellhop.custom_actions import CustomAction, merged
from bellhop.errors import Busy
from bellhop.store import Store
from bellhop.store.custom_actions import all_actions

_EVERY = 2.0
"""Seconds after which a change that was made here or on another replica is seen."""

_log = structlog.get_logger(__name__)


class ActionBook:
    """Knows the custom actions of bellhop.yaml and those that people made in chat, a few seconds old at most.

    Args:
        store: where those made in chat are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: Mapping[str, Sequence[CustomAction]] = {}
        self._merged: dict[str, tuple[CustomAction, ...]] = {}

    def of(self, channel: Channel) -> tuple[CustomAction, ...]:
        """A channel's custom actions; those of bellhop.yaml first, whose names count."""
        found = self._merged.get(channel.name)
        if found is None:
            found = self._merged[channel.name] = merged(channel.custom_actions, self._kept.get(channel.name, ()))
        return found

    async def refresh(self) -> None:
        """Reads what is kept.

        Raises:
            Busy: the store can't be read; what was known stays.
        """
        kept = await self._store.read(all_actions)
        if kept != self._kept:
            self._kept, self._merged = kept, {}

    async def run(self) -> None:
        """Follows what people change, until cancelled."""
        while True:
            try:
                await self.refresh()
            except Busy as error:
                _log.warning("actions.store_busy", error=error.message)
            await asyncio.sleep(_EVERY)
