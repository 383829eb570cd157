"""Retention: what has ended is removed by age and by size, some rows at a time, and what was removed is said."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from bellhop.errors import BellhopError, Busy
from bellhop.keep import Keep
from bellhop.metrics import REMOVED, STORE_BYTES
from bellhop.store import Store
from bellhop.store.chores import free_chore, note_chore, read_chore, take_chore
from bellhop.store.retention import SWEEPS, Swept, sweep_audit, sweep_rest
from bellhop.store.space import give_back, moment_that_fits, used_bytes

CHORE = "retention"
EVERY = timedelta(hours=1)
_BATCH = 100
_LEASE = timedelta(minutes=5)
_YOUNGEST = timedelta(hours=1)
"""What is younger stays however full the store is: an answer may still be asked for what it was."""
_log = structlog.get_logger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What was removed: rows by table, everything that ended before `before` (aware; None = nothing had to go)."""

    before: datetime | None = None
    removed: Counter[str] = field(default_factory=Counter[str])


class TakenOver(BellhopError):
    """Another replica, or `bellhop prune`, does it now."""


class Retention:
    """Removes what is kept no longer. Of several replicas one does it at a time.

    Args:
        store: where everything is.
        keep: for how long.
    """

    def __init__(self, store: Store, keep: Keep) -> None:
        self._store = store
        self._keep = keep
        self._holder = uuid.uuid4().hex

    async def run(self) -> None:
        """Looks every few minutes whether an hour has passed since anybody did it, until cancelled."""
        while True:
            try:
                await self.tick(datetime.now(UTC))
            except Busy as error:
                _log.warning("retention.store_busy", error=error.message)
            await asyncio.sleep(_LEASE.total_seconds())

    async def tick(self, now: datetime) -> Removal | None:
        """Removes what is due; None if it is not time, or another replica does it.

        Raises:
            Busy: the store can't be reached; the rest is removed next time.
        """
        done = (await self._store.read(lambda c: read_chore(c, CHORE))).done
        if (done and now - done < EVERY) or not await self._store.write(partial(self._take, now=now)):
            return None
        try:
            removal = await self.sweep(now)
        except TakenOver:
            return None
        while await self._write(give_back):  # a free page is worth nothing to whoever runs out of disk
            pass
        STORE_BYTES.set(await self._store.read(used_bytes))
        await self._say(removal, now)
        return removal

    async def sweep(self, now: datetime, *, dry: bool = False) -> Removal:
        """Removes what is kept no longer at a moment, or only counts it.

        Raises:
            Busy: the store can't be reached.
        """
        before, total = await self._before(now), Counter[str]()
        if before:
            for sweep in SWEEPS:
                after: int | None = 0
                while after is not None:
                    swept = await self._step(partial(sweep, after=after, before=before, limit=_BATCH, dry=dry), dry)
                    total += swept.removed
                    after = swept.after
        ancient = before or datetime.fromtimestamp(0, UTC)
        steps = [partial(sweep_rest, before=ancient, now=now, limit=_BATCH, dry=dry)]
        if self._keep.audit:
            steps.append(partial(sweep_audit, before=now - self._keep.audit, limit=_BATCH, dry=dry))
        for step in steps:
            while (swept := await self._step(step, dry)).removed.total():
                total += swept.removed
                if dry:
                    break
        if not dry:
            await self._store.write(lambda c: free_chore(c, CHORE, self._holder))
        return Removal(before=before, removed=+total)

    async def _before(self, now: datetime) -> datetime | None:
        keep = self._keep
        found = [now - keep.age] if keep.age else []
        if keep.size and (fits := await self._store.read(lambda c: moment_that_fits(c, keep.size))):
            found.append(min(fits, now - _YOUNGEST))
        return max(found, default=None)

    async def _step(self, work: Callable[[Connection], Swept], dry: bool) -> Swept:
        return await self._store.read(work) if dry else await self._write(work)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        """Does a small piece and rests as long as it took, so that events and deliveries never wait long."""
        began = monotonic()

        def held(connection: Connection) -> T:
            if not self._take(connection, datetime.now(UTC)):
                raise TakenOver("something else is removing what is old", fix="wait some minutes")
            return work(connection)

        result = await self._store.write(held)
        await asyncio.sleep(min(monotonic() - began, 1))
        return result

    def _take(self, connection: Connection, now: datetime) -> bool:
        return take_chore(connection, CHORE, self._holder, now, now + _LEASE)

    async def _say(self, removal: Removal, now: datetime) -> None:
        for table, many in removal.removed.items():
            REMOVED.labels(table=table).inc(many)
        if removal.removed:
            _log.info("retention.removed", before=removal.before and removal.before.isoformat(), **removal.removed)
        note = json.dumps(removal.removed)
        await self._store.write(lambda c: (note_chore(c, CHORE, now, note), free_chore(c, CHORE, self._holder)))
