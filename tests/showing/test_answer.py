"""Answers as people read them: snapshots of the text form."""

import base64
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

import botocore.session
import pytest
from botocore.model import OperationModel, ServiceModel

from bellhop.command import Command, Outcome
from bellhop.message import Code, Message, Table, Text, Tone
from bellhop.platforms.text import render
from bellhop.reader import Reader
from bellhop.showing import answer

LOADER = botocore.session.Session().get_component("data_loader")
ENGLISH = Reader()
KOREAN = Reader(locale="ko", timezone="Asia/Seoul")
MODIFIED = datetime(2026, 1, 29, 15, 39, 7, tzinfo=UTC)


@cache
def model_of(service: str, operation: str) -> OperationModel:
    return ServiceModel(LOADER.load_service_model(service, "service-2"), service).operation_model(operation)


def shown(
    service: str,
    operation: str,
    said: dict[str, Any],
    *,
    text: str = "x y",
    reader: Reader = ENGLISH,
    read_only: bool = True,
    items: tuple[int, int] | None = None,
    next_token: str = "",
    **parts: Any,
) -> Message:
    command = Command(service=service, operation=operation, verb="", parameters={}, text=text, **parts)
    outcome = Outcome(account="123456789012", region="eu-west-1", answer=said, items=items, next_token=next_token)
    model = model_of(service, operation)
    return answer(command, text, outcome, model, reader, user="woochul", read_only=read_only)


def body(message: Message) -> str:
    return "\n".join(render(message).split("\n")[2:])


FUNCTIONS = {
    "Functions": [
        {
            "MemorySize": 128,
            "Timeout": 300,
            "CodeSize": 2451,
            "Handler": "index.handler",
            "Role": "arn:aws:iam::123456789012:role/upClientLambdaRole-dev",
            "Runtime": "nodejs10.x",
            "FunctionArn": "arn:aws:lambda:ap-northeast-2:123456789012:function:amplify-sampleamplify-dev",
            "FunctionName": "amplify-sampleamplify-dev",
            "Description": "",
        },
        {"FunctionName": "resize", "Environment": {"Variables": {"lower_case": "****"}}, "Layers": [{"CodeSize": 1}]},
    ]
}


def test_the_answer_reads_as_aws_chatbots() -> None:
    message = shown("lambda", "ListFunctions", FUNCTIONS, text="lambda list-functions --region ap-northeast-2")
    assert (
        render(message)
        == """\
@woochul I ran the read-only command in account 123456789012:
@aws lambda list-functions --region ap-northeast-2
Functions (2):
-
FunctionName: amplify-sampleamplify-dev
FunctionArn: arn:aws:lambda:ap-northeast-2:123456789012:function:amplify-sampleamplify-dev
Runtime: nodejs10.x
Role: arn:aws:iam::123456789012:role/upClientLambdaRole-dev
Handler: index.handler
CodeSize: 2451
Timeout: 300
MemorySize: 128
-
FunctionName: resize
Environment:
  Variables:
    lower_case: ****
Layers (1):
  -
  CodeSize: 1"""
    )
    assert [block.fold for block in message.blocks if isinstance(block, Code)] == [False, True]


@pytest.mark.parametrize(
    ("reader", "read_only", "title"),
    [
        (ENGLISH, True, "@woochul I ran the read-only command in account 123456789012:"),
        (ENGLISH, False, "@woochul I ran the command in account 123456789012:"),
        (KOREAN, True, "@woochul 계정 123456789012에서 읽기 전용 명령을 실행했습니다:"),
        (KOREAN, False, "@woochul 계정 123456789012에서 명령을 실행했습니다:"),
    ],
)
def test_titles(reader: Reader, read_only: bool, title: str) -> None:
    assert shown("lambda", "ListFunctions", FUNCTIONS, reader=reader, read_only=read_only).title == title


@pytest.mark.parametrize(
    "text", ["sns list-topics", "aws sns list-topics", "@aws sns list-topics", "@AWS  sns list-topics"]
)
def test_the_command_is_echoed_behind_one_mention(text: str) -> None:
    assert render(shown("sns", "ListTopics", {}, text=text)).split("\n")[1] == "@aws sns list-topics"


