"""The documents that SNS posts, signed, and the headers that go with them.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bellhop.local.signing import signer
from bellhop.local.times import millis_z, now

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One HTTP POST to a subscriber: where to, with which headers and body."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a publisher said to one subscription."""

    message: str
    message_id: str
    subject: str | None
    attributes: Mapping[str, Any] | None


def notification(endpoint: str, subscription: Any, notice: Notice) -> dict[str, Any]:
    """Return the signed notification; `endpoint` is this AWS's own address, for its links."""
    document: dict[str, Any] = {
        "Type": "Notification",
        "MessageId": notice.message_id,
        "TopicArn": subscription.topic.arn,
        "Subject": notice.subject or None,
        "Message": notice.message,
    }
    unsubscribe = {"Action": "Unsubscribe", "SubscriptionArn": subscription.arn}
    document = _signed(endpoint, subscription.topic, {k: v for k, v in document.items() if v is not None})
    document["UnsubscribeURL"] = f"{endpoint}/?{urlencode(unsubscribe)}"
    if notice.attributes:
        document["MessageAttributes"] = dict(notice.attributes)
    return document


def confirmation(endpoint: str, subscription: Any, *, leaving: bool = False) -> dict[str, Any]:
    """Return the signed question whether a subscription is wanted, or, `leaving`, the farewell that can undo it."""
    topic: str = subscription.topic.arn
    confirm = {"Action": "ConfirmSubscription", "TopicArn": topic, "Token": subscription.token}
    url = f"{endpoint}/?{urlencode(confirm)}"
    text = (
        f"You have chosen to deactivate subscription {subscription.arn}.\n"
        "To cancel this operation and restore the subscription, visit the SubscribeURL included in this message."
        if leaving
        else f"You have chosen to subscribe to the topic {topic}.\n"
        "To confirm the subscription, visit the SubscribeURL included in this message."
    )
    document = {
        "Type": "UnsubscribeConfirmation" if leaving else "SubscriptionConfirmation",
        "MessageId": str(uuid.uuid4()),
        "Token": subscription.token,
        "TopicArn": topic,
        "Message": text,
        "SubscribeURL": url,
    }
    return _signed(endpoint, subscription.topic, document)


def _signed(endpoint: str, topic: Any, document: dict[str, Any]) -> dict[str, Any]:
    version = str(getattr(topic, "signature_version", None) or "1")
    document["Timestamp"] = millis_z(now())
    signature = signer().sign(document, version)
    return document | {
        "SignatureVersion": version,
        "Signature": signature,
        "SigningCertURL": endpoint + signer().path,
    }


def written(document: Mapping[str, Any]) -> str:
    """Write a document the way SNS does: indented, with a space on both sides of each colon."""
    return json.dumps(document, indent=2, separators=(",", " : "), ensure_ascii=False)


def post(subscription: Any, document: Mapping[str, Any], *, raw: bool = False) -> Post:
    """Return the POST that brings a document to its subscriber; `raw` sends the bare message."""
    headers = {
        "x-amz-sns-message-type": document["Type"],
        "x-amz-sns-message-id": document["MessageId"],
        "x-amz-sns-topic-arn": document["TopicArn"],
        "Content-Type": "text/plain; charset=UTF-8",
        "User-Agent": "Amazon Simple Notification Service Agent",
    }
    if document["Type"] != "SubscriptionConfirmation":
        headers["x-amz-sns-subscription-arn"] = subscription.arn
    if raw:
        headers["x-amz-sns-rawdelivery"] = "true"
    body = document["Message"] if raw else written(document)
    return Post(url=subscription.endpoint, headers=headers, body=body.encode())


def lambda_event(subscription: Any, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event that a function gets for a notification; two keys are spelt differently there.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
    """
    sns = {key: value for key, value in document.items() if not key.endswith("URL")}
    sns |= {"SigningCertUrl": document["SigningCertURL"], "UnsubscribeUrl": document["UnsubscribeURL"]}
    sns.setdefault("Subject", None)
    sns.setdefault("MessageAttributes", {})
    record = {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": subscription.arn,
        "Sns": sns,
    }
    return {"Records": [record]}
