"""An SNS of our own: it signs what it posts, and serves its certificate."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from bellhop.sources.signature import string_to_sign

TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:bellhop-photos"
_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(starts: datetime, ends: datetime) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(_KEY.public_key())
        .serial_number(1)
        .not_valid_before(starts)
        .not_valid_after(ends)
        .sign(_KEY, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


@dataclass
class Sns:
    """What an SNS endpoint sees of SNS: posts, a certificate, an API that confirms."""

    host: str = ""
    requests: list[str] = field(default_factory=list[str])
    pem: bytes = b""
    status: int = 200

    def sign(self, document: dict[str, Any], version: str = "1") -> dict[str, Any]:
        algorithm = hashes.SHA1() if version == "1" else hashes.SHA256()
        signature = _KEY.sign(string_to_sign(document), padding.PKCS1v15(), algorithm)
        return {**document, "SignatureVersion": version, "Signature": base64.b64encode(signature).decode()}

    def message(self, version: str = "1", **changes: Any) -> dict[str, Any]:
        document = {
            "Type": "Notification",
            "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
            "TopicArn": TOPIC,
            "Subject": "hello",
            "Message": json.dumps({"a": 1}),
            "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "SigningCertURL": f"http://{self.host}/SimpleNotificationService-1.pem",
            "UnsubscribeURL": f"http://{self.host}/?Action=Unsubscribe",
            **changes,
        }
        return self.sign({key: value for key, value in document.items() if value is not None}, version)

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append(str(request.rel_url))
        if request.path.endswith(".pem"):
            return web.Response(body=self.pem, status=self.status)
        return web.Response(text="<ConfirmSubscriptionResponse/>", status=self.status)


@pytest.fixture
async def sns() -> AsyncIterator[Sns]:
    now = datetime.now(UTC)
    fake = Sns(pem=certificate(now - timedelta(days=1), now + timedelta(days=1)))
    app = web.Application()
    app.router.add_get("/{path:.*}", fake.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    fake.host = f"127.0.0.1:{runner.addresses[0][1]}"
    yield fake
    await runner.cleanup()


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session
