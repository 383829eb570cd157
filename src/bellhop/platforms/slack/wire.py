"""Posts over connections that are kept: what chat.postMessage needs of HTTP, at a fifth of a full client's processor.

Only for a server that is reached without a proxy. Errors say how far a post came: `Unreachable` and `Untrusted` mean
that nothing was sent, any other `OSError` and `TimeoutError` that it may have been taken.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

import httptools

_IDLE = 15.0
"""Seconds after which a kept connection is not used any more: its other end may be about to close it."""
_CONNECT = 5.0
_LONGEST = 1024 * 1024


class Unreachable(OSError):
    """No connection came about; nothing was sent."""


class Untrusted(OSError):
    """The server's certificate was not accepted; nothing was sent."""


@dataclass(slots=True)
class Answer:
    """An HTTP response; header names are in lower case."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytearray = field(default_factory=bytearray)


class Wire:
    """Connections to one server: as many as there are posts at once.

    Args:
        base_url: where posts go, `https://slack.com/api/`.
        headers: sent with each post.
    """

    def __init__(self, base_url: str, headers: Mapping[str, str]) -> None:
        parts = urlsplit(base_url)
        self._host = parts.hostname or ""
        self._secure = parts.scheme == "https"
        self._port = parts.port or (443 if self._secure else 80)
        self._path = parts.path
        self._head = "".join(f"{key}: {value}\r\n" for key, value in {"Host": parts.netloc, **headers}.items())
        self._tls: ssl.SSLContext | None = None
        self._idle: deque[_Line] = deque()
        self._closed = False

    async def post(self, path: str, body: bytes) -> Answer:
        """Posts and gives the answer, whatever its status; redirects are not followed.

        Raises:
            Unreachable: nothing was sent.
            Untrusted: nothing was sent.
            OSError: the connection broke before the answer was there.
        """
        line = self._kept() or await self._connect()
        head = f"POST {self._path}{path} HTTP/1.1\r\n{self._head}Content-Length: {len(body)}\r\n\r\n"
        try:
            answer = await line.ask(head.encode() + body)
        except BaseException:
            line.close()  # its answer, should it still come, must not be taken for another's
            raise
        if line.reusable and not self._closed:
            self._idle.append(line)
        else:
            line.close()
        return answer

    async def close(self) -> None:
        """Closes the connections."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()
        await asyncio.sleep(0)  # the event loop closes what was aborted on its next turn

    def _kept(self) -> _Line | None:
        oldest = asyncio.get_running_loop().time() - _IDLE
        while self._idle and self._idle[0].rested < oldest:
            self._idle.popleft().close()
        while self._idle:
            line = self._idle.pop()
            if line.reusable:
                return line
            line.close()
        return None

    async def _connect(self) -> _Line:
        if self._secure and self._tls is None:
            self._tls = ssl.create_default_context()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_CONNECT):
                _, line = await loop.create_connection(_Line, self._host, self._port, ssl=self._tls)
        except ssl.SSLError as error:
            raise Untrusted(str(error)) from error
        except (OSError, TimeoutError) as error:
            raise Unreachable(str(error)) from error
        return line


class _Line(asyncio.Protocol):
    """One connection, one post at a time."""

    def __init__(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._answer = Answer()
        self.reusable = False
        self.rested = 0.0

    async def ask(self, request: bytes) -> Answer:
        loop = asyncio.get_running_loop()
        if self._transport is None:
            raise Unreachable("the connection was closed")
        self.reusable = False
        self._answer = Answer()
        self._waiting = loop.create_future()
        self._transport.write(request)
        try:
            return await self._waiting
        finally:
            self._waiting = None
            self.rested = loop.time()

    def close(self) -> None:
        self.reusable = False
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one by its methods only
        self.reusable = True

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self.reusable = False
        self._fail(ConnectionResetError(str(exc or "closed before an answer")))

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(ConnectionResetError(f"this is not HTTP: {error}"))
            self.close()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._answer.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self._answer.body += body
        if len(self._answer.body) > _LONGEST:
            self._fail(ConnectionResetError("the answer is too long"))
            self.close()

    def on_message_complete(self) -> None:
        self._answer.status = self._parser.get_status_code()
        # An answer that nobody asked for makes a connection useless.
        self.reusable = self._waiting is not None and self._parser.should_keep_alive()
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(self._answer)

    def _fail(self, error: OSError) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(error)
