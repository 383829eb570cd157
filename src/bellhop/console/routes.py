"""Every address of the console, on one screen."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bellhop.console.api import Api
from bellhop.console.console import Console
from bellhop.console.door import Door, dressed
from bellhop.console.files import FileDoor
from bellhop.console.pages import Pages
from bellhop.console.paper import Paper
from bellhop.console.pictures import PictureDoor
from bellhop.console.stream import Stream


def routes(console: Console) -> list[BaseRoute]:
    """The console's pages, its API and its static files, to be mounted at the root."""
    door, paper, api = Door(console.users), Paper(console.title), Api(console)
    pages, stream = Pages(console, door, api, paper), Stream(api, paper)
    return [
        Route("/", pages.home, methods=["GET"]),
        Route("/sign-in", pages.sign_in, methods=["POST"]),
        Route("/sign-out", pages.open(pages.sign_out), methods=["POST"]),
        Route("/channels/{name}", pages.open(pages.channel), methods=["GET"]),
        Route("/channels/{name}/earlier", pages.open(pages.earlier), methods=["GET"]),
        Route("/channels/{name}/live", door.api(stream.open), methods=["GET"]),
        Route("/gallery", pages.open(pages.gallery), methods=["GET"]),
        Route("/deliveries", pages.open(pages.deliveries), methods=["GET"]),
        Route("/deliveries/{id}", pages.open(pages.delivery), methods=["GET"]),
        Route("/deliveries/{id}/retry", pages.open(pages.retry), methods=["POST"]),
        Route("/api/channels", door.api(api.channels), methods=["GET"]),
        Route("/api/channels/{name}/messages", door.api(api.messages), methods=["GET"]),
        Route("/api/channels/{name}/messages", door.api(api.say), methods=["POST"]),
        Route("/api/channels/{name}/press", door.api(api.press), methods=["POST"]),
        Route("/api/complete", door.api(api.complete), methods=["GET"]),
        Route("/api/upload", door.api(api.upload), methods=["POST"]),
        Route("/api/deliveries", door.api(api.deliveries), methods=["GET"]),
        Route("/api/deliveries/{id}", door.api(api.delivery), methods=["GET"]),
        Route("/pictures/{name}.png", PictureDoor(console.store).get, methods=["GET"]),
        Route("/files/{channel}/{id}", FileDoor(console.store).get, methods=["GET"]),
        Mount("/static", _Static(directory=Path(__file__).parent / "static")),
    ]


class _Static(StaticFiles):
    """Static files that a browser asks for again after an update of Bellhop."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return dressed(response)
