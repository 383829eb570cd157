"""Files of answers by their signed link: for whoever was shown the message, signed in or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bellhop.console.door import dressed
from bellhop.errors import Busy
from bellhop.pictures.links import is_good_file
from bellhop.store import Store
from bellhop.store.files import file_at
from bellhop.store.pictures import signing_key

_KINDS = {"json": "application/json", "csv": "text/csv; charset=utf-8", "yaml": "application/yaml"}


@dataclass(slots=True)
class FileDoor:
    """Hands out files.

    Args:
        store: where they are.
        key: what links are signed with, once it was read.
    """

    store: Store
    key: bytes = b""

    async def get(self, request: Request) -> Response:
        """A file to be saved; 403 for a link that is not ours or has expired, 404 for a file that is gone."""
        channel, name = request.path_params["channel"], request.path_params["id"]
        query, now = request.query_params, datetime.now(UTC)
        try:
            self.key = self.key or await self.store.write(signing_key)
            if not is_good_file(name, channel, query.get("expires", ""), query.get("signature", ""), self.key, now):
                return dressed(PlainTextResponse("This link is not good, or not any more.\n", 403))
            file = await self.store.read(lambda connection: file_at(connection, name, channel, now))
        except Busy:
            return dressed(PlainTextResponse("The store is busy; try again.\n", 503, {"Retry-After": "1"}))
        if file is None:
            return dressed(PlainTextResponse("This file is not kept any more.\n", 404))
        # Saved, never shown: an object's content may be anybody's HTML.
        saved = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        kind = _KINDS.get(file.name.rpartition(".")[2], "application/octet-stream")
        return dressed(Response(file.content, media_type=kind, headers={"Content-Disposition": saved}))
