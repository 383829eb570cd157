"""Pictures by their signed link: for whoever was shown the message, signed in or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bellhop.console.door import dressed
from bellhop.errors import Busy
from bellhop.pictures.links import is_good
from bellhop.store import Store
from bellhop.store.pictures import picture_at, signing_key


@dataclass(slots=True)
class PictureDoor:
    """Serves pictures.

    Args:
        store: where they are.
        key: what links are signed with, once it was read.
    """

    store: Store
    key: bytes = b""

    async def get(self, request: Request) -> Response:
        """A PNG; 403 for a link that is not ours or has expired, 404 for a picture that is gone."""
        name, query, now = request.path_params["name"], request.query_params, datetime.now(UTC)
        try:
            self.key = self.key or await self.store.write(signing_key)
            if not is_good(name, query.get("expires", ""), query.get("signature", ""), self.key, now):
                return dressed(PlainTextResponse("This link is not good, or not any more.\n", 403))
            content = await self.store.read(lambda connection: picture_at(connection, name, now))
        except Busy:
            return dressed(PlainTextResponse("The store is busy; try again.\n", 503, {"Retry-After": "1"}))
        if content is None:
            return dressed(PlainTextResponse("This picture is not kept any more.\n", 404))
        kept = {"Cache-Control": "private, max-age=86400, immutable", "Cross-Origin-Resource-Policy": "cross-origin"}
        return dressed(Response(content, media_type="image/png", headers=kept))
