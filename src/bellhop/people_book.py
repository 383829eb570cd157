"""`PeopleBook`: who is who at a moment: by bellhop.yaml, by what people chose, and by Slack's user groups."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog

from bellhop.channel import Channel
from bellhop.errors import DeliveryError
from bellhop.people import Members, People
from bellhop.standing import Standing
from bellhop.store import Store
from bellhop.store.standings import chosen_roles, lasting

PAUSE = 300.0
"""Seconds between two looks at a Slack user group."""
TRUSTED = 3600.0
"""Seconds for which the people of a group are believed when Slack can't be asked; then they are unknown."""

_SOON = 15.0
_log = structlog.get_logger(__name__)

Ask = Callable[[str], Awaitable[frozenset[str]]]
"""The people of a Slack user group by its id; raises DeliveryError."""


class PeopleBook:
    """Looks people up: every time in the store, so that what ended on one replica has ended on all.

    Args:
        people: those of bellhop.yaml.
        store: where choices and elevations are kept.
        ask: asks Slack for the people of a group; None = there is no Slack.
        clock: seconds that only grow.
    """

    def __init__(
        self, people: People, store: Store, ask: Ask | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.people = people
        self._store = store
        self._ask = ask
        self._clock = clock
        self._wanted = tuple(dict.fromkeys(group.slack for group in people.groups.values() if group.slack))
        self._known: dict[str, tuple[float, frozenset[str]]] = {}

    @property
    def members(self) -> Members:
        """The people of Slack's user groups, as far as they are known and not too old to be believed."""
        oldest = self._clock() - TRUSTED
        return {group: people for group, (at, people) in self._known.items() if at >= oldest}

    async def of(self, channel: Channel, user: str) -> Standing:
        """What a person is in a channel.

        Raises:
            Busy: the store can't be read.
        """
        now = datetime.now(UTC)
        chosen, granted = await self._store.read(
            lambda c: (chosen_roles(c, channel.name, user), lasting(c, channel.name, user, now))
        )
        elevated = granted.elevated if granted else None
        return self.people.standing(channel, user, members=self.members, chosen=chosen, elevated=elevated)

    async def refresh(self) -> bool:
        """Asks Slack for the people of every group; False if one could not be had."""
        well = True
        if (ask := self._ask) is None:
            return True
        for group in self._wanted:
            try:
                self._known[group] = (self._clock(), await ask(group))
            except DeliveryError as error:
                well = False
                _log.warning("people.group_unknown", group=group, error=error.message)
        return well

    async def run(self) -> None:
        """Refreshes until cancelled."""
        while True:
            well = await self.refresh()
            await asyncio.sleep(PAUSE if well else _SOON)
