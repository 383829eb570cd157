"""A Slack that only records, in a process of its own: what was posted where, when, for which delivery and event.

`python recorder.py PEM-FILE` prints its port. POST /report gives all that was posted as `[event, delivery, moment]`,
POST /forget begins anew. After POST /down every call is told to come again in a second, until POST /up. Moments are
CLOCK_MONOTONIC's, which every process of a machine reads alike.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import uvloop
from wire import Server

_EVENT = re.compile(rb"load-(\d{6})")
_DELIVERY = re.compile(rb'"event_payload": ?\{"id": ?"([0-9a-f-]{36})"')
_LATER = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 2\r\n\r\n{}"
_CHANNEL = re.compile(rb'"channel": ?"(\w+)"')


class Recorder:
    """What was posted.

    Args:
        pem: the certificate that the load is signed with, served at any path that ends so.
        lose: the answer to every so-manieth post is lost after the message was taken; 0 = none.
    """

    def __init__(self, pem: bytes, lose: int = 0) -> None:
        self._pem = pem
        self._lose = lose
        self._posted: list[tuple[int, str, float]] = []
        self._history: dict[str, list[tuple[float, str]]] = {}
        self._serial = 0
        self._down = False

    def answer(self, path: str, body: bytes) -> bytes | None:
        """The body to answer a request with."""
        if self._down and path.startswith("/api/"):
            return _LATER
        if path.endswith("chat.postMessage"):
            return self._post(body)
        if "conversations." in path:
            return self._read(path)
        if path.endswith(".pem"):
            return self._pem
        if path == "/report":
            return json.dumps(self._posted).encode()
        if path == "/count":
            return json.dumps(len(self._posted)).encode()
        if path == "/forget":
            self._posted.clear()
        if path in ("/down", "/up"):
            self._down = path == "/down"
        return b'{"ok": true, "user_id": "U0", "bot_id": "B0", "team": "T", "ts": "1.0"}'

    def _post(self, body: bytes) -> bytes | None:
        event, delivery, channel = (pattern.search(body) for pattern in (_EVENT, _DELIVERY, _CHANNEL))
        assert event
        assert delivery
        assert channel
        self._serial += 1
        stamp = time.time()
        id_, place = delivery[1].decode(), channel[1].decode()
        self._posted.append((int(event[1]), id_, time.monotonic()))
        self._history.setdefault(place, []).append((stamp, id_))
        if self._lose and self._serial % self._lose == 0:
            return None
        return b'{"ok": true, "channel": "%s", "ts": "%.6f"}' % (place.encode(), stamp)

    def _read(self, path: str) -> bytes:
        asked = parse_qs(urlsplit(path).query)
        oldest, place = float(asked["oldest"][0]), asked["channel"][0]
        messages = [
            {"ts": f"{stamp:.6f}", "metadata": {"event_type": "bellhop_delivery", "event_payload": {"id": id_}}}
            for stamp, id_ in reversed(self._history.get(place, []))
            if stamp >= oldest
        ]
        return json.dumps({"ok": True, "messages": messages}).encode()


async def _main(pem: bytes, lose: int) -> None:
    recorder = Recorder(pem, lose)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Server(recorder.answer), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_main(Path(sys.argv[1]).read_bytes(), int(sys.argv[2])))
