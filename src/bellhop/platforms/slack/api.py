"""Slack's Web API: one typed call, on one connection pool.

The SDK's own client, which Bolt needs, shares the pool; our calls go without it, since it costs as much processor again
as the request itself. The bot's own posts, which are nearly all there is, go over a wire of their own: aiohttp's
request costs seven times the processor of the bytes that it sends.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

import aiohttp
import msgspec
from slack_sdk.web.async_client import AsyncWebClient

from bellhop import __version__
from bellhop.errors import DeliveryError
from bellhop.platforms.slack.faults import Refusal, judge
from bellhop.platforms.slack.wire import Wire

_PATIENCE = 20.0
_TIMEOUT = aiohttp.ClientTimeout(total=_PATIENCE, sock_connect=5)
_JSON = {"Content-Type": "application/json; charset=utf-8"}


class Api:
    """Slack's Web API for one token.

    Made inside the event loop: it opens one session for the process, since a new one for each call would load the
    certificate store each time (18 ms). Nothing is tried again here: the outbox does that.

    Args:
        token: the bot token.
        base_url: where the API is, `https://slack.com/api/`.
    """

    def __init__(self, token: str, base_url: str) -> None:
        # No limit on connections: one for each channel that is being sent to, and channels never wait for each other.
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT, connector=aiohttp.TCPConnector(limit=0))
        self._base_url = base_url.rstrip("/") + "/"
        self._headers = {"Authorization": f"Bearer {token}", "User-Agent": f"Bellhop/{__version__}"}
        self.web = AsyncWebClient(token=token, base_url=base_url, session=self._session, retry_handlers=[])
        if urlsplit(base_url).hostname in {"127.0.0.1", "localhost", "::1"}:
            # The SDK sends everything through HTTPS_PROXY, which can't reach this machine's own loopback.
            self.web.proxy = None
        self._wire = Wire(self._base_url, {**self._headers, **_JSON})

    async def call(self, method: str, arguments: Mapping[str, Any], *, token: str = "") -> dict[str, Any]:
        """Calls a method with a JSON body; gives Slack's answer.

        Args:
            method: as in `chat.postMessage`.
            arguments: the method's arguments.
            token: another token than the bot's.

        Raises:
            Refusal: Slack answered, and refused.
            DeliveryError: there was no answer; unsure if the request may have been taken all the same.
        """
        if token:
            headers = {**_JSON, "Authorization": f"Bearer {token}"}
            return (await self._ask("POST", method, data=_encoded(arguments), headers=headers))[0]
        if self.web.proxy:
            return (await self._ask("POST", method, data=_encoded(arguments), headers=_JSON))[0]
        return await self._post(method, _encoded(arguments))

    async def read(self, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Calls a method that only reads, with its arguments in the query; raises as `call` does."""
        spelt = {key: str(int(value)) if isinstance(value, bool) else str(value) for key, value in arguments.items()}
        return (await self._ask("GET", method, params=spelt))[0]

    async def send(self, url: str, content: bytes) -> None:
        """Sends a file to where Slack wants it; raises as `call` does."""
        try:
            async with self._session.post(url, data=content, proxy=self.web.proxy, allow_redirects=False) as answer:
                if answer.status != 200:
                    raise Refusal.of(answer.status, {key.lower(): value for key, value in answer.headers.items()}, {})
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise judge(error) from error

    async def whoami(self) -> tuple[dict[str, Any], str | None]:
        """What `auth.test` says, and the token's scopes if Slack tells them; raises as `call` does."""
        answer, headers = await self._ask("POST", "auth.test")
        return answer, headers.get("x-oauth-scopes")

    async def close(self) -> None:
        """Closes the connections."""
        await self._wire.close()
        await self._session.close()

    async def _post(self, method: str, body: bytes) -> dict[str, Any]:
        if self._session.closed:
            raise DeliveryError("Slack is closed")
        try:
            async with asyncio.timeout(_PATIENCE):
                response = await self._wire.post(method, body)
        except (TimeoutError, OSError) as error:
            raise judge(error) from error
        answer = _decoded(response.body)
        if answer.get("ok") is not True:
            raise Refusal.of(response.status, response.headers, answer)
        return answer

    async def _ask(
        self,
        verb: str,
        method: str,
        *,
        data: bytes | None = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[dict[str, Any], dict[str, str]]:
        if self._session.closed:
            raise DeliveryError("Slack is closed")
        try:
            async with self._session.request(
                verb,
                self._base_url + method,
                data=data,
                params=params,
                headers={**self._headers, **(headers or {})},
                proxy=self.web.proxy,
                allow_redirects=False,
            ) as response:
                answer, told = (
                    _decoded(await response.read()),
                    {key.lower(): text for key, text in response.headers.items()},
                )
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise judge(error) from error
        if answer.get("ok") is not True:
            raise Refusal.of(response.status, told, answer)
        return answer, told


def _encoded(arguments: Mapping[str, Any]) -> bytes:
    try:
        return msgspec.json.encode(arguments)
    except UnicodeEncodeError:  # half a surrogate pair: the standard library escapes it
        return json.dumps(dict(arguments)).encode()


def _decoded(body: bytes | bytearray) -> dict[str, Any]:
    """Slack's answer; empty if it is none of Slack's but, say, a proxy's page."""
    try:
        answer = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return cast("dict[str, Any]", answer) if isinstance(answer, dict) else {}
