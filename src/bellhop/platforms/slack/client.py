"""Posting to Slack, changing what was posted, and finding it again."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bellhop.channel import Channel
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import DeliveryError
from bellhop.payload import Payload
from bellhop.platforms import Ears
from bellhop.platforms.slack.api import Api
from bellhop.platforms.slack.credentials import check_bot
from bellhop.platforms.slack.faults import GONE, SHAPES, Refusal
from bellhop.platforms.slack.files import upload
from bellhop.platforms.slack.listen import Listener
from bellhop.platforms.slack.look import EVENT, find
from bellhop.platforms.slack.render import render, render_plain

_log = structlog.get_logger(__name__)


class Slack:
    """Slack as a platform.

    Args:
        bot_token: the app's Bot User OAuth Token, `xoxb-…`.
        app_token: an app-level token with `connections:write`, `xapp-…`; for Socket Mode.
        signing_secret: what Slack signs its requests with; for HTTP.
        mode: how mentions and buttons come in: over a socket that we open, or as requests to `events`.
        base_url: where Slack's Web API is.
        pace: seconds between two messages to one channel; Slack's rate is about one message per second and channel,
            and at 0.95/s none of 480 posts was refused.
    """

    name = "slack"

    def __init__(
        self,
        bot_token: str,
        app_token: str = "",
        signing_secret: str = "",
        mode: Literal["socket", "http"] = "socket",
        base_url: str = "https://slack.com/api/",
        pace: float = 1.05,
    ) -> None:
        self.pace = pace
        self._bot_token = bot_token
        self._app_token = app_token
        self._signing_secret = signing_secret
        self._mode: Literal["socket", "http"] = mode
        self._base_url = base_url
        self._opened: Api | None = None
        self._listener: Listener | None = None

    async def start(self, ears: Ears | None) -> None:
        """Checks the tokens; with ears, starts to listen. When Slack can't be reached it goes on, and keeps trying.

        Raises:
            BellhopError: Slack does not accept a token, or the app lacks a scope.
        """
        api = self._opened = Api(self._bot_token, self._base_url)
        try:
            await check_bot(api)
            if ears:
                self._listener = Listener(api, ears, self._app_token, self._signing_secret, self._mode)
                await self._listener.start()
        except BaseException:
            await self.close()
            raise

    async def post(self, channel: Channel, delivery: Delivery, under: Receipt | None) -> Receipt:
        """Posts a message with `chat.postMessage`, in a thread if it stands under another one."""
        thread = (under.thread or under.id) if under else delivery.reply_to
        place = {"channel": channel.address, **({"thread_ts": thread} if thread else {})}
        answer = await self._send("chat.postMessage", place, channel, delivery)
        return Receipt(id=str(answer["ts"]), thread=thread)

    async def replace(self, channel: Channel, delivery: Delivery, at: Receipt) -> Receipt:
        """Changes a message with `chat.update`; one that is gone is posted anew, in the thread where it stood."""
        try:
            await self._send("chat.update", {"channel": channel.address, "ts": at.id}, channel, delivery)
        except Refusal as refusal:
            if refusal.code not in GONE:
                raise
            _log.info("slack.posted_anew", channel=channel.name, delivery=delivery.id, because=refusal.code)
            return await self.post(channel, delivery, Receipt(id=at.thread) if at.thread else None)
        return at

    async def take_picture(self, channel: Channel, at: Receipt, content: bytes, alt: str) -> None:
        """Uploads a PNG into a message's thread.

        Raises:
            DeliveryError: Slack does not take it.
        """
        await upload(self._api, channel.address, at.thread or at.id, content, alt, name="graph.png")

    async def take_file(self, channel: Channel, at: Receipt, name: str, content: bytes) -> None:
        """Uploads a file into a message's thread.

        Raises:
            DeliveryError: Slack does not take it.
        """
        await upload(self._api, channel.address, at.thread or at.id, content, name, name=name)

    async def find(self, channel: Channel, delivery: Delivery, since: datetime) -> Receipt | None:
        """Looks for the delivery's id in the metadata of what was posted since a moment.

        Raises:
            DeliveryError: unsure; Slack could not be asked now.
        """
        return await find(self._api, channel, delivery, since)

    async def members(self, group: str) -> frozenset[str]:
        """The ids of the people in a user group (https://docs.slack.dev/reference/methods/usergroups.users.list/).

        Raises:
            DeliveryError: there is none of that id, the app lacks `usergroups:read`, or Slack can't be asked now.
        """
        found = Payload(await self._api.read("usergroups.users.list", {"usergroup": group}))
        return frozenset(found.texts("users"))

    async def events(self, request: Request) -> Response:
        """The door for Slack's signed requests, to be mounted at `/slack/events` for POST; only in HTTP mode."""
        if self._mode != "http":
            return JSONResponse({"error": "this agent listens in Socket Mode; set slack.mode to http"}, 404)
        if not self._listener:
            return JSONResponse({"error": "starting"}, 503)
        return await self._listener.receive(request)

    async def close(self) -> None:
        """Stops listening, closes the connections."""
        listener, self._listener = self._listener, None
        api, self._opened = self._opened, None
        if listener:
            await listener.close()
        if api:
            await api.close()

    @property
    def _api(self) -> Api:
        if self._opened is None:
            raise DeliveryError("Slack is not started")
        return self._opened

    async def _send(self, method: str, place: dict[str, str], channel: Channel, delivery: Delivery) -> dict[str, Any]:
        """Sends a message; if Slack refuses its looks, as mere text, so that it is not lost."""
        told = {**place, "metadata": {"event_type": EVENT, "event_payload": {"id": delivery.id}}}
        looks = render(delivery.message, expanded=delivery.expanded, locale=channel.locale)
        try:
            return await self._api.call(method, {**told, **looks})
        except Refusal as refusal:
            if refusal.code not in SHAPES:
                raise
            _log.warning("slack.plain", channel=channel.name, delivery=delivery.id, because=refusal.code)
        return await self._api.call(method, {**told, **render_plain(delivery.message), "blocks": []})
