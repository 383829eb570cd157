"""Signed SNS posts of CloudWatch alarms, and two ways of sending them: as fast as they are taken, or at a rate."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import NameOID

from bellhop.sources.signature import string_to_sign
from parts.wire import Client, connect, request

TOPIC = "arn:aws:sns:us-east-1:111122223333:bench-{channel:03d}"
_CHUNK = 500


def make_key() -> tuple[bytes, bytes]:
    """A private key and a certificate for it, both PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    kept = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    return key.private_bytes(serialization.Encoding.PEM, *kept), pem


def make_posts(key: bytes, count: int, channels: int, certificate_url: str) -> list[bytes]:
    """So many signed bodies; the alarm of number n is called `load-n` and goes to channel n modulo `channels`."""
    starts = range(0, count, _CHUNK)
    with ProcessPoolExecutor(2) as pool:
        parts = pool.map(
            _sign_some,
            itertools.repeat(key),
            starts,
            (min(count, start + _CHUNK) for start in starts),
            itertools.repeat(channels),
            itertools.repeat(certificate_url),
        )
        return [body for part in parts for body in part]


def _sign_some(key: bytes, start: int, end: int, channels: int, certificate_url: str) -> list[bytes]:
    private = load_pem_private_key(key, None)
    assert isinstance(private, rsa.RSAPrivateKey)
    bodies: list[bytes] = []
    for number in range(start, end):
        document = _document(number, TOPIC.format(channel=number % channels), certificate_url)
        signature = private.sign(string_to_sign(document), padding.PKCS1v15(), hashes.SHA256())
        signed = {**document, "SignatureVersion": "2", "Signature": base64.b64encode(signature).decode()}
        bodies.append(json.dumps(signed).encode())
    return bodies


def _document(number: int, topic: str, certificate_url: str) -> dict[str, str]:
    name = f"load-{number:06d}"
    now = datetime.now(UTC)
    alarm = {
        "AlarmName": name,
        "AlarmDescription": "Somebody touched the watched bucket.",
        "AWSAccountId": "111122223333",
        "NewStateValue": "ALARM",
        "NewStateReason": "Threshold Crossed: 1 datapoint [1.0] was greater than the threshold (0.0).",
        "StateChangeTime": now.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        "Region": "US East (N. Virginia)",
        "AlarmArn": f"arn:aws:cloudwatch:us-east-1:111122223333:alarm:{name}",
        "OldStateValue": "OK",
        "OKActions": [],
        "AlarmActions": [topic],
        "InsufficientDataActions": [],
        "Trigger": {
            "MetricName": "Invocations",
            "Namespace": "AWS/Events",
            "StatisticType": "Statistic",
            "Statistic": "SUM",
            "Unit": None,
            "Dimensions": [{"value": "s3-watch", "name": "RuleName"}],
            "Period": 60,
            "EvaluationPeriods": 1,
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": 0.0,
            "TreatMissingData": "notBreaching",
        },
    }
    return {
        "Type": "Notification",
        "MessageId": f"00000000-0000-0000-0000-{number:012d}",
        "TopicArn": topic,
        "Subject": f'ALARM: "{name}" in US East (N. Virginia)',
        "Message": json.dumps(alarm),
        "Timestamp": now.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "SigningCertURL": certificate_url,
        "UnsubscribeURL": "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe",
    }


class Load:
    """Sends posts to one port and remembers when each was due and which were acknowledged."""

    def __init__(self, port: int, posts: Sequence[bytes]) -> None:
        self._port = port
        self._requests = [request(f"127.0.0.1:{port}", "/sns", body) for body in posts]
        self.sent: dict[int, float] = {}
        self.acknowledged: set[int] = set()
        self.refused = 0

    async def flood(self, numbers: Sequence[int], connections: int = 64) -> None:
        """Sends as fast as they are taken; a broken connection ends its share."""
        queue = iter(numbers)
        clients = [await connect(self._port) for _ in range(connections)]

        async def one(client: Client) -> None:
            for number in queue:
                self.sent[number] = time.monotonic()
                if not await self._post(client, number):
                    return

        await asyncio.gather(*(one(client) for client in clients))
        _close(clients)

    async def stream(self, numbers: Sequence[int], rate: float, connections: int = 64) -> None:
        """Sends so many a second whether or not they are answered in time."""
        free: asyncio.Queue[Client] = asyncio.Queue()
        for _ in range(connections):
            free.put_nowait(await connect(self._port))
        start = time.monotonic()

        async def one(number: int) -> None:
            client = await free.get()
            await self._post(client, number)
            free.put_nowait(client)

        async with asyncio.TaskGroup() as group:
            for index, number in enumerate(numbers):
                due = start + index / rate
                if (wait := due - time.monotonic()) > 0:
                    await asyncio.sleep(wait)
                self.sent[number] = due
                group.create_task(one(number))
        _close([free.get_nowait() for _ in range(connections)])

    async def _post(self, client: Client, number: int) -> bool:
        status = await client.send(self._requests[number])
        if status == 200:
            self.acknowledged.add(number)
        elif status:
            self.refused += 1
        return status != 0


def _close(clients: Sequence[Client]) -> None:
    for client in clients:
        if client.transport:
            client.transport.close()
