"""`/sns`: SNS over HTTPS. Nothing is believed before its signature is; 200 only after the commit has been synced.

SNS tries again after a 5xx or 429 and drops the message after any other 4xx, so a 4xx says that a post is proven bad.
https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlencode

import aiohttp
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bellhop.arn import Arn, parse_arn
from bellhop.errors import Busy, Refused, Unreadable
from bellhop.event import Envelope
from bellhop.metrics import BUSY, REFUSED
from bellhop.payload import parse_json, parse_time
from bellhop.sources.signature import Certificates, check_certificate_url, forged, verify

_CERTIFICATE_BYTES = 64 * 1024
_PATIENCE = 20.0
_AHEAD = timedelta(minutes=15)
_TIMEOUT = aiohttp.ClientTimeout(total=10)
_log = structlog.get_logger(__name__)

Accept = Callable[[Sequence[Envelope]], Awaitable[None]]


class SnsDoor:
    """The HTTP endpoint that SNS topics are subscribed to.

    Args:
        accept: stores envelopes durably; raises `Busy` if it can't now.
        hears: whether a topic's ARN is one that a channel is subscribed to.
        http: a session for certificates and confirmations.
        certificate_hosts: `host:port`s beside AWS's that certificates may come from.
        endpoint: where the SNS API is, if not at AWS.
        max_age: how old a message may be, in seconds; SNS itself tries for an hour at most.
        max_bytes: how long a post may be.
    """

    def __init__(
        self,
        accept: Accept,
        hears: Callable[[str], bool],
        http: aiohttp.ClientSession,
        *,
        certificate_hosts: Sequence[str] = (),
        endpoint: str = "",
        max_age: float = 4500,
        max_bytes: int = 512 * 1024,
    ) -> None:
        self._accept = accept
        self._hears = hears
        self._http = http
        self._hosts = frozenset(certificate_hosts)
        self._endpoint = endpoint
        self._max_age = timedelta(seconds=max_age)
        self._max_bytes = max_bytes
        self._certificates = Certificates(self._fetch)

    async def post(self, request: Request) -> Response:
        """Answers a post: 200 taken, 403 forged, other 4xx proven bad, 503 try again."""
        try:
            document = await self._read(request)
            await self._verify(document)
            await self._take(document)
        except Refused as error:
            REFUSED.labels(reason=error.reason).inc()
            _log.warning("sns.refused", status=error.status, reason=error.reason, error=error.message, fix=error.fix)
            body = {"error": error.message, "reason": error.reason, "fix": error.fix}
            return JSONResponse(body, status_code=error.status)
        except Busy as error:
            BUSY.inc()
            _log.warning("sns.busy", error=error.message)
            return JSONResponse({"error": "try again later"}, status_code=503, headers={"Retry-After": "5"})
        except ClientDisconnect:
            return Response(status_code=400)
        return Response(status_code=200)

    async def _read(self, request: Request) -> Mapping[str, Any]:
        if request.headers.get("x-amz-sns-rawdelivery", "").lower() == "true":
            raise Refused(
                400,
                "raw",
                "the subscription has raw message delivery on: such a post has no signature",
                fix="switch RawMessageDelivery off for this subscription",
            )
        if request.headers.get("content-encoding", "identity") != "identity":
            raise Refused(415, "encoding", "wanted a post without content encoding")
        charset = _charset(request.headers.get("content-type", ""))
        if charset not in ("utf-8", "utf8", "us-ascii"):
            raise Refused(415, "charset", f"wanted UTF-8, not {charset[:40]}")
        try:
            async with asyncio.timeout(_PATIENCE):
                text = (await self._body(request)).decode("utf-8")
        except TimeoutError:
            raise Busy(f"a post did not arrive within {_PATIENCE:g} s") from None
        except UnicodeDecodeError:
            raise Refused(400, "charset", "wanted UTF-8") from None
        try:
            document = parse_json(text)
        except Unreadable as error:
            raise Refused(400, "not-json", error.message) from None
        if not isinstance(document, dict) or "Type" not in document:
            raise Refused(
                400,
                "not-sns",
                "wanted an SNS message: a JSON object with Type, TopicArn, Message and Signature",
                fix="publish to an SNS topic that is subscribed here; for raw deliveries switch RawMessageDelivery off",
            )
        return cast("Mapping[str, Any]", document)

    async def _body(self, request: Request) -> bytes:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._max_bytes:
                raise Refused(413, "too-large", f"a post may have {self._max_bytes} bytes at most")
        return bytes(body)

    async def _verify(self, document: Mapping[str, Any]) -> None:
        url = check_certificate_url(document.get("SigningCertURL"), self._hosts)
        topic = str(document.get("TopicArn"))
        if not self._hears(topic):
            raise Refused(
                404,
                "topic",
                f"no channel hears the topic {topic[:300]}",
                fix="add its ARN to a channel's topics in bellhop.yaml",
            )
        sent = parse_time(document.get("Timestamp"))
        now = datetime.now(UTC)
        if sent is None or not now - self._max_age <= sent <= now + _AHEAD:
            raise forged("expired", "the message's Timestamp is missing, too old, or in the future")
        verify(document, await self._certificates.key(url))

    async def _take(self, document: Mapping[str, Any]) -> None:
        kind, topic = document["Type"], str(document["TopicArn"])
        if kind == "SubscriptionConfirmation":
            await self._confirm(topic, str(document["Token"]))
            return
        body, subject = str(document["Message"]), str(document.get("Subject") or "")
        if kind == "UnsubscribeConfirmation":
            # The channel is told that it will hear no more; SubscribeURL, which would undo it, is not visited.
            _log.error("sns.unsubscribed", topic=topic, fix="run `bellhop setup topic` to subscribe again")
            subject = "Bellhop was unsubscribed from a topic"
            body = f"{topic} will send nothing here any more. If that was not meant, subscribe it again."
        envelope = Envelope(
            source="sns",
            body=body,
            key=f"{topic}/{document['MessageId']}",
            topic=topic,
            subject=subject,
            received=datetime.now(UTC),
        )
        await self._accept([envelope])

    async def _confirm(self, topic: str, token: str) -> None:
        """Confirms by the API's own address: the one in the message is never visited."""
        arn = parse_arn(topic)
        if arn is None:
            raise forged("topic", "TopicArn is no ARN")
        query = urlencode({"Action": "ConfirmSubscription", "TopicArn": topic, "Token": token, "Version": "2010-03-31"})
        url = f"{self._endpoint or _api(arn)}/?{query}"
        try:
            async with self._http.get(url, allow_redirects=False, timeout=_TIMEOUT) as answer:
                if answer.status != 200:
                    raise Busy(f"SNS answered the confirmation with {answer.status}")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Busy(f"SNS can't be reached to confirm: {error!r}") from error
        _log.info("sns.confirmed", topic=topic)

    async def _fetch(self, url: str) -> bytes:
        try:
            async with self._http.get(url, allow_redirects=False, timeout=_TIMEOUT) as answer:
                if answer.status >= 500 or answer.status == 429:
                    raise Busy(f"the certificate's host answered {answer.status}")
                if answer.status != 200:
                    raise forged("certificate", f"the certificate's host answered {answer.status}")
                return await answer.content.read(_CERTIFICATE_BYTES)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Busy(f"the certificate can't be fetched: {error!r}") from error


@lru_cache(100)
def _charset(content_type: str) -> str:
    # Parsed by the standard library for its many forms, and once, since SNS always sends the same.
    header = EmailMessage()
    header["content-type"] = content_type or "text/plain"
    return (header.get_content_charset("utf-8")).lower()


def _api(arn: Arn) -> str:
    return f"https://sns.{arn.region}.amazonaws.com{'.cn' if arn.partition == 'aws-cn' else ''}"
