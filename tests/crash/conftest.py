"""Real `bellhop serve` processes, a signing SNS that keeps trying, and a Slack in bad weather."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import random
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from sqlalchemy import Connection, select
from tests.pretend.slack import Fault, PretendSlack

from bellhop.sources.signature import string_to_sign
from bellhop.store import Store
from bellhop.store.tables import channels, deliveries

CHANNELS = 8
LEASE = 3.0
_TOPIC = "arn:aws:sns:us-east-1:111122223333:crash-{number}"
_START = 180.0
_WEATHER = (
    Fault(status=429, retry_after=1),
    Fault(status=500),
    Fault(status=500, taken=True),
    Fault(reset=True),
    Fault(reset=True, taken=True),
    Fault(delay=0.3),
)


def weather(posts: int, share: float) -> list[Fault]:
    """What goes wrong with so many posts: one in so many is unlucky."""
    return [random.choice(_WEATHER) if random.random() < share else Fault() for _ in range(posts)]


@dataclass
class Sns:
    """Signs messages, serves its certificate, and posts each until somebody takes it."""

    http: aiohttp.ClientSession
    host: str = ""
    acknowledged: set[int] = field(default_factory=set[int])

    def __post_init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def certificate(self) -> bytes:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
        now, day = datetime.now(UTC), timedelta(days=1)
        made = x509.CertificateBuilder(name, name, self._key.public_key(), 1, now - day, now + day)
        return made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def message(self, number: int) -> bytes:
        document = {
            "Type": "Notification",
            "MessageId": f"00000000-0000-0000-0000-{number:012d}",
            "TopicArn": _TOPIC.format(number=number % CHANNELS),
            "Message": f"event {number:06d}",
            "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "SigningCertURL": f"http://{self.host}/sns.pem",
        }
        signature = self._key.sign(string_to_sign(document), padding.PKCS1v15(), hashes.SHA256())
        signed = {**document, "SignatureVersion": "2", "Signature": base64.b64encode(signature).decode()}
        return json.dumps(signed).encode()

    async def send(self, number: int, replicas: list[Replica]) -> None:
        """Posts a message until a replica says 200, as SNS does after a 5xx or a broken connection."""
        body = self.message(number)
        while number not in self.acknowledged:
            try:
                async with self.http.post(f"{random.choice(replicas).url}/sns", data=body) as answer:
                    if answer.status == 200:
                        self.acknowledged.add(number)
                        return
                    assert answer.status in (429, 503), f"{answer.status}: SNS would drop the message"
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)


@dataclass
class Replica:
    """A `bellhop serve` process that can be killed and started again."""

    folder: Path
    url: str = "http://127.0.0.1:9"
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        log = self.folder / "log"
        words = ("-m", "bellhop", "serve", "-c", str(self.folder / "bellhop.yaml"))
        with log.open("wb") as file:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *words, stdout=file, stderr=file, env={**os.environ, "CRASH_SECRET": "shh"}
            )
        async with asyncio.timeout(_START):
            while not (found := re.search(r"listens on (http://\S+)", log.read_text())):
                assert self.process.returncode is None, log.read_text()
                await asyncio.sleep(0.01)
        self.url = found[1]

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.returncode is None:
            self.process.send_signal(how)
            async with asyncio.timeout(_START):
                await self.process.wait()


@dataclass
class World:
    """All that a crash test has."""

    store_url: str
    slack: PretendSlack
    sns: Sns
    replicas: list[Replica]

    async def acknowledged(self, many: int) -> None:
        """Waits until so many more events were acknowledged."""
        enough = len(self.sns.acknowledged) + many
        async with asyncio.timeout(_START):
            while len(self.sns.acknowledged) < enough:
                await asyncio.sleep(0.01)

    async def shown(self, many: int, seconds: float) -> Counter[int]:
        """How often each event is shown, once so many are; what is missing after a while is missing."""
        try:
            async with asyncio.timeout(seconds):
                while len(self.count()) < many:
                    await asyncio.sleep(0.2)
        except TimeoutError:
            pass
        return self.count()

    async def outbox(self) -> str:
        """What waits and who holds it, for a test that failed."""
        store = Store(self.store_url)
        store.open()
        try:
            return await store.read(_waiting)
        finally:
            store.close()

    def count(self) -> Counter[int]:
        texts = (json.dumps([one["text"], one.get("blocks", [])]) for one in self.slack.messages)
        found = (re.search(r"event (\d{6})", text) for text in texts)
        return Counter(int(match[1]) for match in found if match)

    def deliveries(self) -> Counter[str]:
        return Counter(one["metadata"]["event_payload"]["id"] for one in self.slack.messages)


def _waiting(connection: Connection) -> str:
    heads = select(deliveries).where(deliveries.c.state.in_(("pending", "leased"))).order_by(deliveries.c.seq).limit(20)
    hidden = {"message"}
    rows = [*connection.execute(select(channels)).mappings(), *connection.execute(heads).mappings()]
    return "\n".join(str({key: value for key, value in row.items() if key not in hidden}) for row in rows)


@pytest.fixture
async def sns() -> AsyncIterator[Sns]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as http:
        sns = Sns(http)
        pem = sns.certificate()

        async def answer(_: web.Request) -> web.Response:
            return web.Response(body=pem)

        app = web.Application()
        app.router.add_get("/sns.pem", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sns.host = f"127.0.0.1:{runner.addresses[0][1]}"
        yield sns
        await runner.cleanup()


@pytest.fixture
async def slack() -> AsyncIterator[PretendSlack]:
    async with PretendSlack(channels=[f"C{number}" for number in range(CHANNELS)], strict=False) as slack:
        yield slack


@asynccontextmanager
async def running(
    sns: Sns, slack: PretendSlack, store_url: str, folder: Path, *, replicas: int
) -> AsyncGenerator[World]:
    """So many replicas on one database; whatever happens, none of them stays."""
    those = [Replica(folder / f"replica-{number}") for number in range(replicas)]
    for replica in those:
        replica.folder.mkdir()
        (replica.folder / "bellhop.yaml").write_text(json.dumps(_config(sns, slack, store_url)))
    try:
        await asyncio.gather(*(replica.start() for replica in those))
        yield World(store_url, slack, sns, those)
    finally:
        await asyncio.gather(*(replica.kill() for replica in those))


@pytest.fixture
async def world(sns: Sns, slack: PretendSlack, store_url: str, tmp_path: Path) -> AsyncIterator[World]:
    count = 1 if store_url.startswith("sqlite") else 2
    async with running(sns, slack, store_url, tmp_path, replicas=count) as world:
        yield world


def _config(sns: Sns, slack: PretendSlack, store_url: str) -> dict[str, object]:
    os.environ["CRASH_TOKEN"] = slack.token
    return {
        "server": {"port": 0},
        "store": {"url": store_url, "lease": LEASE},
        "aws": {"endpoint": "http://127.0.0.1:9"},
        "intake": {"certificate_hosts": [sns.host]},
        "slack": {
            "bot_token": {"env": "CRASH_TOKEN"},
            "signing_secret": {"env": "CRASH_SECRET"},
            "mode": "http",
            "api": slack.base_url,
            "pace": 0,
        },
        "channels": {
            f"c{number}": {"platform": "slack", "address": f"C{number}", "topics": [_TOPIC.format(number=number)]}
            for number in range(CHANNELS)
        },
        # Each event is to be seen, so none may go into a digest.
        "defaults": {"noise": {"storm": {"count": 0}, "backlog": {"count": 0}}},
        "log": {"level": "error"},
    }
