import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from starlette.requests import Request
from starlette.types import Message as AsgiMessage

from bellhop.errors import Busy
from bellhop.event import Envelope
from bellhop.sources.sns import SnsDoor

from .conftest import TOPIC, Sns, certificate

STRANGE = "https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-1.pem"


class Inbox:
    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.busy = False

    async def accept(self, envelopes: Sequence[Envelope]) -> None:
        if self.busy:
            raise Busy("the store is locked")
        self.taken += envelopes


class Door:
    """Posts to a door as SNS does."""

    def __init__(self, sns: Sns, http: ClientSession, **options: Any) -> None:
        self.inbox = Inbox()
        self.door = SnsDoor(
            self.inbox.accept,
            lambda topic: topic == TOPIC,
            http,
            certificate_hosts=[sns.host],
            endpoint=f"http://{sns.host}",
            **options,
        )

    async def post(self, body: bytes | dict[str, Any], headers: dict[str, str] | None = None) -> tuple[int, Any]:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"content-type": "text/plain; charset=UTF-8", **(headers or {})}
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/sns",
            "query_string": b"",
            "headers": [(key.encode(), value.encode()) for key, value in given.items()],
        }
        parts: list[AsgiMessage] = [{"type": "http.request", "body": raw, "more_body": False}]

        async def receive() -> AsgiMessage:
            return parts.pop(0)

        response = await self.door.post(Request(scope, receive))
        return response.status_code, json.loads(bytes(response.body) or b"{}")


@pytest.fixture
async def door(sns: Sns, http: ClientSession) -> Door:
    return Door(sns, http)


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("subject", ["hello", None])
async def test_a_signed_message_is_taken(door: Door, sns: Sns, version: str, subject: str | None) -> None:
    status, _ = await door.post(sns.message(version, Subject=subject))
    assert status == 200
    (envelope,) = door.inbox.taken
    assert (envelope.topic, envelope.subject, json.loads(envelope.body)) == (TOPIC, subject or "", {"a": 1})
    assert envelope.key == f"{TOPIC}/22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324"


async def test_the_certificate_is_fetched_once(door: Door, sns: Sns) -> None:
    for _ in range(3):
        await door.post(sns.message())
    assert sns.requests == ["/SimpleNotificationService-1.pem"]


@pytest.mark.parametrize("key", ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Signature"])
async def test_a_tampered_message_is_forbidden(door: Door, sns: Sns, key: str) -> None:
    message = sns.message()
    changed = {"Timestamp": datetime.now(UTC).isoformat(), "TopicArn": TOPIC + "x"}.get(key, message[key] + "x")
    status, answer = await door.post({**message, key: changed})
    assert status in ({404} if key == "TopicArn" else {403})
    assert answer["error"]
    assert door.inbox.taken == []


@pytest.mark.parametrize(
    "url",
    [
        STRANGE,
        "https://evil.example/SimpleNotificationService-1.pem",
        "https://sns.us-east-1.amazonaws.com@evil.example/x.pem",
        "http://sns.us-east-1.amazonaws.com/x.pem",
        "https://sns.us-east-1.amazonaws.com:8443/x.pem",
        "https://sns.us-east-1.amazonaws.com/x.txt",
        "https://[/x.pem",
        "https://sns.us-east-1.amazonaws.com/x?y.pem",
        "file:///etc/x.pem",
        "https://sns.amazonaws.com.cn.evil.example/x.pem",
        "",
        None,
        7,
    ],
)
async def test_certificates_from_elsewhere_are_never_asked_for(door: Door, sns: Sns, url: object) -> None:
    status, answer = await door.post({**sns.message(), "SigningCertURL": url})
    assert (status, answer["reason"]) == (403, "certificate")
    assert sns.requests == []


async def test_an_unlisted_topic_is_refused_before_anything_is_fetched(door: Door, sns: Sns) -> None:
    status, answer = await door.post(sns.message(TopicArn=TOPIC + "-other"))
    assert (status, answer["reason"]) == (404, "topic")
    assert "bellhop.yaml" in answer["fix"]
    assert sns.requests == []


@pytest.mark.parametrize("age", [timedelta(hours=2), timedelta(hours=-1)])
async def test_old_and_future_messages_are_forbidden(door: Door, sns: Sns, age: timedelta) -> None:
    stamp = (datetime.now(UTC) - age).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    status, answer = await door.post(sns.message(Timestamp=stamp))
    assert (status, answer["reason"]) == (403, "expired")


async def test_a_certificate_out_of_date_is_forbidden(door: Door, sns: Sns) -> None:
    now = datetime.now(UTC)
    sns.pem = certificate(now - timedelta(days=9), now - timedelta(days=1))
    status, answer = await door.post(sns.message())
    assert (status, answer["reason"]) == (403, "certificate")


async def test_what_is_no_certificate_is_forbidden_and_not_asked_for_again(door: Door, sns: Sns) -> None:
    sns.pem = b"<html>"
    for _ in range(2):
        status, _ = await door.post(sns.message())
        assert status == 403
    assert len(sns.requests) == 1


async def test_a_certificate_host_in_trouble_means_try_again(door: Door, sns: Sns) -> None:
    sns.status = 503
    assert (await door.post(sns.message()))[0] == 503
    sns.status = 200
    assert (await door.post(sns.message()))[0] == 200


async def test_a_store_in_trouble_means_try_again(door: Door, sns: Sns) -> None:
    door.inbox.busy = True
    assert (await door.post(sns.message()))[0] == 503


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"not json", 400, "not-json"),
        (b'"text"', 400, "not-sns"),
        (b"[]", 400, "not-sns"),
        (b"{}", 400, "not-sns"),
        (b"\xff\xfe{}", 400, "charset"),
        (b"[" * 200 + b"]" * 200, 400, "not-json"),
        (b"[" * 100_000 + b"]" * 100_000, 400, "not-json"),
        (b'{"Type":"' + b"x" * 600_000 + b'"}', 413, "too-large"),
        (b'{"Type":"Nonsense"}', 403, "certificate"),
    ],
)
async def test_bad_posts_get_a_reason(door: Door, body: bytes, status: int, reason: str) -> None:
    got, answer = await door.post(body)
    assert (got, answer["reason"]) == (status, reason)


