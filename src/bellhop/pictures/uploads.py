"""`Uploads`: a file follows the message that speaks of it, where the platform takes files."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import structlog

from bellhop.channel import Channel
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import BellhopError, DeliveryError
from bellhop.message import File, Message, Text, Tone
from bellhop.platforms import Platform, TakesFiles
from bellhop.reader import Reader
from bellhop.store import Store
from bellhop.store.files import KeptFile, claim_upload, file_at
from bellhop.store.outbox import add_delivery

_PAUSES = (1.0, 5.0, 20.0)
_log = structlog.get_logger(__name__)


class Uploads:
    """Uploads files beside the event loop.

    Args:
        store: where the files are.
        channels: all configured channels.
        platforms: by name.
        before: what follows messages besides; it is told first.
        pauses: seconds between two tries.
    """

    def __init__(
        self,
        store: Store,
        channels: Sequence[Channel],
        platforms: Mapping[str, Platform],
        before: Callable[[Delivery, Receipt], None] = lambda _delivery, _receipt: None,
        pauses: Sequence[float] = _PAUSES,
    ) -> None:
        self._store = store
        self._channels = {channel.name: channel for channel in channels}
        self._platforms = platforms
        self._before = before
        self._pauses = pauses
        self._following: set[asyncio.Task[None]] = set()

    def follow(self, delivery: Delivery, receipt: Receipt) -> None:
        """Uploads what a delivery that was sent speaks of. Returns at once, never raises."""
        self._before(delivery, receipt)
        files = [block for block in delivery.message.blocks if isinstance(block, File)]
        channel = self._channels.get(delivery.channel)
        if not files or channel is None or not isinstance(self._platforms.get(channel.platform), TakesFiles):
            return
        for file in files:
            task = asyncio.create_task(self._follow(channel, delivery, receipt, file), name="upload")
            self._following.add(task)
            task.add_done_callback(self._following.discard)

    async def close(self) -> None:
        """Lets go of what is not uploaded yet. Never raises."""
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)

    async def _follow(self, channel: Channel, delivery: Delivery, receipt: Receipt, file: File) -> None:
        try:
            if not await self._store.write(lambda c: claim_upload(c, file.id)):
                return  # the message was unfolded, or posted anew
            now = datetime.now(UTC)
            kept = await self._store.read(lambda c: file_at(c, file.id, channel.name, now))
            if kept is not None:
                await self._upload(channel, receipt, kept)
        except BellhopError as error:
            _log.warning("uploads.failed", channel=channel.name, delivery=delivery.id, because=str(error))
            await self._say(channel, receipt, file, str(error))
        except Exception:  # noqa: BLE001  # whatever it was, the message stands without the file
            _log.exception("uploads.mishap", channel=channel.name, delivery=delivery.id)

    async def _upload(self, channel: Channel, receipt: Receipt, kept: KeptFile) -> None:
        platform = self._platforms[channel.platform]
        assert isinstance(platform, TakesFiles)  # `follow` looked
        for pause in (*self._pauses, None):
            try:
                await platform.take_file(channel, receipt, kept.name, kept.content)
            except DeliveryError as error:
                if error.permanent or error.rejected or pause is None:
                    raise
                await asyncio.sleep(error.retry_after if error.retry_after is not None else pause)
            else:
                return

    async def _say(self, channel: Channel, receipt: Receipt, file: File, because: str) -> None:
        say = Reader(locale=channel.locale).say
        words = ("I could not upload {name}: {because}", "{name} 파일을 올리지 못했습니다: {because}")
        fix = say("Use the link above, or ask again.", "위의 링크를 쓰거나 다시 요청하세요.")
        message = Message(title=say(*words, name=file.name, because=because), tone=Tone.WARN, blocks=(Text(text=fix),))
        told = Delivery(
            id=str(uuid.uuid4()),
            channel=channel.name,
            type="answer",
            message=message,
            reply_to=receipt.thread or receipt.id,
        )
        now = datetime.now(UTC)
        try:
            await self._store.write(lambda c: add_delivery(c, told, now, urgent=True))
        except BellhopError as error:
            _log.warning("uploads.silent", channel=channel.name, because=error.message)
