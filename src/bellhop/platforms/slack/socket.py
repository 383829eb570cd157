"""The socket that Slack sends events through, and the watch that keeps it open.

The SDK's own reconnection is switched off: it tries an address that Slack gave for one use over and over, and all
replicas at once. Here every try asks for a new address and waits with jitter.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bellhop.errors import BellhopError
from bellhop.platforms.slack.api import Api
from bellhop.platforms.slack.credentials import open_socket

_PING = 10.0
_WATCH = 5.0
_CONNECT = 15.0
_LONGEST = 60.0
_log = structlog.get_logger(__name__)


class Socket:
    """A Socket Mode connection that stays.

    Args:
        app: who gets the events.
        api: the Web API.
        app_token: the app-level token.
    """

    def __init__(self, app: AsyncApp, api: Api, app_token: str) -> None:
        self._app = app
        self._api = api
        self._app_token = app_token
        self._broken = asyncio.Event()
        self._handler: AsyncSocketModeHandler | None = None
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connects, or goes on trying in the background if Slack can't be reached.

        Raises:
            BellhopError: Slack does not accept the app token.
        """
        url = await open_socket(self._api, self._app_token)
        handler = AsyncSocketModeHandler(self._app, self._app_token, web_client=self._api.web, ping_interval=_PING)
        handler.client.proxy = self._api.web.proxy
        handler.client.default_auto_reconnect_enabled = False
        handler.client.on_close_listeners.append(self._dropped)
        handler.client.on_error_listeners.append(self._dropped)
        self._handler = handler
        await self._connect(handler, url)
        self._watch = asyncio.create_task(self._stay(handler), name="slack-socket")

    async def close(self) -> None:
        """Closes the connection. Never raises."""
        if self._watch:
            self._watch.cancel()
        if self._handler:
            try:
                await self._handler.close_async()
            except Exception as error:  # noqa: BLE001  # what is broken need not be closed in order
                _log.info("slack.socket_close", error=str(error))

    async def _dropped(self, _: aiohttp.WSMessage) -> None:
        self._broken.set()

    async def _stay(self, handler: AsyncSocketModeHandler) -> None:
        failures = 0
        while True:
            wait = min(_LONGEST, 2.0**failures) * random.uniform(0.5, 1.0) if failures else _WATCH  # noqa: S311  # jitter
            with suppress(TimeoutError):
                await asyncio.wait_for(self._broken.wait(), wait)
            self._broken.clear()
            if await handler.client.is_connected():
                failures = 0
                continue
            _log.warning("slack.socket_lost", failures=failures)
            try:
                await self._connect(handler, await open_socket(self._api, self._app_token))
            except BellhopError as error:
                _log.error("slack.socket_refused", error=error.message, fix=error.fix)
            failures = 0 if await handler.client.is_connected() else failures + 1

    async def _connect(self, handler: AsyncSocketModeHandler, url: str) -> None:
        if not url:
            return
        handler.client.wss_uri = url
        try:
            await asyncio.wait_for(handler.client.connect(), _CONNECT)
        except TimeoutError:
            _log.warning("slack.socket_waits", error=f"no connection within {_CONNECT:.0f} s")
