"""The console's API: what other programs, and the page's own script, may ask and tell."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bellhop.channel import Channel
from bellhop.command import Press
from bellhop.console.bodies import read_json, read_upload, required_text
from bellhop.console.console import Console
from bellhop.errors import Refused
from bellhop.platforms.text import render
from bellhop.store.fates import list_deliveries, show_delivery
from bellhop.store.web import WebMessage, broken_channels, message_at, messages_after, newest

_MOST = 1000
_STATES = ("", "pending", "leased", "sent", "dead", "grouped", "silent")


@dataclass(frozen=True, slots=True)
class Api:
    """The endpoints; each is for a person who was let in."""

    console: Console

    async def channels(self, _request: Request, _person: str) -> Response:
        """All configured channels: what they are, what they hear, why one is switched off."""
        broken = await self.console.store.read(broken_channels)
        _, last = await self.console.store.read(newest)
        return JSONResponse(
            [
                {
                    "name": channel.name,
                    "platform": channel.platform,
                    "commands": channel.commands,
                    "topics": list(channel.topics),
                    "locale": channel.locale,
                    "region": channel.region,
                    "broken": broken.get(channel.name, ""),
                    "last": last.get(channel.name),
                }
                for channel in self.console.channels
            ]
        )

    async def messages(self, request: Request, _person: str) -> Response:
        """A channel's messages by id: up to 1,000 after `after`, or the newest 1,000."""
        channel = self.open_channel(request)
        after = _number(request, "after")
        found = await self.console.store.read(messages_after(channel.name, after, _MOST))
        return JSONResponse([as_json(message) for message in found])

    async def say(self, request: Request, person: str) -> Response:
        """Takes a person's words: 202 with the command's id, and the message's, beneath which the answer comes."""
        channel = self.open_channel(request)
        text = required_text(await read_json(request))
        command, place = await self.console.web.say(channel, person, text)
        return JSONResponse({"id": command, "message": place}, 202)

    async def press(self, request: Request, person: str) -> Response:
        """Takes a pressed button: 200 with a notice for this person's eyes, or an empty one."""
        channel = self.open_channel(request)
        body = await read_json(request)
        place, action = body.text("message", default=""), body.text("action", default="")
        if not place.isascii() or not place.isdigit() or len(place) > 18 or not action:
            raise Refused(400, "press", "no button is named", fix='send {"message": ID, "action": "run", "value": …}')
        found = await self.console.store.read(message_at(channel.name, int(place)))
        if found is None:
            raise Refused(404, "message", f"there is no message {place} in {channel.name}", fix="reload the page")
        press = Press(
            channel=channel.name,
            user=person,
            name=person,
            action=action,
            value=body.text("value", default=""),
            message=str(found.id),
            thread=str(found.thread or found.id),
            text=body.text("text", default="")[:500],
        )
        return JSONResponse({"notice": await self.console.ears.press(press)})

    async def complete(self, request: Request, _person: str) -> Response:
        """Ways to end the last word of `text`, and what each one is."""
        text = request.query_params.get("text", "")[:2000]
        # The grammar may read a service's model from disk.
        found = await asyncio.to_thread(self.console.complete, _without_mention(text))
        return JSONResponse([{"word": word, "hint": hint} for word, hint in found][:50])

    async def upload(self, request: Request, _person: str) -> Response:
        """Puts a file into the watched bucket under its own name."""
        if self.console.upload is None:
            raise Refused(404, "upload", "there is no bucket to upload to here", fix="use `aws s3 cp`")
        key, content = await read_upload(request)
        await self.console.upload(self.console.bucket, key, content)
        return JSONResponse({"bucket": self.console.bucket, "key": key, "size": len(content)}, 201)

    async def deliveries(self, request: Request, _person: str) -> Response:
        """The newest deliveries, and the events that nobody heard, with the reason for their state."""
        return JSONResponse(await self.find_deliveries(request))

    async def delivery(self, request: Request, _person: str) -> Response:
        """Everything known of a delivery or an event."""
        return JSONResponse(await self.find_delivery(request))

    async def find_deliveries(self, request: Request) -> list[dict[str, Any]]:
        """The deliveries that a request's `state`, `channel`, `digest` and `limit` ask for."""
        state, channel, digest = (request.query_params.get(name, "") for name in ("state", "channel", "digest"))
        if state not in _STATES:
            raise Refused(400, "state", f"there is no state {state!r}", fix=f"use one of {', '.join(_STATES[1:])}")
        limit = max(1, min(_number(request, "limit") or 100, _MOST))
        store = self.console.store
        return await store.read(lambda c: list_deliveries(c, state=state, channel=channel, digest=digest, limit=limit))

    async def find_delivery(self, request: Request) -> dict[str, Any]:
        """The delivery, or event, that a request's path names."""
        name = request.path_params["id"]
        found = await self.console.store.read(lambda connection: show_delivery(connection, name))
        if found is None:
            raise Refused(404, "delivery", f"there is no delivery {name}", fix="see /api/deliveries")
        return found

    def open_channel(self, request: Request) -> Channel:
        """The console channel that a request's path names.

        Raises:
            Refused: 404 if there is none, 409 if it is on another platform.
        """
        name = request.path_params["name"]
        channel = self.console.channel(name)
        if channel is None:
            raise Refused(404, "channel", f"there is no channel {name}", fix="see /api/channels")
        if channel.platform != self.console.web.name:
            raise Refused(409, "platform", f"{name} is a {channel.platform} channel", fix=f"go to {channel.platform}")
        return channel


def as_json(message: WebMessage) -> dict[str, Any]:
    """A message as programs read it."""
    return {
        "id": message.id,
        "ts": message.posted.isoformat(),
        "thread": message.thread,
        "type": message.type,
        "title": message.message.title,
        "text": message.words or render(message.message),
        "state": message.state,
        "author": message.author,
    }


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Refused(400, name, f"{name} is no number: {text[:50]!r}", fix=f"send {name}=0 or leave it out")
    return int(text)


def _without_mention(text: str) -> str:
    first, _, rest = text.lstrip().partition(" ")
    return rest if first.startswith("@") else text
