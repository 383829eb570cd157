"""The live connection: server-sent events, one stream a page."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bellhop.channel import Channel
from bellhop.console.api import Api
from bellhop.console.paper import Paper
from bellhop.errors import Busy
from bellhop.store.web import newest


@dataclass(frozen=True, slots=True)
class Stream:
    """Tells a page of what is posted and updated while it is open."""

    api: Api
    paper: Paper

    async def open(self, request: Request, _person: str) -> Response:
        """A stream that starts after the `changed` stamp of Last-Event-ID, of `after`, or now.

        https://html.spec.whatwg.org/multipage/server-sent-events.html
        """
        channel = self.api.open_channel(request)
        stamp = request.headers.get("last-event-id") or request.query_params.get("after", "")
        if stamp.isascii() and stamp.isdigit() and len(stamp) <= 18:
            after = int(stamp)
        else:
            after, _ = await self.api.console.store.read(newest)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._events(channel, after), media_type="text/event-stream", headers=headers)

    async def _events(self, channel: Channel, after: int) -> AsyncGenerator[str]:
        yield "retry: 1500\n\n"
        changes = self.api.console.web.watch(after)
        try:
            async for batch in changes:
                if not batch:
                    yield ": still here\n\n"
                for message in batch:
                    if message.channel == channel.name:
                        yield _event("message", message.changed, self.paper.entry(message, channel.locale))
                    else:
                        mark = {"channel": message.channel, "id": message.id}
                        yield _event("elsewhere", message.changed, msgspec.json.encode(mark).decode())
        except Busy:
            return  # the browser comes back, with the last id that it has
        finally:
            await changes.aclose()


def _event(name: str, stamp: int, data: str) -> str:
    lines = "".join(f"data: {line}\n" for line in data.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return f"id: {stamp}\nevent: {name}\n{lines}\n"