@pytest.mark.parametrize(
    ("service", "operation", "said", "wanted"),
    [
        ("ecs", "ListTasks", {"taskArns": ["arn:1", "arn:2"]}, "TaskArns (2):\n- arn:1\n- arn:2"),
        (
            "s3",
            "ListBuckets",
            {"Buckets": [{"Name": "b", "CreationDate": MODIFIED}]},
            "Buckets (1):\n-\nName: b\nCreationDate: 2026-01-29 15:39 UTC",
        ),
        (
            "lambda",
            "GetFunctionConfiguration",
            {"LastModified": "2026-01-29T15:39:07.000+0000"},
            "LastModified: 2026-01-29 15:39 UTC",
        ),
        (
            "lambda",
            "GetAccountSettings",
            {"AccountLimit": {"TotalCodeSize": 1, "ConcurrentExecutions": 2}},
            "AccountLimit:\n  TotalCodeSize: 1\n  ConcurrentExecutions: 2",
        ),
        ("s3", "GetObject", {"Body": "one\ntwo\n"}, "Body:\n  one\n  two"),
        ("sts", "GetCallerIdentity", {"Account": "1", "UserId": "u"}, "UserId: u\nAccount: 1"),
        (
            "ec2",
            "DescribeVpcs",
            {"Vpcs": [{"IsDefault": False, "Tags": [{"Key": "Name", "Value": "web"}]}]},
            "Vpcs (1):\n-\nIsDefault: false\nTags (1):\n  -\n  Key: Name\n  Value: web",
        ),
        (
            "dynamodb",
            "GetItem",
            {"Item": {"id": {"S": "a"}, "n": {"N": "1"}}},
            "Item:\n  id:\n    S: a\n  n:\n    N: 1",
        ),
        (
            "cloudwatch",
            "DescribeAlarms",
            {"MetricAlarms": [], "CompositeAlarms": []},
            "The list is empty: CompositeAlarms (0), MetricAlarms (0)",
        ),
        ("lambda", "ListFunctions", {"Functions": []}, "The list is empty: Functions (0)"),
        ("ec2", "DescribeInstances", {}, "The list is empty: Reservations (0)"),
        ("lambda", "DeleteFunction", {}, "Done. AWS has nothing to add."),
        ("cloudwatch", "GetMetricStatistics", {"Label": "CPU", "Datapoints": []}, "Label: CPU\nDatapoints (0)"),
        ("ssm", "GetParameter", {"Parameter": {"Value": "{not json"}}, "Parameter:\n  Value: {not json"),
    ],
)
def test_bodies(service: str, operation: str, said: dict[str, Any], wanted: str) -> None:
    assert body(shown(service, operation, said)) == wanted


def test_json_in_a_string_is_laid_out_if_it_is_long() -> None:
    policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:*"}]}'
    assert body(shown("lambda", "GetPolicy", {"Policy": '{"Version":"2012"}'})) == 'Policy: {"Version":"2012"}'
    assert (
        body(shown("lambda", "GetPolicy", {"Policy": policy}))
        == """\
Policy:
  {
    "Version": "2012-10-17",
    "Statement": [
      {
        "Effect": "Allow",
        "Action": "lambda:*"
      }
    ]
  }"""
    )


def test_times_are_on_the_readers_clock_and_words_in_their_language() -> None:
    assert body(shown("ec2", "DescribeInstances", {}, reader=KOREAN)) == "목록이 비어 있습니다: Reservations (0)"
    said = {"Buckets": [{"Name": "b", "CreationDate": MODIFIED}]}
    assert "CreationDate: 2026-01-30 00:39 KST" in body(shown("s3", "ListBuckets", said, reader=KOREAN))


def test_a_part_of_a_list_says_which_and_offers_the_next() -> None:
    message = shown(
        "lambda", "ListFunctions", FUNCTIONS, text="lambda list-functions", items=(1, 20), next_token="20.eyJ=="
    )
    assert render(message).split("\n")[-2:] == [
        "These are items 1 to 20. There is more: add --max-items 100.",
        "[Next items]",
    ]
    assert message.actions[0].value == "lambda list-functions --starting-token 20.eyJ=="
    again = message.actions[0].value
    message = shown("lambda", "ListFunctions", FUNCTIONS, text=again, items=(21, 40), next_token="40.eyK==")
    assert message.actions[0].value == "lambda list-functions --starting-token 40.eyK=="
    message = shown("lambda", "ListFunctions", FUNCTIONS, text=again, items=(41, 42))
    assert render(message).endswith("These are items 41 to 42.")
    assert message.actions == ()


def test_no_button_repeats_a_masked_or_endless_command() -> None:
    assert shown("sns", "ListTopics", {}, text="x --password ****", next_token="t").actions == ()
    assert shown("sns", "ListTopics", {}, text="x", next_token="t" * 2000).actions == ()


def test_a_huge_answer_is_cut_and_says_so() -> None:
    message = shown("ecs", "ListTasks", {"taskArns": [f"arn:{number:06}" for number in range(9000)]})
    shown_body = body(message)
    assert len(shown_body) < 41_000
    assert "Only the first 39,99" in shown_body.split("\n")[-1]


