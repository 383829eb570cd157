"""Whatever arrives, in however many envelopes, becomes what AWS says."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellhop.event import Event, Form
from bellhop.unwrap import unwrap_all

TOPIC = "arn:aws:sns:eu-west-1:111122223333:alerts"
BRIDGE = {
    "version": "0",
    "id": "7bf73129-1428-4cd3-a780-95db273d1602",
    "detail-type": "EC2 Instance State-change Notification",
    "source": "aws.ec2",
    "account": "111122223333",
    "time": "2026-01-29T06:39:07Z",
    "region": "eu-west-1",
    "resources": ["arn:aws:ec2:eu-west-1:111122223333:instance/i-1"],
    "detail": {"instance-id": "i-1", "state": "stopped"},
}


def only(body: str | bytes, **known: str) -> Event:
    (event,) = unwrap_all(body, **known)
    return event


def sns(message: str, subject: object = "a subject") -> dict[str, Any]:
    return {"Type": "Notification", "MessageId": "m", "TopicArn": TOPIC, "Subject": subject, "Message": message}


def test_an_eventbridge_event_is_read() -> None:
    event = only(json.dumps(BRIDGE))
    assert event.form is Form.EVENTBRIDGE
    assert (event.source, event.detail_type) == ("aws.ec2", "EC2 Instance State-change Notification")
    assert (event.account, event.region, event.id) == ("111122223333", "eu-west-1", BRIDGE["id"])
    assert event.time == datetime(2026, 1, 29, 6, 39, 7, tzinfo=UTC)
    assert event.resources == ("arn:aws:ec2:eu-west-1:111122223333:instance/i-1",)
    assert event.detail.text("state") == "stopped"


WRAPPERS: list[Callable[[str], str]] = [
    lambda text: json.dumps(sns(text)),
    lambda text: json.dumps({"messageId": "q", "receiptHandle": "r", "body": json.dumps(sns(text))}),
    lambda text: json.dumps({"MessageId": "q", "ReceiptHandle": "r", "Body": json.dumps(sns(text))}),
    lambda text: json.dumps({"Records": [{"eventSource": "aws:sqs", "body": json.dumps(sns(text))}]}),
    lambda text: json.dumps({"Records": [{"EventSource": "aws:sns", "Sns": sns(text)}]}),
    lambda text: json.dumps({"Messages": [{"ReceiptHandle": "r", "Body": json.dumps(sns(text))}]}),
    lambda text: json.dumps(json.dumps(sns(text))),
    lambda text: "\ufeff" + json.dumps(sns(text)),
]


@pytest.mark.parametrize("wrap", WRAPPERS)
def test_envelopes_are_peeled_off(wrap: Callable[[str], str]) -> None:
    event = only(wrap(json.dumps(BRIDGE)))
    assert (event.form, event.source, event.topic, event.subject) == (
        Form.EVENTBRIDGE,
        "aws.ec2",
        TOPIC,
        "a subject",
    )
    assert json.loads(event.body) == BRIDGE


def test_a_batch_gives_each_of_its_events() -> None:
    batch = {"Records": [{"EventSource": "aws:sns", "Sns": sns("one")}, {"EventSource": "aws:sns", "Sns": sns("two")}]}
    assert [event.text for event in unwrap_all(json.dumps(batch))] == ["one", "two"]


def test_what_the_envelope_says_of_topic_and_subject_wins() -> None:
    event = only(json.dumps(sns("hello")), topic="arn:aws:sns:us-east-1:111122223333:other", subject="other")
    assert (event.topic, event.subject) == (TOPIC, "a subject")
    assert only("hello", topic=TOPIC, subject="known").subject == "known"


@pytest.mark.parametrize("subject", [None, "", "None", "null", "  ", 7, ["x"]])
def test_a_subject_that_is_none_is_none(subject: object) -> None:
    assert only(json.dumps(sns("hello", subject))).subject == ""


def test_a_notification_rules_event_is_read() -> None:
    document: dict[str, Any] = {
        "account": "111122223333",
        "detailType": "CodePipeline Pipeline Execution State Change",
        "region": "us-east-1",
        "source": "aws.codepipeline",
        "time": "2026-01-29T06:39:07Z",
        "notificationRuleArn": "arn:aws:codestar-notifications:us-east-1:111122223333:notificationrule/1",
        "detail": {"pipeline": "web"},
        "resources": [],
        "additionalAttributes": {"failedActionCount": 1},
    }
    event = only(json.dumps(document))
    assert (event.form, event.source) == (Form.NOTIFICATION_RULE, "aws.codepipeline")
    assert event.extra.number("failedActionCount") == 1


def test_an_alarms_message_tells_account_region_and_time() -> None:
    alarm = {
        "AlarmName": "cpu",
        "AWSAccountId": "111122223333",
        "StateChangeTime": "2026-01-29T06:39:07.250+0000",
        "Region": "EU (Frankfurt)",
        "AlarmArn": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:cpu",
    }
    event = only(json.dumps(sns(json.dumps(alarm))))
    assert (event.form, event.account, event.region) == (Form.JSON, "111122223333", "eu-central-1")
    assert event.time == datetime(2026, 1, 29, 6, 39, 7, 250000, tzinfo=UTC)


def test_s3s_own_records_stay_as_they_are() -> None:
    document: dict[str, Any] = {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": {}}]}
    event = only(json.dumps(document))
    assert (event.form, event.detail.value) == (Form.JSON, document)


def test_cloudtrail_records_become_the_events_that_eventbridge_makes_of_them() -> None:
    record = {
        "eventVersion": "1.11",
        "eventSource": "iam.amazonaws.com",
        "eventName": "CreateUser",
        "eventType": "AwsApiCall",
        "eventID": "e",
        "eventTime": "2026-01-29T06:39:07Z",
        "awsRegion": "us-east-1",
        "recipientAccountId": "111122223333",
    }
    console = {**record, "eventType": "AwsConsoleSignIn", "eventSource": "signin.amazonaws.com"}
    first, second = unwrap_all(json.dumps({"Records": [record, console]}))
    assert (first.source, first.detail_type) == ("aws.iam", "AWS API Call via CloudTrail")
    assert (first.account, first.region, first.id) == ("111122223333", "us-east-1", "e")
    assert second.detail_type == "AWS Console Sign In via CloudTrail"
    assert only(json.dumps(record)).detail.text("eventName") == "CreateUser"


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "",
        "{not json",
        '{"a": 1} trailing',
        "[" * 5000,
        '{"a":' * 200 + "1" + "}" * 200,
        "text AlarmName detail-type notificationRuleArn",
        "42",
        "null",
        "true",
        "\ud800 lone surrogate",
    ],
)
def test_what_is_no_readable_object_is_text(text: str) -> None:
    event = only(text)
    assert (event.form, event.text) == (Form.TEXT, text)


def test_bytes_that_are_no_utf8_are_replaced() -> None:
    assert only(b"caf\xe9").text == "caf\ufffd"
    assert only(b"\xef\xbb\xbfhi").text == "hi"


def test_a_json_string_is_what_stands_in_it() -> None:
    assert only('"hello"').text == "hello"


def test_envelopes_in_envelopes_end_somewhere() -> None:
    text = "core"
    for _ in range(12):
        text = json.dumps(sns(text))
    assert only(text).form is Form.JSON


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["Records", "Message", "TopicArn", "Type", "Sns", "body", "receiptHandle", "detail", "detail-type"]
            )
            | st.sampled_from(
                ["source", "detailType", "notificationRuleArn", "eventSource", "eventName", "eventVersion"]
            )
            | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_no_json_makes_it_fail(value: object) -> None:
    assert unwrap_all(json.dumps(value))


@given(st.binary())
def test_no_bytes_make_it_fail(body: bytes) -> None:
    assert unwrap_all(body)
