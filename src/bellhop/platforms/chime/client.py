"""Posting to Amazon Chime's incoming webhooks."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bellhop.channel import Channel
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import DeliveryError
from bellhop.message import Message, Picture
from bellhop.platforms import Ears
from bellhop.platforms.chime.render import render

_TIMEOUT = aiohttp.ClientTimeout(total=20, sock_connect=5)
_PATIENCE = 30.0
_NEW_URL = "copy the URL again in Chime: the room's settings, Manage webhooks and bots, Copy URL"
_DEAD = {
    401: ("Chime does not accept the webhook's token", _NEW_URL),
    403: ("Chime does not accept the webhook's token", _NEW_URL),
    404: ("the webhook is gone", _NEW_URL),
    410: ("the webhook is gone", _NEW_URL),
}


class Chime:
    """Amazon Chime as a platform: notifications only, each a new message. A channel's address is the webhook's URL.

    The URL holds a secret, so it is never part of an error.

    Args:
        allow_http: takes `http://` addresses too, for trying it against something on this machine.
    """

    name = "chime"
    pace = 1.0
    from_outside = True

    def __init__(self, *, allow_http: bool = False) -> None:
        self._schemes = {"https", "http"} if allow_http else {"https"}
        self._session: aiohttp.ClientSession | None = None

    async def start(self, ears: Ears | None) -> None:  # noqa: ARG002  # a webhook hears nothing
        """Gets ready to post."""
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT)

    async def post(self, channel: Channel, delivery: Delivery, under: Receipt | None) -> Receipt:  # noqa: ARG002  # no threads
        """Posts a message; Chime has no threads and gives no id."""
        await self._post(channel, render(delivery.message, locale=channel.locale))
        return Receipt(id="")

    async def replace(self, channel: Channel, delivery: Delivery, at: Receipt) -> Receipt:  # noqa: ARG002  # can't replace
        """Posts the newer state as a message of its own that says so."""
        await self._post(channel, render(delivery.message, locale=channel.locale, update=True))
        return Receipt(id="")

    async def show_picture(self, channel: Channel, delivery: Delivery, at: Receipt, picture: Picture) -> None:  # noqa: ARG002  # can't replace
        """Posts a link to a picture, beneath the title of what it belongs to."""
        message = Message(title=delivery.message.title, tone=delivery.message.tone, blocks=(picture,))
        await self._post(channel, render(message, locale=channel.locale))

    async def find(self, channel: Channel, delivery: Delivery, since: datetime) -> Receipt | None:  # noqa: ARG002  # can't look
        """None: a webhook can't be asked what it took."""
        return None

    async def close(self) -> None:
        """Closes the connections."""
        session, self._session = self._session, None
        if session:
            await session.close()

    async def _post(self, channel: Channel, body: dict[str, Any]) -> None:
        if self._session is None:
            raise DeliveryError("Chime is not started")
        where = urlsplit(channel.address)
        if where.scheme not in self._schemes or not where.hostname:
            fix = f"{_NEW_URL} (for a test on this machine: chime.allow_http: true)"
            raise DeliveryError("the channel's address is no https:// webhook", permanent=True, fix=fix)
        try:
            async with self._session.post(channel.address, json=body, allow_redirects=False) as answer:
                _judge(answer.status, answer.headers.get("Retry-After", ""))
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            # Without its cause: the URL, and the secret in it, would be in the traceback.
            raise _broken(error) from None


def _judge(status: int, retry_after: str) -> None:
    if 200 <= status < 300:
        return
    if status in _DEAD:
        words, fix = _DEAD[status]
        raise DeliveryError(f"{words} (HTTP {status})", permanent=True, fix=fix)
    if 300 <= status < 400:
        raise DeliveryError("Chime sends us elsewhere, where we don't go", permanent=True, fix=_NEW_URL)
    if status == 429:
        seconds = float(retry_after) if retry_after.isdecimal() else _PATIENCE
        raise DeliveryError("Chime asks to slow down", retry_after=max(1.0, seconds))
    if status >= 500:
        raise DeliveryError(f"Chime answers HTTP {status}", unsure=status == 504)
    raise DeliveryError(f"Chime does not take this message: HTTP {status}", rejected=True)


def _broken(error: Exception) -> DeliveryError:
    name = type(error).__name__
    match error:
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return DeliveryError(f"can't reach Chime: {name}", fix="check the network and DNS")
        case aiohttp.InvalidURL():
            return DeliveryError("the channel's address is no URL", permanent=True, fix=_NEW_URL)
        case TimeoutError():
            return DeliveryError("Chime gave no answer in time", unsure=True)
        case _:
            return DeliveryError(f"the connection to Chime broke: {name}", unsure=True)
