"""The least HTTP that a bench needs on either side, so that it takes little of the processor it measures with."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import cast

import httptools

Answer = Callable[[str, bytes], bytes | None]
"""Path and body of a request → the body of a 200, or a whole response; None hangs up without an answer."""


class Server(asyncio.Protocol):
    """Answers each request of a connection at once, in order."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._parser = httptools.HttpRequestParser(self)
        self._body = bytearray()
        self._path = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one by its methods only

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._body.clear()
        self._path = ""

    def on_url(self, url: bytes) -> None:
        self._path += url.decode()

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        body = self._answer(self._path, bytes(self._body))
        if body is None:
            self._transport.abort()
            return
        self._transport.write(body if body.startswith(b"HTTP/") else response(body))


def response(body: bytes, status: str = "200 OK") -> bytes:
    """A whole HTTP response with a JSON body."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def request(host: str, path: str, body: bytes, kind: str = "text/plain; charset=UTF-8") -> bytes:
    """A whole POST."""
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Client(asyncio.Protocol):
    """One connection; one request at a time, answered with its status, 0 if the connection broke."""

    def __init__(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._waiting: asyncio.Future[int] | None = None
        self._body = bytearray()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is one by its methods only

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        self._settle(self._parser.get_status_code())

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio's
        self.transport = None
        self._settle(0)

    def _settle(self, status: int) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(status)

    async def send(self, data: bytes) -> int:
        """Sends a whole request; gives the answer's status."""
        if self.transport is None or self.transport.is_closing():
            return 0
        self._body.clear()
        self._waiting = asyncio.get_running_loop().create_future()
        self.transport.write(data)
        return await self._waiting

    @property
    def body(self) -> bytes:
        """The last answer's body."""
        return bytes(self._body)


async def connect(port: int) -> Client:
    """A connection to a port of this machine."""
    _, client = await asyncio.get_running_loop().create_connection(Client, "127.0.0.1", port)
    return client


async def ask(port: int, path: str) -> object:
    """The JSON that a path answers a POST with."""
    client = await connect(port)
    await client.send(request("127.0.0.1", path, b""))
    if client.transport:
        client.transport.close()
    return json.loads(client.body)
