"""`s3 ls`, `s3 mb`, `s3 rb` and `logs tail` are understood as the operations that they need."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bellhop.errors import NotUnderstood
from bellhop.guardrails import decide
from bellhop.syntax import Grammar
from bellhop.syntax.models import Models
from bellhop.syntax.special.own import located

GRAMMAR = Grammar(Models())
LIST = "s3:ListBucket"


@pytest.mark.parametrize(
    ("text", "operation", "parameters", "action", "verdict"),
    [
        ("s3 ls", "ListBuckets", {}, "s3:ListAllMyBuckets", "allow"),
        ("s3 ls s3://", "ListBuckets", {}, "s3:ListAllMyBuckets", "allow"),
        ("s3 ls --bucket-name-prefix a", "ListBuckets", {"Prefix": "a"}, "s3:ListAllMyBuckets", "allow"),
        ("s3 ls s3://b", "ListObjectsV2", {"Bucket": "b", "Delimiter": "/"}, LIST, "allow"),
        ("s3 ls b/x/", "ListObjectsV2", {"Bucket": "b", "Prefix": "x/", "Delimiter": "/"}, LIST, "allow"),
        ("s3 ls b/x --recursive", "ListObjectsV2", {"Bucket": "b", "Prefix": "x"}, LIST, "allow"),
        ("s3 ls --rec s3://b --human --sum", "ListObjectsV2", {"Bucket": "b"}, LIST, "allow"),
        (
            "s3 ls s3://arn:aws:s3:eu-west-1:123456789012:accesspoint/ap/logs/ --recursive",
            "ListObjectsV2",
            {"Bucket": "arn:aws:s3:eu-west-1:123456789012:accesspoint/ap", "Prefix": "logs/"},
            LIST,
            "allow",
        ),
        ("s3 mb s3://b", "CreateBucket", {"Bucket": "b"}, "s3:CreateBucket", "confirm"),
        ("s3 mb s3://b --region us-east-1", "CreateBucket", {"Bucket": "b"}, "s3:CreateBucket", "confirm"),
        (
            "s3 mb s3://b --region eu-west-1",
            "CreateBucket",
            {"Bucket": "b", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}},
            "s3:CreateBucket",
            "confirm",
        ),
        ("s3 rb s3://b", "DeleteBucket", {"Bucket": "b"}, "s3:DeleteBucket", "confirm"),
    ],
)
def test_s3(text: str, operation: str, parameters: dict[str, Any], action: str, verdict: str) -> None:
    command = GRAMMAR.parse(text)
    assert (command.service, command.operation, command.parameters) == ("s3api", operation, parameters)
    decision = decide(command, GRAMMAR.model(command))
    assert (decision.actions, decision.verdict) == ((action,), verdict)
    assert command.text.startswith(" ".join(text.split()[:2]))
    assert GRAMMAR.parse(command.text).parameters == parameters


@pytest.mark.parametrize("text", ["s3 mb b", "s3 rb b", "s3 rb my-bucket"])
def test_a_bucket_without_its_scheme_is_a_slip_and_no_question(text: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        GRAMMAR.parse(text)
    assert caught.value.kind == "bad-value"
    service, verb, name = text.split()
    assert caught.value.hints == (f"{service} {verb} s3://{name}",)


def test_wait_before_the_service_is_put_behind_it() -> None:
    with pytest.raises(NotUnderstood) as caught:
        GRAMMAR.parse("wait lambda function-active-v2 --function-name f")
    assert caught.value.hints == ("lambda wait function-active-v2 --function-name f",)


def test_a_bucket_is_made_where_the_channel_is() -> None:
    made = located(GRAMMAR.parse("s3 mb s3://b"), "ap-northeast-2")
    assert made.parameters["CreateBucketConfiguration"] == {"LocationConstraint": "ap-northeast-2"}
    listed = GRAMMAR.parse("s3 ls")
    assert located(listed, "ap-northeast-2") == listed


@pytest.mark.parametrize(
    ("since", "ago"),
    [("10m", 600), ("90s", 90), ("2h", 7200), ("3d", 3 * 86400), ("1w", 604800), ("", 600)],
)
def test_logs_tail(since: str, ago: int) -> None:
    before = datetime.now(UTC)
    command = GRAMMAR.parse(f"logs tail /aws/lambda/f {f'--since {since}' if since else ''}")
    wanted = (before - timedelta(seconds=ago)).timestamp() * 1000
    assert wanted - 1 <= command.parameters["startTime"] <= wanted + 60_000
    assert command.parameters["logGroupName"] == "/aws/lambda/f"
    decision = decide(command, GRAMMAR.model(command))
    assert (decision.actions, decision.verdict) == (("logs:FilterLogEvents",), "allow")


def test_logs_tail_takes_the_clis_options() -> None:
    text = "logs tail arn:aws:logs:r:1:log-group:g --since 2026-01-29T15:39:00 --follow --format short"
    command = GRAMMAR.parse(f"{text} --filter-pattern ERROR --log-stream-names a b")
    assert command.parameters == {
        "logGroupIdentifier": "arn:aws:logs:r:1:log-group:g",
        "startTime": 1769701140000,
        "filterPattern": "ERROR",
        "logStreamNames": ["a", "b"],
    }
    assert (command.custom, command.settings) == ("logs tail", {"format": "short", "follow": True})


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("s3 cp a s3://b", "custom", "s3api get-object"),
        ("s3 mv s3://a/b s3://c/d", "custom", "copy-object"),
        ("s3 rm s3://a/b", "custom", "delete-object"),
        ("s3 sync . s3://a", "custom", "s3 ls --recursive"),
        ("s3 presign s3://a/b", "custom", "lets anybody in"),
        ("s3 fly", "custom", "s3 ls"),
        ("s3 rb s3://b --force", "refused-option", "Empty the bucket first"),
        ("s3 rb s3://b/key", "bad-value", "s3://my-bucket"),
        ("s3 mb", "missing-required", "s3 mb s3://my-bucket"),
        ("s3 ls --everything", "unknown-option", "--everything"),
        ("s3 ls s3://a s3://b", "unknown-option", "s3://b"),
        ("logs tail", "missing-required", "logs tail /aws/lambda/my-function"),
        ("logs tail g h", "unknown-option", "'h'"),
        ("logs tail g --since yesterday", "bad-value", "10m"),
        ("logs tail g --format pretty", "bad-value", "short"),
    ],
)
def test_what_is_not_run_says_what_to_do(text: str, kind: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        GRAMMAR.parse(text)
    assert caught.value.kind == kind
    assert says in f"{caught.value.message} {caught.value.fix}"
