"""A file in Slack: uploaded into the thread of the message that speaks of it, once; a failure is told."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from tests.pretend.slack import Fault

from bellhop.channel import Channel
from bellhop.deliver import Deliver
from bellhop.delivery import Delivery
from bellhop.message import File, Message
from bellhop.pictures.uploads import Uploads
from bellhop.platforms.slack.client import Slack
from bellhop.store import Store
from bellhop.store.files import KeptFile, keep_file
from bellhop.store.outbox import add_delivery
from bellhop.store.tables import deliveries

from .conftest import until
from .test_slack import SlackWithFiles

OPS = Channel(name="ops", platform="slack", address="C01OPS")
MESSAGE = Message(title="All of it", blocks=(File(id="f1", name="functions.csv", size=4, url=""),))


@asynccontextmanager
async def sending(store: Store, slack: SlackWithFiles, pauses: Sequence[float] = ()) -> AsyncGenerator[Deliver]:
    files = await slack.open_files()
    platform = Slack("xoxb-test", "xapp-test", base_url=slack.base_url, pace=0)
    uploads = Uploads(store, [OPS], {"slack": platform}, pauses=pauses)
    deliver = Deliver(store, [OPS], {"slack": platform}, after_sent=uploads.follow)
    await platform.start(None)
    task = asyncio.create_task(deliver.run())
    try:
        yield deliver
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await uploads.close()
        await platform.close()
        await files.cleanup()


async def put(store: Store, deliver: Deliver, *, replaces: str = "", expanded: bool = False) -> None:
    now = datetime.now(UTC)
    kept = KeptFile(
        id="f1", channel="ops", name="functions.csv", content=b"a,b\n", made=now, expires=now + timedelta(days=1)
    )
    if not replaces:
        await store.write(lambda c: keep_file(c, kept))
    delivery = Delivery(
        id=f"d{expanded}", channel="ops", type="answer", message=MESSAGE, replaces=replaces, expanded=expanded
    )
    await store.write(lambda c: add_delivery(c, delivery, now, urgent=True))
    deliver.wake()


async def test_the_file_is_shared_beneath_its_message_once(store: Store) -> None:
    async with SlackWithFiles() as slack, sending(store, slack) as deliver:
        await put(store, deliver)
        await until(lambda: slack.shared)
        (message,) = slack.messages
        await put(store, deliver, replaces=message["ts"], expanded=True)
        await until(lambda: any(method == "chat.update" for method, _ in slack.calls))
    assert list(slack.uploaded.values()) == [b"a,b\n"]
    assert slack.shared[0]["thread_ts"] == message["ts"]
    assert slack.shared[0]["files"][0]["title"] == "functions.csv"
    assert "functions.csv (4 B)" in str(message["blocks"])


async def test_what_slack_could_not_take_is_tried_again(store: Store) -> None:
    async with SlackWithFiles() as slack, sending(store, slack, pauses=(0, 0)) as deliver:
        slack.fail("files.getUploadURLExternal", Fault(status=500))
        await put(store, deliver)
        await until(lambda: slack.shared)


async def test_what_slack_does_not_take_is_told(store: Store) -> None:
    async with SlackWithFiles(upload_status=500) as slack, sending(store, slack) as deliver:
        await put(store, deliver)
        await until(lambda: len(slack.messages) == 2)
    assert not slack.shared
    assert "I could not upload functions.csv" in slack.messages[1]["text"]
    assert slack.messages[1]["thread_ts"] == slack.messages[0]["ts"]
    states = await store.read(lambda c: c.execute(select(deliveries.c.state)).scalars().all())
    assert "dead" not in states
