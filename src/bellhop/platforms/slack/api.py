"""Slack's Web API: one typed call, on one connection pool; this is where the SDK's untyped answers end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bellhop.errors import DeliveryError
from bellhop.platforms.slack.faults import Refusal, judge

_TIMEOUT = aiohttp.ClientTimeout(total=20, sock_connect=5)


class Api:
    """Slack's Web API for one token.

    Made inside the event loop: it opens one session for the process, since a new one for each call would load the
    certificate store each time (18 ms). Nothing is tried again here: the outbox does that.

    Args:
        token: the bot token.
        base_url: where the API is, `https://slack.com/api/`.
    """

    def __init__(self, token: str, base_url: str) -> None:
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        self.web = AsyncWebClient(token=token, base_url=base_url, session=self._session, retry_handlers=[])
        if urlsplit(base_url).hostname in {"127.0.0.1", "localhost", "::1"}:
            # The SDK sends everything through HTTPS_PROXY, which can't reach this machine's own loopback.
            self.web.proxy = None

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
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return (await self._ask(method, {"json": dict(arguments), "headers": headers}))[0]

    async def read(self, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Calls a method that only reads, with its arguments in the query; raises as `call` does."""
        return (await self._ask(method, {"http_verb": "GET", "params": dict(arguments)}))[0]

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
        answer, headers = await self._ask("auth.test", {})
        return answer, headers.get("x-oauth-scopes")

    async def close(self) -> None:
        """Closes the connections."""
        await self._session.close()

    async def _ask(self, method: str, request: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        if self._session.closed:
            # The SDK would open a session of its own, with its own idea of time-outs.
            raise DeliveryError("Slack is closed")
        try:
            answer: Any = await self.web.api_call(method, **request)  # pyright: ignore[reportUnknownMemberType]  # untyped
        except SlackApiError as error:
            response: Any = error.response
            raise Refusal.of(_status(response), _headers(response), _data(response)) from error
        except Exception as error:
            raise judge(error) from error
        return _data(answer), _headers(answer)


def _status(response: Any) -> int:
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)


def _headers(response: Any) -> dict[str, str]:
    headers: Mapping[str, str] = getattr(response, "headers", None) or {}
    return {key.lower(): str(value) for key, value in headers.items()}


def _data(response: Any) -> dict[str, Any]:
    data = getattr(response, "data", None)
    return cast("dict[str, Any]", data) if isinstance(data, dict) else {}
