"""`Postman`: takes one channel's deliveries out of the outbox and posts them, in order and at the platform's pace."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Connection

from bellhop.channel import Channel
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import Busy, DeliveryError
from bellhop.pace import Pace
from bellhop.platforms import Platform
from bellhop.reader import Reader
from bellhop.setbacks import dead_letter_notice, gave_up, hopeless, is_stuck, note_dead, note_failure, wait_after
from bellhop.store import Store
from bellhop.store.dead import bury, give_up
from bellhop.store.leases import break_channel, free_channel
from bellhop.store.outbox import Leased, put_back, untake
from bellhop.store.posted import Posted
from bellhop.store.taking import take_other
from bellhop.store.turns import Turn, take_turns
from bellhop.story import Place, Story, place_of, story_after
from bellhop.tallies import count_sent, measured

_MISHAPS = 5
_SAFE = 0.3
"""The part of a lease that must be left for a send to begin, or to go on."""

AfterSent = Callable[[Delivery, Receipt], None]
Prefer = Callable[[Channel], Channel]
_log = structlog.get_logger(__name__)


class Postman:
    """Delivers to one channel while it holds the channel's lease.

    Args:
        store: where the outbox is.
        channel: whose deliveries.
        platform: where they go.
        holder: this replica's name.
        lease: how long the channel is leased for, unless the lease is renewed.
        after_sent: called with what was posted and where, once that is noted; must not wait or raise.
        prefer: gives the channel as its people prefer it now.
        patience: how long a delivery may fail before others of its channel are tried in its place.
    """

    def __init__(
        self,
        store: Store,
        channel: Channel,
        platform: Platform,
        holder: str,
        lease: timedelta,
        after_sent: AfterSent,
        prefer: Prefer,
        patience: timedelta,
    ) -> None:
        self._store = store
        self._channel = channel
        self._platform = platform
        self._after_sent = after_sent
        self._holder = holder
        self._pace = Pace(platform.pace)
        self._prefer = prefer
        self._patience = patience
        self._turn = Turn(channel=channel.name, holder=holder, lease=lease, reader=Reader())
        self._stories: dict[str, Story | None] = {}
        self._until = 0.0
        self._trying: Leased | None = None
        self._sending: asyncio.Timeout | None = None
        self.stopping = False

    @property
    def holding(self) -> bool:
        """Whether the lease is held, as far as is known here."""
        return self._until > 0

    def renewed(self, since: float) -> None:
        """The lease was renewed at a moment of the event loop's clock."""
        if self._until:
            self._until = since + self._turn.lease.total_seconds()

    def lost(self) -> None:
        """The lease was lost."""
        self._until = 0.0

    def check_lease(self) -> None:
        """Cuts off what is being sent if the lease may end before that: another replica would send it too."""
        if self._sending and not self._safe():
            self._sending.reschedule(_clock())

    def _safe(self) -> bool:
        return self._until - _clock() > _SAFE * self._turn.lease.total_seconds()

    async def serve(self, most: int) -> float:
        """Posts everything that is due; gives the seconds to wait before the next try, 0 if nothing has to wait.

        Args:
            most: how many deliveries to hold in memory at once.
        """
        # A paced channel takes one at a time, so that a person's answer waits for one piece of news, not for many.
        most = 1 if self._platform.pace else most
        batch: deque[Leased] = deque()
        failure: DeliveryError | None = None
        try:
            batch.extend(await self._take(replace(self._turn, take=most)))
            while batch and failure is None:
                await self._pace.turn()
                if self.stopping or not self._safe():
                    break
                self._trying = leased = batch.popleft()
                failure = await self._try(leased, batch, most)
                if failure and is_stuck(leased, failure, self._patience) and self._safe():
                    failure = await self._try_another(leased, failure, batch, most)
        except Busy as error:
            _log.warning("deliver.store_busy", channel=self._channel.name, error=error.message)
            failure = DeliveryError(error.message, unsure=True, retry_after=1)
        finally:
            self._until = 0.0
            wait = await asyncio.shield(self._end(tuple(batch), failure))
        return wait

    async def _try(self, leased: Leased, batch: deque[Leased], most: int) -> DeliveryError | None:
        """Posts one and takes what follows; gives the failure if there is one to wait after."""
        turn = self._turn
        try:
            turn = await self._send(leased)
        except DeliveryError as error:
            if not (reason := hopeless(self._channel, leased, error)):
                return error
            await self._reject(leased, error, reason)
        await self._follow(turn, batch, most)
        return None

    async def _follow(self, turn: Turn, batch: deque[Leased], most: int) -> None:
        """Notes what was posted and takes what comes next."""
        following = await self._take(turn if batch else replace(turn, take=most, held=True))
        if turn.posted:
            count_sent(self._channel.name)
            self._after_sent(turn.posted.delivery, turn.posted.receipt)
        self._trying = None
        batch.extend(following)

    async def _try_another(
        self, stuck: Leased, failure: DeliveryError, batch: deque[Leased], most: int
    ) -> DeliveryError | None:
        """Tries a delivery of another story: if it comes through, the stuck one ends as a dead letter."""
        await self._pace.turn()
        channel, now, rest = self._channel.name, datetime.now(UTC), [leased.seq for leased in batch]
        due = now + timedelta(seconds=wait_after(failure, stuck))

        def take(connection: Connection) -> Leased | None:
            untake(connection, rest, self._holder)
            other = take_other(connection, channel, self._holder, now, stuck.delivery)
            if other:
                put_back(connection, stuck.seq, self._holder, due, error=failure.message, unsure=failure.unsure)
            return other

        other = await self._store.write(take)
        batch.clear()
        if other is None:
            return failure
        self._trying, turn = other, self._turn
        try:
            turn = await self._send(other)
        except DeliveryError as error:
            if not (reason := hopeless(self._channel, other, error)):
                return error
            await self._reject(other, error, reason)
        else:
            reason = gave_up(self._channel, stuck, failure, now)
            notice = dead_letter_notice(self._prefer(self._channel), stuck.delivery, reason)
            await self._store.write(lambda c: give_up(c, stuck.seq, now, reason, notice))
        await self._follow(turn, batch, most)
        return None

    async def _take(self, turn: Turn) -> list[Leased]:
        """Takes a turn; what was posted is noted however long the store is busy, unless Bellhop is to stop."""
        wait = 0.1
        while True:
            since = _clock()
            if turn.held and not self._safe():
                turn = replace(turn, held=False)
            try:
                (given,) = await self._store.write_all(take_turns, (turn,))
            except Busy:
                if self.stopping or not turn.posted:
                    raise
                await asyncio.sleep(wait)
                wait = min(2 * wait, 2.0)
                continue
            if turn.take:
                if not given:
                    self._until = 0.0
                elif not turn.held:
                    self._until = since + turn.lease.total_seconds()
                self._stories.clear()  # what was given knows the stories as they are now
            return given

    async def _send(self, leased: Leased) -> Turn:
        delivery = leased.delivery
        story = self._stories.get(delivery.thread, leased.story) if delivery.thread else None
        place = place_of(delivery, story, self._prefer(self._channel), datetime.now(UTC))
        try:
            async with asyncio.timeout(None) as self._sending:
                with measured(leased, self._channel):
                    receipt = await self._put(leased, place)
        except DeliveryError:
            raise
        except TimeoutError:
            raise DeliveryError("it took longer than the lease", unsure=True, retry_after=0) from None
        except Busy as error:
            raise DeliveryError(error.message, unsure=leased.unsure) from error
        except Exception as error:
            _log.exception("deliver.mishap", channel=self._channel.name, delivery=delivery.id)
            hopeless = delivery.attempts >= _MISHAPS
            raise DeliveryError(f"{type(error).__name__}: {error}", rejected=hopeless, unsure=True) from error
        finally:
            self._sending = None
        return self._posted(leased, place, story, receipt)

    async def _put(self, leased: Leased, place: Place) -> Receipt:
        if place.replace is not None:
            return await self._platform.replace(self._channel, place.delivery, place.replace)
        if leased.unsure:
            since = leased.delivery.first_attempt or datetime.now(UTC)
            found = await self._platform.find(self._channel, leased.delivery, since)
            if found is not None:
                return found
            if not self._safe():
                raise DeliveryError("looking took longer than the lease", unsure=True, retry_after=0)
        return await self._platform.post(self._channel, place.delivery, place.under)

    def _posted(self, leased: Leased, place: Place, story: Story | None, receipt: Receipt) -> Turn:
        now, delivery = datetime.now(UTC), place.delivery
        told = story_after(place, story, receipt, now)
        if told:
            self._stories[delivery.thread] = None if place.closed else told
        posted = Posted(
            seq=leased.seq,
            holder=self._holder,
            delivery=delivery,
            changed=delivery is not leased.delivery,
            receipt=receipt,
            story=told,
            closed=place.closed,
            at=now,
        )
        channel = self._prefer(self._channel)
        reader = Reader(locale=channel.locale, timezone=channel.timezone)
        beneath = (told or story) if place.under and not place.parent else None
        return replace(self._turn, posted=posted, beneath=beneath, reader=reader)

    async def _reject(self, leased: Leased, error: DeliveryError, reason: str) -> None:
        """Ends a delivery as a dead letter."""
        note_dead(self._channel, leased.delivery, error, reason)
        now, notice = datetime.now(UTC), dead_letter_notice(self._prefer(self._channel), leased.delivery, reason)
        unsure = not error.rejected and (error.unsure or leased.unsure)

        await self._store.write(lambda c: bury(c, leased.seq, self._holder, now, reason, notice, unsure=unsure))

    async def _end(self, rest: Sequence[Leased], failure: DeliveryError | None) -> float:
        """Puts back what was not posted and gives the lease back; gives the seconds to wait."""
        trying, self._trying = self._trying, None
        if trying is None and not rest:
            return failure.retry_after or 0 if failure else 0
        now, wait, permanent = datetime.now(UTC), 0.0, False
        failed = failure or DeliveryError("cut off", unsure=True, retry_after=0)
        if trying and failure:
            permanent = failure.permanent
            wait = 0.0 if permanent else wait_after(failure, trying)
            note_failure(self._channel, trying, failure, wait)
        due = now + timedelta(seconds=wait)

        def work(connection: Connection) -> None:
            if trying:
                put_back(connection, trying.seq, self._holder, due, error=failed.message, unsure=failed.unsure)
            untake(connection, [leased.seq for leased in rest], self._holder)
            if permanent:
                break_channel(connection, self._channel.name, str(failed), now)
            free_channel(connection, self._channel.name, self._holder, due)

        try:
            await self._store.write(work)
        except Busy as error:
            _log.warning("deliver.lease_kept", channel=self._channel.name, error=error.message)
        return wait


def _clock() -> float:
    return asyncio.get_running_loop().time()
