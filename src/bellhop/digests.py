"""The fourth loop: what was grouped is told by one message, and what nobody acknowledged is told again."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta

import structlog
from msgspec.structs import replace
from sqlalchemy import Connection

from bellhop.channel import Channel
from bellhop.delivery import Delivery
from bellhop.errors import Busy
from bellhop.message import Link, Message, Text
from bellhop.noise import Kind
from bellhop.noise.telling import tell_digest, tell_flapping, tell_pages, tell_rest
from bellhop.notification import Step
from bellhop.reader import Reader
from bellhop.store import Store
from bellhop.store.alerts import Alert, due_alerts, forget_alerts, note_reminder
from bellhop.store.digests import (
    Member,
    Open,
    backlogs,
    due_digests,
    join_backlog,
    members_of,
    note_told,
)
from bellhop.store.marks import forget_marks
from bellhop.store.outbox import add_delivery
from bellhop.store.posted import first_message

_EVERY = 0.5
_TIDY = timedelta(minutes=1)
_log = structlog.get_logger(__name__)


class Digests:
    """Tells what was grouped. Several replicas may look at the same digest: each of its messages is made once.

    Args:
        store: where digests are.
        channels: all configured channels.
        wake: called with the names of the channels that a message was put into the outbox for.
        public_url: where the console is for people, or empty.
        prefer: gives a channel as its people prefer it now.
    """

    def __init__(
        self,
        store: Store,
        channels: Sequence[Channel],
        wake: Callable[[Collection[str]], None],
        public_url: str = "",
        prefer: Callable[[Channel], Channel] = lambda channel: channel,
    ) -> None:
        self._store = store
        self._channels = {channel.name: channel for channel in channels}
        self._wake = wake
        self._url = public_url.rstrip("/")
        self._prefer = prefer
        self._tidied = datetime.fromtimestamp(0, UTC)

    async def run(self) -> None:
        """Tells what is due until cancelled."""
        while True:
            try:
                await self.tick(datetime.now(UTC))
            except Busy as error:
                _log.warning("digests.store_busy", error=error.message)
            await asyncio.sleep(_EVERY)

    async def tick(self, now: datetime) -> None:
        """Does what is due at a moment.

        Raises:
            Busy: the store can't be reached; nothing is lost.
        """
        await self._group_backlogs(now)
        for open_ in await self._store.read(lambda c: due_digests(c, now)):
            await self._tell(open_, now)
        for alert in await self._store.read(lambda c: due_alerts(c, now)):
            await self._remind(alert, now)
        if now - self._tidied > _TIDY:
            self._tidied = now
            await self._store.write(lambda c: (forget_marks(c, now), forget_alerts(c, now)))

    async def _group_backlogs(self, now: datetime) -> None:
        wanting = [one.noise for one in self._channels.values() if one.noise.backlog_count]
        if not wanting:
            return
        least, age = min(one.backlog_count for one in wanting), min(one.backlog_age for one in wanting)
        for found in await self._store.read(lambda c: backlogs(c, least, now, age)):
            channel = self._channels.get(found.channel)
            if channel is None or not channel.noise.backlog_count:
                continue
            if found.waiting > channel.noise.backlog_count or now - found.oldest > channel.noise.backlog_age:
                digest = str(uuid.uuid4())
                await self._store.write(lambda c, f=found, d=digest: join_backlog(c, f, d, now))

    async def _tell(self, open_: Open, now: datetime) -> None:
        channel = self._channel(open_.channel)
        if channel is None:  # it was taken out of bellhop.yaml; its deliveries wait as well
            await self._store.write(lambda c: note_told(c, open_, open_.members, None, now, end=True))
            return
        if open_.digest.kind is Kind.FLAPPING:
            made, told, due, end = await self._flapping(open_, channel)
        else:
            made, told, due, end = await self._grouped(open_, channel, now)

        def work(connection: Connection) -> bool:
            if not note_told(connection, open_, told, due, now, end=end):
                return False
            for delivery in made:
                add_delivery(connection, delivery, datetime.now(UTC))
            return True

        if await self._store.write(work) and made:
            self._wake((channel.name,))

    async def _grouped(
        self, open_: Open, channel: Channel, now: datetime
    ) -> tuple[list[Delivery], int, datetime | None, bool]:
        """The message of a digest as it is now; pages beneath it once nothing more joins."""
        reader = _reader(channel)
        members = await self._store.read(lambda c: members_of(c, open_.digest.id))
        titles = [member.title for member in members]
        rest = max(channel.noise.storm_within, timedelta(seconds=10))
        over = open_.digest.kind is not Kind.STORM or now - open_.changed >= rest
        made: list[Delivery] = []
        if len(members) > open_.told:
            severities = {member.severity for member in members}
            span = open_.opened, open_.changed
            message = self._linked(tell_digest(open_.digest, titles, severities, span, reader), open_, reader)
            made.append(_delivery(open_, channel, message, first=not open_.told))
        if over and not open_.ended:
            made += [_delivery(open_, channel, page, step=Step.REPLY) for page in tell_pages(titles, reader)]
        return made, len(members), None if over or open_.ended else open_.changed + rest, over

    async def _flapping(self, open_: Open, channel: Channel) -> tuple[list[Delivery], int, datetime | None, bool]:
        """The notice that something flaps, in the place of its message; its last state once it has come to rest."""
        reader, noise = _reader(channel), channel.noise
        members = await self._store.read(lambda c: members_of(c, open_.digest.id))
        last = members[-1] if open_.told else members[0]
        message = await self._store.read(lambda c: first_message(c, last.id))
        if not open_.told:
            span = open_.opened - noise.flap_within, open_.opened
            rest = reader.duration(noise.flap_rest)
            notice = tell_flapping(message, noise.flap_changes, span, rest, reader)
            return [_story(open_, last, notice, first=True)], 1, open_.changed + noise.flap_rest, False
        span = open_.opened, open_.changed
        return [_story(open_, last, tell_rest(message, len(members) - 1, span, reader))], len(members), None, True

    def _channel(self, name: str) -> Channel | None:
        """A configured channel as its people prefer it."""
        channel = self._channels.get(name)
        return self._prefer(channel) if channel else None

    def _linked(self, message: Message, open_: Open, reader: Reader) -> Message:
        if not self._url:
            return message
        label = reader.say("All of them", "전체 보기")
        return replace(message, links=(Link(label=label, url=f"{self._url}/deliveries/{open_.digest.id}"),))

    async def _remind(self, alert: Alert, now: datetime) -> None:
        channel = self._channel(alert.channel)
        again = channel.noise.reminders if channel else None
        if channel is None or again is None:
            return
        due = now + again.every if alert.reminded + 1 < again.most else None
        delivery = _reminder(alert, channel, now)

        def work(connection: Connection) -> bool:
            if not note_reminder(connection, alert, due):
                return False
            add_delivery(connection, delivery, datetime.now(UTC))
            return True

        if await self._store.write(work):
            self._wake((channel.name,))


def _reader(channel: Channel) -> Reader:
    return Reader(locale=channel.locale, timezone=channel.timezone)


def _delivery(
    open_: Open, channel: Channel, message: Message, *, first: bool = False, step: Step = Step.UPDATE
) -> Delivery:
    return Delivery(
        id=open_.digest.id if first else str(uuid.uuid4()),
        channel=channel.name,
        type=f"noise.{open_.digest.kind}",
        message=message,
        thread=f"digest:{open_.digest.id}",
        step=Step.OPEN if first else step,
        at=open_.opened,
    )


def _story(open_: Open, last: Member, message: Message, *, first: bool = False) -> Delivery:
    """A message in the thread of what flaps."""
    return Delivery(
        id=open_.digest.id if first else str(uuid.uuid4()),
        channel=open_.channel,
        type=last.type,
        message=message,
        thread=last.thread,
        step=Step.UPDATE if first or last.step is Step.OPEN else last.step,
    )


def _reminder(alert: Alert, channel: Channel, now: datetime) -> Delivery:
    reader = _reader(channel)
    text = reader.say(
        "Nobody has acknowledged this for {span}.",
        "{span} 동안 아무도 확인하지 않았습니다.",
        span=reader.duration(now - alert.opened),
    )
    return Delivery(
        id=str(uuid.uuid4()),
        channel=channel.name,
        type=alert.type,
        message=replace(alert.message, blocks=(Text(text=text), *alert.message.blocks)),
    )
