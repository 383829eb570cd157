"""The bare path in one process: POST → verify → commit in groups (SQLite, synchronous=FULL) → one block → Slack.

`python floor.py DATABASE RECORDER-PORT PEM-FILE` prints its port. It has no routing, no retries, no order.
"""

from __future__ import annotations

import asyncio
import base64
import json
import queue
import sqlite3
import sys
import threading
import uuid
from pathlib import Path
from typing import Any, cast

import httptools
import msgspec
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from wire import Client, connect, request, response

from bellhop.sources.signature import string_to_sign

_SENDERS = 16


class Floor:
    """State of the process: a database, a key, connections to the recorder."""

    def __init__(self, database: str, recorder: int, pem: bytes) -> None:
        self.loop = asyncio.get_running_loop()
        self.key = x509.load_pem_x509_certificate(pem).public_key()
        self.accepted: queue.SimpleQueue[tuple[asyncio.Transport, str, str]] = queue.SimpleQueue()
        self.sent: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.outbox: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._database = database
        self._recorder = recorder

    def start(self) -> None:
        """Starts the writer and the senders."""
        threading.Thread(target=self._write, daemon=True).start()
        self.senders = [asyncio.create_task(self._send()) for _ in range(_SENDERS)]

    def take(self, transport: asyncio.Transport, body: bytes) -> None:
        """Verifies a post and queues it for the writer."""
        document: dict[str, Any] = msgspec.json.decode(body)
        assert isinstance(self.key, rsa.RSAPublicKey)
        signature = base64.b64decode(document["Signature"])
        self.key.verify(signature, string_to_sign(document), padding.PKCS1v15(), hashes.SHA256())
        self.accepted.put((transport, str(uuid.uuid4()), document["Message"]))

    def _write(self) -> None:
        database = sqlite3.connect(self._database, isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE events (id TEXT PRIMARY KEY, body TEXT, state TEXT)")
        while True:
            group = [self.accepted.get(), *_drain(self.accepted)]
            database.execute("BEGIN IMMEDIATE")
            rows = [(id_, body) for _, id_, body in group]
            database.executemany("INSERT INTO events VALUES (?, ?, 'pending')", rows)
            database.executemany("UPDATE events SET state = 'sent' WHERE id = ?", [(id_,) for id_ in _drain(self.sent)])
            database.execute("COMMIT")
            self.loop.call_soon_threadsafe(self._committed, group)

    def _committed(self, group: list[tuple[asyncio.Transport, str, str]]) -> None:
        for transport, id_, body in group:
            if not transport.is_closing():
                transport.write(response(b""))
            self.outbox.put_nowait((id_, body))

    async def _send(self) -> None:
        client: Client = await connect(self._recorder)
        while True:
            id_, body = await self.outbox.get()
            alarm = msgspec.json.decode(body)
            text = f"*{alarm['AlarmName']}* {alarm['NewStateValue']}\n{alarm['NewStateReason']}"
            message = {
                "channel": "C000",
                "metadata": {"event_type": "bellhop_delivery", "event_payload": {"id": id_}},
                "text": text,
                "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}],
            }
            body = json.dumps(message).encode()
            await client.send(request("127.0.0.1", "/api/chat.postMessage", body, "application/json"))
            self.sent.put(id_)


def _drain(source: queue.SimpleQueue[Any]) -> list[Any]:
    taken: list[Any] = []
    while not source.empty() and len(taken) < 500:
        taken.append(source.get())
    return taken


class Door(asyncio.Protocol):
    """One connection of SNS's."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._parser = httptools.HttpRequestParser(self)
        self._body = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one by its methods only

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._body.clear()

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        self._floor.take(self._transport, bytes(self._body))


async def _main(database: str, recorder: int, pem: bytes) -> None:
    floor = Floor(database, recorder, pem)
    floor.start()
    server = await asyncio.get_running_loop().create_server(lambda: Door(floor), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]).read_bytes()))
