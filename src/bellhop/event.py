"""`Event`: what every AWS event has, however it came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bellhop.payload import Payload


class Form(StrEnum):
    """How AWS said it."""

    EVENTBRIDGE = "eventbridge"
    NOTIFICATION_RULE = "notification-rule"
    JSON = "json"
    TEXT = "text"


class Event(Struct, frozen=True, kw_only=True, gc=False):
    """What AWS says.

    Args:
        form: EventBridge envelope, developer-tools notification rule, any other JSON, or plain text.
        source: `aws.s3`; empty for bare JSON and text.
        detail_type: `AWS API Call via CloudTrail`; empty for bare JSON and text.
        id: EventBridge's event id, empty where there is none.
        account: 12 digits, or empty.
        region: `ap-northeast-2`, or empty.
        time: when it happened by AWS's clock (aware), or None.
        resources: ARNs that the envelope names.
        detail: the envelope's `detail`; the whole document for bare JSON; empty for text.
        extra: a notification rule's `additionalAttributes`, else empty.
        text: the plain text as it arrived; empty for JSON.
        subject: the SNS subject, empty where there is none.
        topic: the ARN of the topic it came by, or empty.
        body: the document as it arrived, for layouts that show all of it.
    """

    form: Form
    source: str = ""
    detail_type: str = ""
    id: str = ""
    account: str = ""
    region: str = ""
    time: datetime | None = None
    resources: tuple[str, ...] = ()
    detail: Payload
    extra: Payload
    text: str = ""
    subject: str = ""
    topic: str = ""
    body: str = ""


REPLAY = "replay"
"""The door of what a person sends through the intake again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What arrived, before anybody looked inside.

    Args:
        source: the door it came by: `sns`, `sqs`, `events`, `console`, `replay`.
        body: the payload: an SNS message's text, an EventBridge event, a raw body.
        key: what makes a second arrival of the same thing the same: SNS's topic and MessageId, EventBridge's id.
        topic: the topic's ARN, or empty.
        subject: the SNS subject, or empty.
        received: when it came in, by our clock (aware).
    """

    source: str
    body: str
    key: str
    topic: str = ""
    subject: str = ""
    received: datetime