def invoked(**said: Any) -> Message:
    return shown("lambda", "Invoke", said, read_only=False)


def test_a_function_that_was_invoked() -> None:
    message = invoked(StatusCode=200, Payload='{"ok": true}', ExecutedVersion="$LATEST")
    assert message.tone is Tone.INFO
    assert body(message) == 'StatusCode: 200\nExecutedVersion: $LATEST\nPayload: {"ok": true}'


def test_a_function_that_failed() -> None:
    said = {"errorMessage": "division by zero", "errorType": "ZeroDivisionError", "stackTrace": ["  File index.py"]}
    payload = json.dumps(said)
    log = base64.b64encode(b"START\nEND\n").decode()
    message = invoked(StatusCode=200, FunctionError="Unhandled", Payload=payload, LogResult=log)
    assert message.tone is Tone.BAD
    assert message.title == "@woochul I ran the command in account 123456789012, and the function failed:"
    assert (
        body(message)
        == """\
StatusCode: 200
FunctionError: Unhandled
Payload:
  {
    "errorMessage": "division by zero",
    "errorType": "ZeroDivisionError",
    "stackTrace": [
      "  File index.py"
    ]
  }
LogResult:
  START
  END"""
    )


def test_a_waiter_says_that_it_is_so() -> None:
    assert body(shown("s3", "HeadBucket", {}, waiter="bucket-exists")) == "It is so: bucket-exists."


TASKS = {"taskArns": ["a", "b"], "nextToken": "t"}


@pytest.mark.parametrize(
    ("output", "wanted"),
    [
        ("json", '{\n    "taskArns": [\n        "a",\n        "b"\n    ],\n    "nextToken": "t"\n}'),
        ("yaml", "taskArns:\n- a\n- b\nnextToken: t"),
        ("text", "t\nTASKARNS\ta\nTASKARNS\tb"),
        ("table", "1\na\nb"),
    ],
)
def test_output_is_as_the_aws_cli_prints_it(output: str, wanted: str) -> None:
    assert body(shown("ecs", "ListTasks", TASKS, output=output)) == wanted


def test_times_in_json_are_iso() -> None:
    said = {"Buckets": [{"Name": "b", "CreationDate": MODIFIED}]}
    assert '"CreationDate": "2026-01-29T15:39:07+00:00"' in body(shown("s3", "ListBuckets", said, output="json"))


def test_a_table_of_structures() -> None:
    message = shown(
        "lambda", "ListFunctions", FUNCTIONS, output="table", query="Functions[].{Name:FunctionName,T:Timeout}"
    )
    table = message.blocks[1]
    assert isinstance(table, Table)
    assert table.heads == ("Name", "T")
    assert table.rows == (("amplify-sampleamplify-dev", "300"), ("resize", ""))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Functions[0].Timeout", "300"),
        ("Functions[].FunctionName", "amplify-sampleamplify-dev\nresize"),
        ("Functions[].[FunctionName,Timeout]", "amplify-sampleamplify-dev  300\nresize  -"),
        ("length(Functions)", "2"),
        ("Functions[1].{Name:FunctionName,Layers:Layers}", "Name: resize\nLayers (1):\n-\nCodeSize: 1"),
        ("Functions[?Timeout==`300`].{Name:FunctionName}", "-\nName: amplify-sampleamplify-dev"),
        ("Functions[9]", "The query finds nothing."),
        ("Functions[9:]", "[]"),
    ],
)
def test_queries(query: str, wanted: str) -> None:
    assert body(shown("lambda", "ListFunctions", FUNCTIONS, query=query)) == wanted


@pytest.mark.parametrize("query", ["TaskArns[0]", "taskArns[0]"])
def test_queries_know_both_spellings(query: str) -> None:
    assert body(shown("ecs", "ListTasks", TASKS, query=query)) == "a"


def test_a_query_and_an_output_together() -> None:
    assert body(shown("ecs", "ListTasks", TASKS, query="TaskArns", output="text")) == "a\tb"


def test_a_functions_text_is_shown_in_the_chats_own_markup() -> None:
    message = invoked(StatusCode=200, Payload='"*Deployed* <https://example.com|v3>"', ExecutedVersion="$LATEST")
    _, text, rest = message.blocks
    assert text == Text(text="*Deployed* <https://example.com|v3>", markup=True)
    assert isinstance(rest, Code)
    assert rest.text == "StatusCode: 200\nExecutedVersion: $LATEST"


def test_a_functions_long_text_and_its_failure_are_shown_as_they_are() -> None:
    for said in (invoked(Payload=f'"{"x" * 4000}"'), invoked(Payload='"boom"', FunctionError="Unhandled")):
        assert not any(isinstance(block, Text) and block.markup for block in said.blocks)
