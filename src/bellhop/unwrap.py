"""`unwrap_all`: bytes → `Event`s: peels SQS, SNS and the like, down to what AWS says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from bellhop.arn import parse_arn
from bellhop.errors import Unreadable
from bellhop.event import Event, Form
from bellhop.payload import EMPTY, Payload, parse_json, parse_time

_LAYERS = 6
"""How many envelopes are peeled off each other; AWS's deepest is a batch of SQS messages of SNS messages."""

_ACCOUNTS = ("account", "AWSAccountId", "AwsAccountId", "awsAccountId", "accountId", "AccountId", "recipientAccountId")
_REGIONS = ("region", "awsRegion", "Region", "aws_region")
_TIMES = (
    "StateChangeTime",
    "eventTime",
    "time",
    "Time",
    "timestamp",
    "Timestamp",
    "createTime",
    "UpdatedAt",
    "updatedAt",
)
_ARNS = ("AlarmArn", "arn", "StackId", "AutoScalingGroupARN")
_REGION = re.compile(r"[a-z]{2,3}(-[a-z]+)+-\d")
_ACCOUNT = re.compile(r"\d{12}")

_TRAIL_KINDS = {
    "AwsApiCall": "AWS API Call via CloudTrail",
    "AwsServiceEvent": "AWS Service Event via CloudTrail",
    "AwsConsoleSignIn": "AWS Console Sign In via CloudTrail",
    "AwsConsoleAction": "AWS Console Action via CloudTrail",
    "AwsCloudTrailInsight": "AWS Insight via CloudTrail",
    "AwsVpceEvent": "AWS Network Activity via CloudTrail",
}
"""EventBridge's name for each kind of CloudTrail record.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""


def unwrap_all(body: str | bytes, *, topic: str = "", subject: str = "") -> tuple[Event, ...]:
    """What AWS says in a body that arrived, at least one event; several if it is a batch. Never raises.

    What is no JSON, or nested more than 100 deep, is told as plain text; bytes that are no UTF-8 are replaced.

    Args:
        body: an SNS message, an SQS message, Lambda's batch of either, an EventBridge event, a notification rule's
            event, CloudTrail records, any other JSON, or text.
        topic: ARN of the topic that it came by, if known; an envelope inside knows better.
        subject: the SNS subject, if known.
    """
    text = body.decode("utf-8", errors="replace") if isinstance(body, bytes) else body
    return _peel(text.removeprefix("\ufeff"), topic, _subject(subject), _LAYERS)


def _subject(value: object) -> str:
    # Senders in Python write str(None); SNS itself leaves null out or sends it.
    return value.strip() if isinstance(value, str) and value.strip() not in ("None", "null") else ""


def _peel(text: str, topic: str, subject: str, layers: int) -> tuple[Event, ...]:
    try:
        value = parse_json(text)
    except (Unreadable, UnicodeEncodeError):
        value = None
    if isinstance(value, str) and layers:
        return _peel(value, topic, subject, layers - 1)
    if isinstance(value, dict):
        return _look(cast("dict[str, Any]", value), text, topic, subject, layers)
    if isinstance(value, list):
        return (
            Event(
                form=Form.JSON,
                detail=Payload(cast("object", value)),
                extra=EMPTY,
                subject=subject,
                topic=topic,
                body=text,
            ),
        )
    return (Event(form=Form.TEXT, detail=EMPTY, extra=EMPTY, text=text, subject=subject, topic=topic, body=text),)


def _look(document: dict[str, Any], text: str, topic: str, subject: str, layers: int) -> tuple[Event, ...]:
    if layers:
        message = document.get("Message")
        if isinstance(message, str) and ("TopicArn" in document or document.get("Type") == "Notification"):
            inner_topic = document.get("TopicArn")
            return _peel(
                message,
                inner_topic if isinstance(inner_topic, str) else topic,
                _subject(document.get("Subject")) or subject,
                layers - 1,
            )
        queued = document.get("body", document.get("Body"))
        if isinstance(queued, str) and _from_queue(document):
            return _peel(queued, topic, subject, layers - 1)
        records = document.get("Records", document.get("Messages"))
        if (
            isinstance(records, list)
            and records
            and all(_is_envelope(record) for record in cast("list[object]", records))
        ):
            return tuple(
                event
                for record in cast("list[dict[str, Any]]", records)
                for event in _look(record.get("Sns", record), _spell(record), topic, subject, layers - 1)
            )
    return (_event(document, text, topic, subject),)


_QUEUE_MARKS = frozenset({"receiptHandle", "ReceiptHandle", "md5OfBody", "MD5OfBody"})


def _from_queue(document: Mapping[str, object]) -> bool:
    return document.get("eventSource") == "aws:sqs" or not document.keys().isdisjoint(_QUEUE_MARKS)


def _is_envelope(record: object) -> bool:
    if not isinstance(record, Mapping):
        return False
    fields = cast("Mapping[str, object]", record)
    return (
        isinstance(fields.get("Sns"), dict)
        or (isinstance(fields.get("body", fields.get("Body")), str) and _from_queue(fields))
        or _is_trail_record(fields)
    )


def _spell(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)


def _is_trail_record(document: Mapping[str, object]) -> bool:
    source = document.get("eventSource")
    return (
        isinstance(source, str)
        and source.endswith((".amazonaws.com", ".amazonaws.com.cn", ".aws.internal"))
        and isinstance(document.get("eventName"), str)
        and "eventVersion" in document
    )


def _event(document: dict[str, Any], text: str, topic: str, subject: str) -> Event:
    whole = Payload(document)
    kind, rule_kind = document.get("detail-type"), document.get("detailType")
    if isinstance(kind, str) and ("source" in document or "detail" in document):
        form, detail_type, detail = Form.EVENTBRIDGE, kind, whole.inner("detail")
    elif isinstance(rule_kind, str) and ("notificationRuleArn" in document or "additionalAttributes" in document):
        form, detail_type, detail = Form.NOTIFICATION_RULE, rule_kind, whole.inner("detail")
    elif _is_trail_record(document):
        return _trail_event(whole, text, topic, subject)
    else:
        form, detail_type, detail = Form.JSON, "", whole
    bare = form is Form.JSON
    return Event(
        form=form,
        source="" if bare else whole.text("source", default=""),
        detail_type=detail_type,
        id="" if bare else whole.text("id", default=""),
        account=_named(document, _ACCOUNTS, _ACCOUNT) or _from_arn(document, 3),
        region=_named(document, _REGIONS, _REGION) or _from_arn(document, 2),
        time=_time(document) if bare else whole.time("time"),
        resources=() if bare else whole.texts("resources"),
        detail=detail,
        extra=whole.at("additionalAttributes") if form is Form.NOTIFICATION_RULE else EMPTY,
        subject=subject,
        topic=topic,
        body=text,
    )


def _trail_event(record: Payload, text: str, topic: str, subject: str) -> Event:
    """A CloudTrail record on its own, as the event that EventBridge makes of it."""
    kind = record.text("eventType", default="")
    return Event(
        form=Form.EVENTBRIDGE,
        source="aws." + record.text("eventSource").partition(".")[0],
        detail_type=_TRAIL_KINDS.get(kind, _TRAIL_KINDS["AwsApiCall"]),
        id=record.text("eventID", default=""),
        account=record.text("recipientAccountId", default="") or record.text("userIdentity", "accountId", default=""),
        region=record.text("awsRegion", default=""),
        time=record.time("eventTime"),
        resources=tuple(arn for item in record.each("resources") if (arn := item.text("ARN", default=""))),
        detail=record,
        extra=EMPTY,
        subject=subject,
        topic=topic,
        body=text,
    )


def _time(document: Mapping[str, object]) -> datetime | None:
    for key in _TIMES:
        if key in document and (moment := parse_time(document[key])):
            return moment
    return None


def _named(document: Mapping[str, object], keys: tuple[str, ...], form: re.Pattern[str]) -> str:
    for key in keys:
        if key in document and isinstance(value := document[key], str) and form.fullmatch(value):
            return value
    return ""


def _from_arn(document: Mapping[str, object], part: int) -> str:
    for key in _ARNS:
        if key in document and isinstance(value := document[key], str) and (arn := parse_arn(value)):
            return arn[part]
    return ""
