"""The pages that people see."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bellhop.channel import Channel
from bellhop.console.api import Api
from bellhop.console.bodies import read_bytes
from bellhop.console.console import Console
from bellhop.console.door import Door, Endpoint, check_origin, dressed
from bellhop.console.gallery import gallery_values
from bellhop.console.paper import Entry, Paper, as_html, stories
from bellhop.errors import BellhopError, Busy, Refused
from bellhop.store.fates import count_states
from bellhop.store.resuming import retry_delivery
from bellhop.store.web import SentMessage, broken_channels, newest, sent_before, stories_before

_PAGE = 40


@dataclass(frozen=True, slots=True)
class Pages:
    """The endpoints of the pages."""

    console: Console
    door: Door
    api: Api
    paper: Paper

    def open(self, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint for whoever has signed in; others are asked to, and every error is a page."""

        async def answer(request: Request) -> Response:
            try:
                if (person := self.door.person(request)) is None:
                    return self._sign_in(request)
                return dressed(await endpoint(request, person))
            except Refused as error:
                return self._trouble(error, error.status)
            except Busy as error:
                return self._trouble(error, 503)

        return answer

    async def home(self, request: Request) -> Response:
        """Lets in whoever follows a link with a token, and leads to the first channel."""
        token = request.query_params.get("token", "")
        if token and self.door.holder(token):
            return self.door.admit(request, token, "/")
        if token:
            return self._sign_in(request, wrong=True)
        return await self.open(self._first)(request)

    async def _first(self, _request: Request, person: str) -> Response:
        if (channel := self.console.home) is None:
            return await self._shell("nothing.html", person)
        return RedirectResponse(f"/channels/{quote(channel.name)}", 303)

    async def channel(self, request: Request, person: str) -> Response:
        """One channel, with its newest messages."""
        channel = self._channel(request)
        stamp, _ = await self.console.store.read(newest)
        entries = await self._entries(channel, None)
        own = channel.platform == self.console.web.name
        return await self._shell(
            "channel.html",
            person,
            channel,
            entries=entries,
            more=len(entries) == _PAGE,
            stamp=stamp,
            own=own,
            upload=self.console.upload is not None and own,
            bucket=self.console.bucket,
        )

    async def earlier(self, request: Request, _person: str) -> Response:
        """What stands before a message, as a piece of the page."""
        channel = self._channel(request)
        before = request.query_params.get("before", "")
        entries = await self._entries(channel, int(before) if before.isascii() and before.isdigit() else None)
        return self._print("earlier.html", channel.locale, channel=channel, entries=entries, more=len(entries) == _PAGE)

    async def gallery(self, request: Request, person: str) -> Response:
        """How every event type is told."""
        query, locale = request.query_params, self.console.locale
        url = "/gallery?language={language}&platform={platform}"
        language, platform = query.get("language", ""), query.get("platform", "")
        values = await asyncio.to_thread(gallery_values, self.paper, locale, language, platform, url)
        return await self._shell("gallery.html", person, **values)

    async def deliveries(self, request: Request, person: str) -> Response:
        """What became of events, newest first."""
        found = await self.api.find_deliveries(request)
        counts = await self.console.store.read(count_states)
        state, channel = request.query_params.get("state", ""), request.query_params.get("channel", "")
        return await self._shell("deliveries.html", person, found=found, counts=counts, state=state, only=channel)

    async def delivery(self, request: Request, person: str) -> Response:
        """Everything known of a delivery or an event."""
        found = await self.api.find_delivery(request)
        return await self._shell("delivery.html", person, found=found, tidy=_tidy)

    async def retry(self, request: Request, _person: str) -> Response:
        """Sends a dead or waiting delivery now."""
        name = request.path_params["id"]
        if not await self.console.store.write(lambda connection: retry_delivery(connection, name, datetime.now(UTC))):
            raise Refused(409, "state", "only what is dead or waits can be sent again", fix="reload the page")
        return RedirectResponse(f"/deliveries/{quote(name)}", 303)

    async def sign_in(self, request: Request) -> Response:
        """Takes the token of the sign-in page."""
        try:
            check_origin(request)
            form = parse_qs((await read_bytes(request, 8192)).decode("utf-8", "replace"))
        except Refused as error:
            return self._trouble(error, error.status)
        token = form.get("token", [""])[0].strip()
        if not token or self.door.holder(token) is None:
            return self._sign_in(request, wrong=True)
        where = form.get("next", ["/"])[0]
        return self.door.admit(request, token, where if _is_ours(where) else "/")

    async def sign_out(self, request: Request, _person: str) -> Response:
        """Signs out."""
        return self.door.dismiss(request, "/")

    def _sign_in(self, request: Request, *, wrong: bool = False) -> Response:
        if request.headers.get("sec-fetch-site") == "cross-site" and request.method == "GET" and not wrong:
            # A strict cookie stays at home when a link elsewhere leads here; asked for again by our own page, it comes.
            return dressed(HTMLResponse(self.paper.page("again.html", self.console.locale)))
        where = request.url.path if request.method == "GET" and request.url.path != "/" else "/"
        page = self.paper.page("signin.html", self.console.locale, wrong=wrong, where=where, nobody=not self.door.users)
        return dressed(HTMLResponse(page, 401))

    def _trouble(self, error: BellhopError, status: int) -> Response:
        page = self.paper.page("trouble.html", self.console.locale, error=error, status=status)
        return dressed(HTMLResponse(page, status))

    def _channel(self, request: Request) -> Channel:
        name = request.path_params["name"]
        if (channel := self.console.channel(name)) is None:
            raise Refused(404, "channel", f"there is no channel {name}", fix="choose one at the left")
        return channel

    async def _entries(self, channel: Channel, before: int | None) -> list[Entry]:
        if channel.platform == self.console.web.name:
            return stories(await self.console.store.read(stories_before(channel.name, before, _PAGE)))
        return [_as_entry(sent) for sent in await self.console.store.read(sent_before(channel.name, before, _PAGE))]

    async def _shell(self, template: str, person: str, channel: Channel | None = None, **values: object) -> Response:
        broken = await self.console.store.read(broken_channels)
        _, last = await self.console.store.read(newest)
        locale = channel.locale if channel else self.console.locale
        return self._print(
            template,
            locale,
            person=person,
            channel=channel,
            channels=self.console.channels,
            broken=broken,
            last=last,
            **values,
        )

    def _print(self, template: str, locale: str, **values: object) -> Response:
        return HTMLResponse(self.paper.page(template, locale, **values))


def _as_entry(sent: SentMessage) -> Entry:
    return Entry(
        key=sent.id,
        number=sent.seq,
        at=sent.created.isoformat(),
        changed=0,
        thread="",
        type=sent.type,
        author="",
        said="",
        body=as_html(sent.message),
        title=sent.message.title,
        state=sent.state,
        why=sent.reason,
    )


def _tidy(body: str) -> str:
    """JSON over lines, anything else as it is."""
    try:
        return msgspec.json.format(body, indent=2)
    except msgspec.DecodeError:
        return body


def _is_ours(where: str) -> bool:
    return where.startswith("/") and not where.startswith("//") and "\\" not in where
