"""Channels that the organization's chat policy disabled: what they would hear is kept, and nobody is listened to."""

import asyncio
import contextlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bellhop.answer import Answer
from bellhop.channel import Channel
from bellhop.command import Ask, Press
from bellhop.config import load_config
from bellhop.deliver import Deliver
from bellhop.delivery import Delivery
from bellhop.guards import disable_channels
from bellhop.message import Message
from bellhop.store import Store
from bellhop.store.outbox import add_delivery
from bellhop.store.resuming import resume_channel
from bellhop.store.web import broken_channels

from .conftest import Screen

OPS = Channel(name="ops", platform="web")
DEV = Channel(name="dev", platform="web")
OFF = replace(OPS, disabled="slack is disabled")


async def deliver(store: Store, screen: Screen, *channels: Channel, shows: int) -> None:
    loop = Deliver(store, channels, {"web": screen})
    task = asyncio.create_task(loop.run())
    async with asyncio.timeout(10):
        while sum(map(len, screen.shown.values())) < shows:
            await asyncio.sleep(0.01)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def put(store: Store, channel: str, title: str) -> None:
    one = Delivery(id=title, channel=channel, type="test", message=Message(title=title))
    await store.write(lambda c: add_delivery(c, one, datetime.now(UTC)))


async def test_deliveries_wait_until_the_policy_allows_them_again(store: Store, screen: Screen) -> None:
    await put(store, "ops", "kept")
    await put(store, "dev", "sent")
    await deliver(store, screen, OFF, DEV, shows=1)
    why = "the organization's chat policy: slack is disabled"
    assert await store.read(broken_channels) == {"ops": why}
    await store.write(lambda c: resume_channel(c, "ops", datetime.now(UTC)))
    await put(store, "dev", "sent too")
    await deliver(store, screen, OFF, DEV, shows=2)
    assert screen.titles("ops") == [], "nobody switches on what the organization switched off"
    await deliver(store, screen, OPS, DEV, shows=3)
    assert screen.titles("ops") == ["kept"]
    assert await store.read(broken_channels) == {}


async def test_nobody_is_listened_to(store: Store) -> None:
    answer = Answer(store, [OFF], None, lambda: None)  # type: ignore[arg-type]  # nothing may be run
    ask = Ask(id="1", channel="ops", user="U1", name="u", text="help")
    await answer.ask(ask)
    await answer.edited(ask)
    assert not answer.busy
    press = Press(channel="ops", user="U1", name="u", action="run", value="1", message="1")
    assert await answer.press(press) == "The organization's chat policy disabled this channel: slack is disabled."


@pytest.mark.parametrize(("client", "disabled"), [("enabled", ""), ("disabled", "slack is disabled")])
def test_the_policy_says_which(tmp_path: Path, client: str, disabled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT", "xoxb-1")
    monkeypatch.setenv("APP", "xapp-1")
    policy = {"chatbot": {"platforms": {"slack": {"client": {"@@assign": client}}}}}
    (tmp_path / "chat.json").write_text(json.dumps(policy))
    settings = {
        "slack": {"bot_token": {"env": "BOT"}, "app_token": {"env": "APP"}},
        "channels": {"ops": {"platform": "slack", "address": "C1"}, "web": {"platform": "web"}},
        "organization_policy": "chat.json",
    }
    (tmp_path / "bellhop.yaml").write_text(yaml.safe_dump(settings))
    channels = disable_channels(load_config(tmp_path / "bellhop.yaml"))
    assert [channel.disabled for channel in channels] == [disabled, ""]