@pytest.mark.parametrize(
    ("headers", "status", "reason"),
    [
        ({"x-amz-sns-rawdelivery": "true"}, 400, "raw"),
        ({"content-encoding": "gzip"}, 415, "encoding"),
        ({"content-type": "text/plain; charset=utf-16"}, 415, "charset"),
    ],
)
async def test_wrong_headers_get_a_reason(
    door: Door, sns: Sns, headers: dict[str, str], status: int, reason: str
) -> None:
    got, answer = await door.post(sns.message(), headers)
    assert (got, answer["reason"]) == (status, reason)


async def test_a_confirmation_goes_to_the_api_and_not_to_the_url_in_the_message(door: Door, sns: Sns) -> None:
    url = f"http://{sns.host}/evil"
    message = sns.message(Type="SubscriptionConfirmation", Token="t0", SubscribeURL=url, Subject=None)
    assert (await door.post(message))[0] == 200
    (confirmation,) = [request for request in sns.requests if not request.endswith(".pem")]
    assert "Action=ConfirmSubscription" in confirmation
    assert "Token=t0" in confirmation
    assert door.inbox.taken == []


async def test_a_tampered_confirmation_confirms_nothing(door: Door, sns: Sns) -> None:
    message = sns.message(Type="SubscriptionConfirmation", Token="t0", SubscribeURL="http://x/", Subject=None)
    assert (await door.post({**message, "Token": "t1"}))[0] == 403
    assert [request for request in sns.requests if not request.endswith(".pem")] == []


async def test_being_unsubscribed_is_told_and_not_undone(door: Door, sns: Sns) -> None:
    message = sns.message(Type="UnsubscribeConfirmation", Token="t0", SubscribeURL="http://x/", Subject=None)
    assert (await door.post(message))[0] == 200
    assert "unsubscribed" in door.inbox.taken[0].subject
    assert len(sns.requests) == 1


async def test_redirects_are_not_followed(door: Door, sns: Sns) -> None:
    sns.status = 302
    assert (await door.post(sns.message()))[0] == 403


async def test_many_posts_at_once(door: Door, sns: Sns) -> None:
    results = await asyncio.gather(*(door.post(sns.message(MessageId=f"m{number}")) for number in range(50)))
    assert {status for status, _ in results} == {200}
    assert len({envelope.key for envelope in door.inbox.taken}) == 50
