"""`Web`: posts into the console's channels."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator, Callable
from datetime import datetime

from sqlalchemy import Connection

from bellhop.channel import Channel
from bellhop.command import Ask
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import Busy, DeliveryError
from bellhop.message import Message, Picture, Text
from bellhop.platforms import Ears
from bellhop.platforms.web.feed import LAG, Feed
from bellhop.store import Store
from bellhop.store.pictures import add_picture
from bellhop.store.web import NewMessage, WebMessage, add_message, changed_since, find_message, replace_message

PERSON = "person"
"""The type of what a person wrote."""

_BATCH = 200
_BEAT = 15.0
_GRACE = 5.0


class Web:
    """The console's channels. A message's receipt is its id in the store.

    Args:
        store: where the messages stand, shared by all replicas.
        pace: seconds between two looks for what other replicas posted.
    """

    name = "web"
    pace = 0.0
    from_outside = False

    def __init__(self, store: Store, pace: float = 1) -> None:
        self._store = store
        self._ears: Ears | None = None
        self._asking: set[asyncio.Task[None]] = set()
        self.feed = Feed(store, pace)

    async def start(self, ears: Ears | None) -> None:
        """Gets ready; what people write goes to `ears`."""
        self._ears = ears

    async def post(self, channel: Channel, delivery: Delivery, under: Receipt | None) -> Receipt:
        """Adds a message to a channel; a second time, it finds the first."""
        parent = (under.thread or under.id) if under else delivery.reply_to
        return await self._put(add_message(_new(channel, delivery), _number(parent)))

    async def replace(self, channel: Channel, delivery: Delivery, at: Receipt) -> Receipt:
        """Puts a message in the place of another one, which stays where it is."""
        return await self._put(replace_message(_number(at.id) or 0, _new(channel, delivery)))

    async def show_picture(self, channel: Channel, delivery: Delivery, at: Receipt, picture: Picture) -> None:  # noqa: ARG002  # the delivery says in which
        """Puts a picture at the end of a delivery's message, which stays where and what it is."""
        try:
            shown = await self._store.write(add_picture(_number(at.id) or 0, delivery, picture))
        except Busy as error:
            raise DeliveryError(error.message, fix=error.fix) from error
        if shown:
            self.feed.wake()

    async def find(self, channel: Channel, delivery: Delivery, since: datetime) -> Receipt | None:  # noqa: ARG002  # the id says enough
        """Looks for a delivery by its id."""
        found = await self._store.read(find_message(channel.name, delivery.id))
        return None if found is None else _receipt(*found)

    async def close(self) -> None:
        """Ends every `watch` and gives what people asked a little time to be taken."""
        await self.feed.close()
        if self._asking:
            _, late = await asyncio.wait(self._asking, timeout=_GRACE)
            for task in late:
                task.cancel()

    async def say(self, channel: Channel, person: str, text: str) -> tuple[str, int]:
        """Puts a person's words into a channel and lets Bellhop hear them.

        Gives the command's id and the message's, beneath which the answer will come.

        Raises:
            Busy: the store can't take it now; nothing was said.
        """
        command = str(uuid.uuid4())
        message = Message(title=text.strip().partition("\n")[0][:200], blocks=(Text(text=text.strip()),))
        new = NewMessage(delivery=command, channel=channel.name, type=PERSON, author=person, message=message)
        place, _ = await self._store.write(add_message(new))
        self.feed.wake()
        if self._ears is not None:
            ask = Ask(id=command, channel=channel.name, user=person, name=person, text=text, thread=str(place))
            # AWS may take its time to answer, and the page shall not wait for it.
            task = asyncio.create_task(self._ears.ask(ask))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)
        return command, place

    async def watch(self, after: int) -> AsyncGenerator[list[WebMessage]]:
        """What is posted and updated in all channels after a `changed` stamp; an empty list every 15 s of silence.

        Ends when the platform is closed. It begins a little before the stamp, since other replicas commit late: what
        changed just then comes once more, which its stamp tells. After that nothing comes twice.
        """
        seen: dict[int, int] = {}
        cursor, floor = after, after - LAG
        with self.feed.subscribed() as changed:
            while not self.feed.closed:
                changed.clear()
                rows = await self._store.read(changed_since(max(floor, cursor - LAG), _BATCH))
                fresh = [row for row in rows if seen.get(row.id, 0) < row.changed]
                if fresh:
                    cursor = max(cursor, fresh[-1].changed)
                    seen |= {row.id: row.changed for row in fresh}
                    seen = {place: stamp for place, stamp in seen.items() if stamp > cursor - 2 * LAG}
                    yield fresh
                elif len(rows) == _BATCH:
                    floor = rows[-1].changed  # so much within the lag that a batch holds only what was seen
                elif not await _within(changed, _BEAT):
                    yield []

    async def _put(self, work: Callable[[Connection], tuple[int, int | None]]) -> Receipt:
        try:
            place, thread = await self._store.write(work)
        except Busy as error:
            raise DeliveryError(error.message, fix=error.fix) from error
        self.feed.wake()
        return _receipt(place, thread)


def _new(channel: Channel, delivery: Delivery) -> NewMessage:
    return NewMessage(
        delivery=delivery.id,
        channel=channel.name,
        type=delivery.type,
        message=delivery.message,
        expanded=delivery.expanded,
    )


def _receipt(place: int, thread: int | None) -> Receipt:
    return Receipt(id=str(place), thread=str(thread or ""))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


async def _within(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
