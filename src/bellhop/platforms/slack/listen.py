"""Hearing what people say to Bellhop in Slack and which buttons they press.

Slack wants every event acknowledged within three seconds and sends it again otherwise: so events are acknowledged first
and worked on afterwards, and what comes twice is heard once.
See https://docs.slack.dev/apis/events-api/ and https://docs.slack.dev/apis/events-api/using-socket-mode/
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bellhop.channel import Channel
from bellhop.command import Ask, Press
from bellhop.errors import DeliveryError
from bellhop.payload import Payload
from bellhop.platforms import Ears
from bellhop.platforms.slack.api import Api
from bellhop.platforms.slack.buttons import ACTION, ENTRY, name_of, unpack
from bellhop.platforms.slack.mrkdwn import plain
from bellhop.platforms.slack.people import People, Seen
from bellhop.platforms.slack.socket import Socket
from bellhop.platforms.slack.speech import spoken
from bellhop.platforms.slack.words import words

_LARGEST = 1 << 20
_MESSAGES = uuid.UUID("8d4b7a53-9c1e-4d0e-8a54-5e1b6f6f2c0d")
"""What the ids of asks are made from: a message has the same one on every replica, so that it is answered once."""
_log = structlog.get_logger(__name__)


class Listener:
    """Turns Slack's events into `Ask` and `Press`.

    Args:
        api: the Web API with the bot token.
        ears: who hears.
        app_token: for Socket Mode.
        signing_secret: for HTTP.
        mode: how events come in.
    """

    def __init__(
        self,
        api: Api,
        ears: Ears,
        app_token: str,
        signing_secret: str,
        mode: Literal["socket", "http"],
    ) -> None:
        self._api = api
        self._ears = ears
        self._people = People(api)
        self._seen = Seen()
        # Bolt looks for a name in the source of all callers, which takes longer than all else at start, if it has none.
        self._app = AsyncApp(
            name="bellhop",
            client=api.web,
            signing_secret=signing_secret,
            request_verification_enabled=mode == "http",
        )
        self._app.event("app_mention")(self._mentioned)  # pyright: ignore[reportUnknownMemberType]  # untyped
        self._app.action(ACTION)(self._pressed)  # pyright: ignore[reportUnknownMemberType]  # untyped
        self._socket = Socket(self._app, api, app_token) if mode == "socket" else None

    async def start(self) -> None:
        """Opens the socket, if that is how events come in.

        Raises:
            BellhopError: Slack does not accept the app token.
        """
        if self._socket:
            await self._socket.start()

    async def receive(self, request: Request) -> Response:
        """Answers one signed request of Slack's: 401 if the signature is wrong, 413 if it is too large."""
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LARGEST:
                return JSONResponse({"error": "too large"}, 413)
        try:
            bolt = to_async_bolt_request(request, bytes(body))
        except ValueError:
            return JSONResponse({"error": "not UTF-8, or not JSON"}, 400)
        return to_starlette_response(await self._app.async_dispatch(bolt))

    async def close(self) -> None:
        """Closes the socket. Never raises."""
        if self._socket:
            await self._socket.close()

    async def _mentioned(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        said = Payload(body).at("event")
        user, place, at = (said.text(key, default="") for key in ("user", "channel", "ts"))
        # Slack tells an edited mention again; what was asked for once must not run twice.
        if not (user and place and at) or said.has("bot_id"):
            return
        edited = said.has("edited")
        if not edited and self._seen.again("message", place, at):
            return
        thread = said.text("thread_ts", default="")
        channel = await self._channel(place, user, thread)
        if channel is None:
            return
        ask = Ask(
            id=str(uuid.uuid5(_MESSAGES, f"{place} {at}")),
            channel=channel.name,
            user=user,
            name=await self._people.name(user),
            text=spoken(said.text("text", default=""), context.bot_user_id or ""),
            thread=thread or at,
        )
        await (self._ears.edited(ask) if edited else self._ears.ask(ask))

    async def _pressed(self, ack: Callable[[], Awaitable[Any]], body: dict[str, Any], action: dict[str, Any]) -> None:
        await ack()
        told, button = Payload(body), Payload(action)
        user, place = told.text("user", "id", default=""), told.text("channel", "id", default="")
        at = told.text("container", "message_ts", default="") or told.text("message", "ts", default="")
        which = button.text("action_id", default="")
        if self._seen.again("press", user, at, which, button.text("action_ts", default="")):
            return
        thread = told.text("message", "thread_ts", default="")
        channel = await self._channel(place, user, thread)
        if channel is None:
            return
        press = Press(
            channel=channel.name,
            user=user,
            name=await self._people.name(user),
            action=name_of(which),
            value=unpack(button.text("value", default="")),
            message=at,
            thread=thread or at,
            text=told.text("state", "values", ENTRY, ENTRY, "value", default="")[:500],
        )
        notice = await self._ears.press(press)
        if notice:
            await self._whisper(place, user, plain(notice), thread)

    async def _channel(self, place: str, user: str, thread: str) -> Channel | None:
        """The configured channel; where there is none, the person is told once, privately, what to do."""
        channel = self._ears.channel_at("slack", place)
        if channel is None:
            _log.info("slack.unknown_channel", address=place, user=user, fix=f"channels: …: address: {place}")
            if not self._seen.again("nowhere", place, user):
                await self._whisper(place, user, words("en").nowhere.format(address=place), thread)
        return channel

    async def _whisper(self, place: str, user: str, text: str, thread: str) -> None:
        arguments = {"channel": place, "user": user, "text": text, **({"thread_ts": thread} if thread else {})}
        try:
            await self._api.call("chat.postEphemeral", arguments)
        except DeliveryError as error:
            _log.warning("slack.whisper_failed", channel=place, user=user, error=error.message)
