"""Signs SNS messages and makes the certificate that proves them.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

from __future__ import annotations

import base64
import functools
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from bellhop.local.times import now

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTIFICATION_KEYS = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
CONFIRMATION_KEYS = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")


def canonical(document: Mapping[str, object]) -> bytes:
    """Return the bytes that SNS signs: each key and its value on a line of their own; an absent Subject is left out."""
    keys = NOTIFICATION_KEYS if document["Type"] == "Notification" else CONFIRMATION_KEYS
    return "".join(f"{key}\n{document[key]}\n" for key in keys if document.get(key) is not None).encode()


class Signer:
    """One RSA key of 2,048 bits and its self-signed certificate."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
        builder = x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=self._key.public_key())
        certificate = (
            builder.serial_number(x509.random_serial_number())
            .not_valid_before(now() - timedelta(days=1))
            .not_valid_after(now() + timedelta(days=365))
            .sign(self._key, hashes.SHA256())
        )
        self.pem = certificate.public_bytes(serialization.Encoding.PEM)
        self.path = f"/SimpleNotificationService-{certificate.fingerprint(hashes.SHA256()).hex()[:32]}.pem"

    def sign(self, document: Mapping[str, object], version: str) -> str:
        """Return the Base64 signature of a document; `version` is `1` (SHA-1) or `2` (SHA-256)."""
        digest = hashes.SHA256() if version == "2" else hashes.SHA1()  # noqa: S303  # version 1 is defined so
        return base64.b64encode(self._key.sign(canonical(document), padding.PKCS1v15(), digest)).decode()


@functools.cache
def signer() -> Signer:
    """Return this process's signer: making a key takes long enough to make only one."""
    return Signer()
