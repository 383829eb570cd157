"""An Amazon Chime that records what its webhook is given.

`async with PretendChime() as chime:` starts it on a free port; `chime.url` is the webhook.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

TOKEN = "c2VjcmV0LXRva2Vu"


@dataclass
class PretendChime:
    """One chat room's webhook.

    Args:
        statuses: the HTTP statuses of the next answers; 200 when there are none left.
        headers: what every answer bears.
        delay: seconds before it answers.
        reset: it takes the post and hangs up without an answer.
    """

    statuses: list[int] = field(default_factory=list[int])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    delay: float = 0
    reset: bool = False
    contents: list[str] = field(default_factory=list[str])
    url: str = ""
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/incomingwebhooks/{id}", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/incomingwebhooks/1-2-3?token={TOKEN}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(self.delay)
        status = self.statuses.pop(0) if self.statuses else 200
        if status != 200:
            return web.Response(status=status, headers=self.headers)
        body: Any = json.loads(await request.read())
        if request.query.get("token") != TOKEN or set(body) != {"Content"}:
            return web.Response(status=403)
        if len(str(body["Content"]).encode("utf-16-le")) // 2 > 4_096:
            return web.Response(status=400)
        self.contents.append(body["Content"])
        if self.reset:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"MessageId": "m", "RoomId": "r"})
