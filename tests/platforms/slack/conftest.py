from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from tests.pretend.slack import PretendSlack

from bellhop.channel import Channel
from bellhop.command import Ask, Press
from bellhop.platforms.slack.client import Slack


@dataclass
class Heard:
    """Ears that remember."""

    channel: Channel
    notice: str = ""
    asks: list[Ask] = field(default_factory=list[Ask])
    changed: list[Ask] = field(default_factory=list[Ask])
    presses: list[Press] = field(default_factory=list[Press])

    def channel_at(self, platform: str, address: str) -> Channel | None:
        return self.channel if (platform, address) == ("slack", self.channel.address) else None

    async def ask(self, ask: Ask) -> None:
        self.asks.append(ask)

    async def edited(self, ask: Ask) -> None:
        self.changed.append(ask)

    async def press(self, press: Press) -> str:
        self.presses.append(press)
        return self.notice


@asynccontextmanager
async def served(driver: Any) -> AsyncGenerator[str]:
    """The driver's door on a free port, as the agent mounts it; gives its URL."""
    app = Starlette(routes=[Route("/slack/events", driver.events, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    async with asyncio.timeout(10):
        while not server.started:
            await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/slack/events"
    finally:
        server.should_exit = True
        await serving


@pytest.fixture
def channel() -> Channel:
    return Channel(name="ops", platform="slack", address="C01OPS")


@pytest.fixture
def heard(channel: Channel) -> Heard:
    return Heard(channel)


@pytest.fixture
async def slack() -> AsyncIterator[PretendSlack]:
    async with PretendSlack() as pretend:
        yield pretend


@pytest.fixture
async def driver(slack: PretendSlack) -> AsyncIterator[Slack]:
    driver = Slack(slack.token, slack.app_token, slack.signing_secret, base_url=slack.base_url)
    await driver.start(None)
    yield driver
    await driver.close()
