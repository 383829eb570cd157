"""`Pictures`: an alarm's chart follows its message. The message never waits for it, and stands without it as well."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import structlog

from bellhop.aws.call import Clients
from bellhop.aws.charts import SECONDS, chart
from bellhop.channel import Channel
from bellhop.charts.figure import Figure, figure_of
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import BellhopError, Unreadable
from bellhop.events.alarms import read
from bellhop.message import Picture
from bellhop.pace import Pace
from bellhop.pictures.links import picture_path
from bellhop.platforms import Platform, ShowsPictures, TakesPictures
from bellhop.reader import Reader
from bellhop.store import Store
from bellhop.store.pictures import Arrived, arrived_as, keep_picture, signing_key
from bellhop.unwrap import unwrap_all

KEPT = timedelta(days=14)
"""How long pictures are kept, and links to them are good."""

_TYPE = "cloudwatch.metric_alarm"
_AT_ONCE = 2
_WAITING = 40
_EVERY = 0.2
"""In a storm of alarms the later ones stay without a picture, so that drawing never costs the messages their speed:
CloudWatch takes 20 such questions a second, and each costs as much processor as ten messages."""
_log = structlog.get_logger(__name__)


class Pictures:
    """Draws charts beside the event loop and shows each where its message was posted.

    Args:
        store: where events and pictures are.
        clients: AWS clients.
        channels: all configured channels.
        platforms: by name.
        public_url: where this Bellhop's pages can be reached from outside, empty = nowhere.
    """

    def __init__(
        self,
        store: Store,
        clients: Clients,
        channels: Sequence[Channel],
        platforms: Mapping[str, Platform],
        public_url: str = "",
    ) -> None:
        self._store = store
        self._clients = clients
        self._channels = {channel.name: channel for channel in channels}
        self._platforms = platforms
        self._public_url = public_url.rstrip("/")
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="pictures")
        self._let_go = threading.Event()
        self._following: set[asyncio.Task[None]] = set()
        self._pace = Pace(_EVERY, burst=_WAITING)

    @property
    def awaited(self) -> int:
        """How many pictures are still to come."""
        return len(self._following)

    def follow(self, delivery: Delivery, receipt: Receipt) -> None:
        """Lets a picture follow a delivery that was sent, if there is one to show. Returns at once, never raises."""
        channel = self._channels.get(delivery.channel)
        if delivery.type != _TYPE or delivery.replaces or channel is None:
            return
        if self.awaited >= _WAITING or not self._pace.may_go():
            _log.info("pictures.too_many", channel=delivery.channel, delivery=delivery.id)
            return
        task = asyncio.create_task(self._follow(channel, delivery, receipt), name="picture")
        self._following.add(task)
        task.add_done_callback(self._following.discard)

    async def close(self) -> None:
        """Lets go of what is not drawn yet. Never raises."""
        self._let_go.set()
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _follow(self, channel: Channel, delivery: Delivery, receipt: Receipt) -> None:
        try:
            await self._show(channel, delivery, receipt)
        except (BellhopError, TimeoutError) as error:
            _log.info("pictures.none", channel=channel.name, delivery=delivery.id, because=str(error) or "time is up")
        except Exception:  # noqa: BLE001  # whatever it was, the message stands without a picture
            _log.exception("pictures.mishap", channel=channel.name, delivery=delivery.id)

    async def _show(self, channel: Channel, delivery: Delivery, receipt: Receipt) -> None:
        platform = self._platforms[channel.platform]
        if not self._can_show(platform):
            return
        arrived = await self._store.read(lambda connection: arrived_as(connection, delivery.id))
        if arrived is None or (figure := _figure(arrived, delivery, channel)) is None:
            return
        content = await self._draw(figure, channel)
        await self._put(platform, channel, delivery, receipt, content, _words(figure, channel))

    async def _put(
        self, platform: object, channel: Channel, delivery: Delivery, receipt: Receipt, content: bytes, alt: str
    ) -> None:
        match platform:
            case TakesPictures():
                await platform.take_picture(channel, receipt, content, alt)
            case ShowsPictures():
                path = await self._keep(delivery, content)
                url = self._public_url + path if platform.from_outside else path
                await platform.show_picture(channel, delivery, receipt, Picture(url=url, alt=alt))
            case _:
                pass

    def _can_show(self, platform: object) -> bool:
        match platform:
            case TakesPictures():
                return True
            case ShowsPictures():
                return bool(self._public_url) or not platform.from_outside
            case _:
                return False

    async def _draw(self, figure: Figure, channel: Channel) -> bytes:
        """The chart, within the time that AWS has for it and twice that for those who wait before it."""

        def work() -> bytes:
            session = f"bellhop-{channel.platform}-{channel.name}"
            return chart(
                self._clients, figure, role=channel.role_in(figure.account), session_name=session, let_go=self._let_go
            )

        return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(self._pool, work), 3 * SECONDS)

    async def _keep(self, delivery: Delivery, content: bytes) -> str:
        """Where a PNG is served from now on."""
        name, expires = str(uuid.uuid4()), datetime.now(UTC) + KEPT
        await self._store.write(lambda connection: keep_picture(connection, name, delivery.id, content, expires))
        return picture_path(name, expires, await self._store.write(signing_key))


def _figure(arrived: Arrived, delivery: Delivery, channel: Channel) -> Figure | None:
    """The figure of the alarm that a delivery tells of; several may have arrived together."""
    for event in unwrap_all(arrived.body, topic=arrived.topic, subject=arrived.subject):
        try:
            alarm = read(event)
        except Unreadable:
            continue
        if alarm.arn[:512] == delivery.thread:
            return figure_of(alarm, channel.timezone)
    return None


def _words(figure: Figure, channel: Channel) -> str:
    """What the picture shows, for those who don't see it."""
    reader = Reader(locale=channel.locale, timezone=channel.timezone)
    return reader.say(
        "Graph of {what} until {time}",
        "{time}까지 {what} 그래프",
        what=", ".join(metric.words() for metric in figure.shown)[:300] or figure.name,
        time=reader.moment(figure.since),
    )
