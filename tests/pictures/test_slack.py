"""The picture in Slack: uploaded in three steps, into the thread of the alarm's message."""

from dataclasses import dataclass, field

import pytest
from aiohttp import web
from structlog.testing import capture_logs
from tests.pretend.slack import Fault, Json, PretendSlack

from bellhop.channel import Channel
from bellhop.platforms.slack.client import Slack
from bellhop.store import Store

from .conftest import PNG, TOPIC, CloudWatch, at_work, until

OPS = Channel(name="ops", platform="slack", address="C01OPS", topics=(TOPIC,))


@dataclass
class SlackWithFiles(PretendSlack):
    """A Slack that takes files as well.

    https://docs.slack.dev/reference/methods/files.getUploadURLExternal/
    """

    uploaded: dict[str, bytes] = field(default_factory=dict[str, bytes])
    shared: list[Json] = field(default_factory=list[Json])
    files_at: str = ""
    upload_status: int = 200

    async def open_files(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_post("/upload/{file}", self._take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.files_at = f"http://127.0.0.1:{runner.addresses[0][1]}/upload/"
        return runner

    async def _take(self, request: web.Request) -> web.Response:
        self.uploaded[request.match_info["file"]] = await request.read()
        return web.Response(text="OK", status=self.upload_status)

    async def _answer(self, method: str, arguments: Json, token: str) -> Json:
        if method == "files.getUploadURLExternal":
            file = f"F{len(self.shared)}"
            assert arguments["length"].isdigit()
            return {"ok": True, "upload_url": self.files_at + file, "file_id": file}
        if method == "files.completeUploadExternal":
            assert all(file["id"] in self.uploaded for file in arguments["files"])
            self.shared.append(arguments)
            return {"ok": True, "files": arguments["files"]}
        return await super()._answer(method, arguments, token)


async def test_the_picture_is_shared_in_the_alarms_thread(store: Store, cloudwatch: CloudWatch) -> None:
    async with SlackWithFiles() as slack:
        files = await slack.open_files()
        platform = Slack("xoxb-test", "xapp-test", base_url=slack.base_url, pace=0)
        async with at_work(store, cloudwatch, OPS, platform) as desk:
            await desk.arrive("alarm")
            await until(lambda: slack.shared)
            await desk.arrive("ok")
            await until(lambda: len(slack.shared) == 2)
        await files.cleanup()
    (message,) = slack.messages
    assert {one["thread_ts"] for one in slack.shared} == {message["ts"]}
    assert slack.shared[0]["channel_id"] == "C01OPS"
    assert slack.shared[0]["files"][0]["title"].startswith("Graph of AWS/Events Invocations (Sum)")
    assert set(slack.uploaded.values()) == {PNG}


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("files.getUploadURLExternal", Fault(error="missing_scope")),
        ("files.getUploadURLExternal", Fault(status=429)),
        ("files.completeUploadExternal", Fault(error="channel_not_found")),
        ("files.completeUploadExternal", Fault(reset=True)),
        ("", Fault()),
    ],
)
async def test_without_it_the_message_stands_all_the_same(
    method: str, fault: Fault, store: Store, cloudwatch: CloudWatch
) -> None:
    async with SlackWithFiles(upload_status=200 if method else 500) as slack:
        files = await slack.open_files()
        if method:
            slack.fail(method, fault)
        platform = Slack("xoxb-test", "xapp-test", base_url=slack.base_url, pace=0)
        with capture_logs() as logs:
            async with at_work(store, cloudwatch, OPS, platform) as desk:
                await desk.arrive("alarm")
                await until(lambda: any(line["event"] == "pictures.none" for line in logs))
                await until(lambda: desk.pictures.awaited == 0)
        await files.cleanup()
    assert len(slack.messages) == 1
    assert not slack.shared
    assert not [line for line in logs if line["log_level"] in ("warning", "error")]
