"""The independent peer `local-slack` (npm, MIT), if BELLHOP_LOCAL_SLACK names its binary: a Slack that is not ours."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

BINARY = os.environ.get("BELLHOP_LOCAL_SLACK", "")
BOT, ALICE, OPS, ELSE = "U0BOT", "U01ALICE", "C01OPS", "C02ELSE"
TOKENS = ("xoxb-peer", "xapp-peer", "peer-secret")

Json = dict[str, Any]


@dataclass
class LocalSlack:
    """A running local-slack, driven through its control API."""

    url: str
    session: aiohttp.ClientSession

    async def control(self, path: str, body: Json | None = None) -> Json:
        """Calls `/_control/…`: GET, or POST with a body."""
        how = "GET" if body is None else "POST"
        async with self.session.request(how, f"{self.url}/_control/{path}", json=body) as answer:
            return await answer.json()

    async def messages(self, channel: str = OPS) -> list[Json]:
        """What stands in a channel."""
        return (await self.control(f"messages/{channel}"))["messages"]

    async def say(self, text: str, channel: str = OPS, **more: str) -> Json:
        """Alice writes something."""
        return await self.control("message", {"channel": channel, "user": ALICE, "text": text, **more})

    async def press(self, message: Json, button: Json) -> Json:
        """Alice presses a button."""
        body = {"channel": OPS, "messageTs": message["ts"], "user": ALICE, "action": button}
        return await self.control("interact", body)


@asynccontextmanager
async def local_slack(folder: Path, *, request_url: str = "") -> AsyncGenerator[LocalSlack]:
    """Starts it on a free port; in HTTP mode if it is told where to send its requests."""
    app: Json = {
        "appId": "A01APP",
        "botUserId": BOT,
        "botName": "bellhop",
        "botToken": TOKENS[0],
        "appToken": TOKENS[1],
        "signingSecret": TOKENS[2],
        "mode": "events" if request_url else "socket",
        **({"requestUrl": request_url} if request_url else {}),
    }
    config: Json = {
        "workspace": {"name": "Example", "domain": "example", "teamId": "T01TEST"},
        "apps": [app],
        "users": [{"id": ALICE, "name": "alice", "real_name": "Alice Example"}],
        "channels": [
            {"id": place, "name": name, "members": [ALICE, BOT]} for place, name in ((OPS, "ops"), (ELSE, "else"))
        ],
    }
    path = folder / "local-slack.json"
    path.write_text(json.dumps(config))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ("--config", str(path), "--port", str(port), "--base-host", "127.0.0.1")
    process = await asyncio.create_subprocess_exec(BINARY, *arguments, stdout=asyncio.subprocess.DEVNULL)
    try:
        async with aiohttp.ClientSession() as session:
            slack = LocalSlack(f"http://127.0.0.1:{port}", session)
            await _until_up(slack)
            yield slack
    finally:
        process.terminate()
        await process.wait()


async def _until_up(slack: LocalSlack) -> None:
    async with asyncio.timeout(15):
        while True:
            try:
                await slack.control("state")
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
            else:
                return
