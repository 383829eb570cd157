"""SNS signatures: the string that was signed, and the certificates that may have signed it.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

from __future__ import annotations

import base64
import binascii
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from bellhop.errors import Refused

_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    "UnsubscribeConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
_HASHES = {"1": hashes.SHA1, "2": hashes.SHA256}
_AWS_HOST = re.compile(r"sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?")
_KEPT = 100
_FAILURE_KEPT = 60.0


def forged(reason: str, message: str) -> Refused:
    """A refusal of what is proven not to come from SNS."""
    return Refused(403, reason, message)


def string_to_sign(document: Mapping[str, object]) -> bytes:
    """The canonical string of an SNS document: the signed keys that it has, each on a line, its value on the next.

    Raises:
        Refused: 403, if a signed key is no text, or the type is unknown.
    """
    kind = document.get("Type")
    if not isinstance(kind, str) or kind not in _SIGNED:
        raise forged("type", f"unknown SNS message type {kind!r}")
    lines: list[str] = []
    for key in _SIGNED[kind]:
        value = document.get(key)
        if value is None and key == "Subject":
            continue
        if not isinstance(value, str):
            raise forged("signature", f"the signed key {key} is missing or no text")
        lines += [key, value]
    return ("\n".join(lines) + "\n").encode()


def check_certificate_url(url: object, extra_hosts: frozenset[str]) -> str:
    """The URL of a certificate, if SNS may have signed with it.

    Args:
        url: `SigningCertURL` as it came.
        extra_hosts: `host:port`s beside AWS's that are trusted, http allowed: a local AWS's.

    Raises:
        Refused: 403; nothing was requested.
    """
    try:
        parts = urlsplit(url) if isinstance(url, str) and url.isascii() else None
    except ValueError:  # brackets without an IPv6 address in them
        parts = None
    if parts is None or not parts.path.endswith(".pem") or parts.username or parts.query or parts.fragment:
        raise forged("certificate", "SigningCertURL is no URL of an SNS certificate")
    if parts.scheme == "https" and _AWS_HOST.fullmatch(parts.netloc):
        return parts.geturl()
    if parts.scheme in ("http", "https") and parts.netloc in extra_hosts:
        return parts.geturl()
    raise forged("certificate", "SigningCertURL is not on an SNS host")


def verify(document: Mapping[str, object], key: RSAPublicKey) -> None:
    """Checks an SNS document's signature, version 1 (SHA-1) or 2 (SHA-256).

    Raises:
        Refused: 403, if it is not what the key's owner signed.
    """
    algorithm = _HASHES.get(str(document.get("SignatureVersion")))
    if algorithm is None:
        raise forged("signature", "SignatureVersion is neither 1 nor 2")
    try:
        signature = base64.b64decode(str(document.get("Signature", "")), validate=True)
        key.verify(signature, string_to_sign(document), padding.PKCS1v15(), algorithm())
    except (binascii.Error, ValueError, InvalidSignature):
        raise forged("signature", "the signature does not fit the message") from None


class Certificates:
    """Public keys of SNS certificates, kept by URL.

    Args:
        fetch: gets the bytes at a URL without following redirects; raises `Refused` with a 5xx if it can't now.
    """

    def __init__(self, fetch: Callable[[str], Awaitable[bytes]]) -> None:
        self._fetch = fetch
        self._keys: OrderedDict[str, tuple[x509.Certificate, RSAPublicKey]] = OrderedDict()
        self._failed: dict[str, float] = {}

    async def key(self, url: str) -> RSAPublicKey:
        """The public key of the certificate at a checked URL.

        Raises:
            Refused: 403 if it is no certificate or out of date, 503 if it can't be had now.
        """
        if url not in self._keys:
            if time.monotonic() - self._failed.get(url, -_FAILURE_KEPT) < _FAILURE_KEPT:
                raise forged("certificate", "what stands at SigningCertURL is no RSA certificate")
            try:
                found = await self._fetch(url)
            except Refused:
                self._note_failure(url)
                raise
            self._remember(url, found)
        certificate, key = self._keys[url]
        if not certificate.not_valid_before_utc <= datetime.now(UTC) <= certificate.not_valid_after_utc:
            raise forged("certificate", "the signing certificate is out of date")
        return key

    def _remember(self, url: str, pem: bytes) -> None:
        try:
            certificate = x509.load_pem_x509_certificate(pem)
            key = certificate.public_key()
        except ValueError:
            key = certificate = None
        if certificate is None or not isinstance(key, RSAPublicKey):
            self._note_failure(url)
            raise forged("certificate", "what stands at SigningCertURL is no RSA certificate")
        self._keys[url] = (certificate, key)
        while len(self._keys) > _KEPT:
            self._keys.popitem(last=False)

    def _note_failure(self, url: str) -> None:
        """Remembers for a while what is no certificate, so that a forger can't make us ask for it again and again."""
        self._failed = {url: time.monotonic(), **dict(list(self._failed.items())[: _KEPT - 1])}
