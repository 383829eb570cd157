"""The driver against a Slack that somebody else wrote, in both modes. Runs if BELLHOP_LOCAL_SLACK names its binary."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from tests.platforms.slack.conftest import Heard, served
from tests.pretend.local_slack import BINARY, BOT, ELSE, OPS, TOKENS, LocalSlack, local_slack

from bellhop.channel import Channel
from bellhop.delivery import Delivery
from bellhop.message import Action, Code, Fact, Facts, Message, Text, Tone
from bellhop.platforms.slack.client import Slack

pytestmark = [
    pytest.mark.skipif(not BINARY, reason="BELLHOP_LOCAL_SLACK does not name a local-slack binary"),
    pytest.mark.parametrize("mode", ["socket", "http"]),
]
ALARM = Delivery(
    id="d1",
    channel="ops",
    type="cloudwatch.metric_alarm",
    message=Message(
        title="ALARM: s3-monitor in Asia Pacific (Seoul)",
        tone=Tone.BAD,
        blocks=(
            Text(text="It saw <!channel> in s3:Put*."),
            Facts(items=(Fact(label="Bucket", value="my_bucket"),)),
            Code(text="\n".join(f"row {number}" for number in range(30)), fold=True),
        ),
        actions=(Action(label="Run", name="run", value="q1 & <2>"),),
        footer="123456789012",
    ),
)


@asynccontextmanager
async def pair(mode: Literal["socket", "http"], heard: Heard, folder: Path) -> AsyncGenerator[tuple[LocalSlack, Slack]]:
    """The peer and the driver, wired to each other."""
    doors: dict[str, Any] = {}

    class Door:
        async def events(self, request: Any) -> Any:
            return await doors["driver"].events(request)

    async with served(Door()) as url, local_slack(folder, request_url=url if mode == "http" else "") as peer:
        driver = doors["driver"] = Slack(*TOKENS, mode=mode, base_url=f"{peer.url}/api/")
        await driver.start(heard)
        try:
            yield peer, driver
        finally:
            await driver.close()


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.02)


async def test_post_thread_update(
    mode: Literal["socket", "http"], heard: Heard, channel: Channel, tmp_path: Path
) -> None:
    async with pair(mode, heard, tmp_path) as (peer, driver):
        parent = await driver.post(channel, ALARM, None)
        await driver.post(channel, replace(ALARM, id="d2"), parent)
        over = Message(title="OK: s3-monitor", tone=Tone.GOOD)
        assert await driver.replace(channel, replace(ALARM, message=over), parent) == parent
        first, reply = await peer.messages()
    assert first["text"] == "✅ OK: s3-monitor"
    assert len(first["blocks"]) == 1
    assert reply["thread_ts"] == first["ts"]
    assert "&lt;!channel&gt;" in reply["blocks"][1]["text"]["text"]


async def test_mention_button_notice(
    mode: Literal["socket", "http"], heard: Heard, channel: Channel, tmp_path: Path
) -> None:
    heard.notice = "Only alice may."
    async with pair(mode, heard, tmp_path) as (peer, driver):
        said = await peer.say(f"<@{BOT}> lambda list-functions --region ap-northeast-2")
        await until(lambda: heard.asks)
        await driver.post(channel, replace(ALARM, reply_to=heard.asks[0].thread), None)
        posted = (await peer.messages())[-1]
        buttons = [one for block in posted["blocks"] if block["type"] == "actions" for one in block["elements"]]
        for button in buttons:
            await peer.press(posted, button)
        await until(lambda: len(heard.presses) == len(buttons))
        async with asyncio.timeout(10):
            while not any(one.get("ephemeral_to") for one in await peer.messages()):
                await asyncio.sleep(0.05)
    (ask,) = heard.asks
    assert (ask.name, ask.text) == ("alice", "lambda list-functions --region ap-northeast-2")
    assert ask.thread == said["message"]["ts"] == posted["thread_ts"]
    assert {(press.action, press.value) for press in heard.presses} == {("more", ""), ("run", "q1 & <2>")}
    assert {press.message for press in heard.presses} == {posted["ts"]}


async def test_a_channel_that_is_not_configured(mode: Literal["socket", "http"], heard: Heard, tmp_path: Path) -> None:
    async with pair(mode, heard, tmp_path) as (peer, _):
        await peer.say(f"<@{BOT}> help", channel=ELSE)
        async with asyncio.timeout(10):
            while not any(ELSE in one["text"] for one in await peer.messages(ELSE) if one.get("ephemeral_to")):
                await asyncio.sleep(0.05)
        assert await peer.messages(OPS) == []
    assert heard.asks == []
