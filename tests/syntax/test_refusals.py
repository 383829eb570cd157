"""Texts that are no command: the kind, what the sentence says, and what is offered to click."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bellhop.errors import NotUnderstood
from bellhop.syntax import Grammar

REFUSED: dict[str, tuple[str, str]] = {
    "": ("empty", "no command"),
    "@aws": ("empty", "no command"),
    "--region eu-west-1": ("empty", "no command"),
    "lamda list-functions": ("unknown-service", "did you mean lambda"),
    "list-functionz": ("unknown-service", "list-functions"),
    "list-functions": ("ambiguous-service", "lambda"),
    "lambda": ("unknown-operation", "What should lambda do"),
    "lambda list-function": ("unknown-operation", 'no operation "list-function"; did you mean list-functions'),
    "lambda ListFunctions": ("unknown-operation", "did you mean list-functions"),
    "lambda list_functions": ("unknown-operation", "did you mean list-functions"),
    "lambda --region eu-west-1": ("unknown-operation", "What should lambda do"),
    "ec2 wait": ("unknown-operation", "What should ec2 wait for"),
    "ec2 wait instance-runing": ("unknown-operation", "did you mean instance-running"),
    "sns wait x": ("unknown-operation", "nothing to wait for"),
    "rds modify-option-group --option-group-name g": ("unknown-operation", "add-option-to-option-group"),
    "lambda get-function --function-nam f --qualifer 1": ("unknown-option", "did you mean --qualifier"),
    "lambda get-function --function-name f --no-such-thing 1": ("unknown-option", "--no-such-thing is no option"),
    "lambda get-function --function-name f stray": ("unknown-option", "can't place 'stray'"),
    "lambda list-functions -- stray": ("unknown-option", "can't place 'stray'"),
    "lambda list-functions --no x": ("unknown-option", "could be"),
    "ecs run-task --task-definition t --enable": ("unknown-option", "--enable could be"),
    "lambda get-function": ("missing-required", "also needs --function-name"),
    "lambda create-alias --name a": ("missing-required", "--function-name"),
    "lambda get-function --function-name": ("bad-value", "a value has to follow"),
    "lambda get-function --function-name --qualifier 1": ("bad-value", "a value has to follow"),
    "lambda get-function --function-name --": ("bad-value", "a value has to follow"),
    "lambda list-functions --region": ("bad-value", "a value has to follow"),
    "lambda list-functions --max-items many": ("bad-value", "a whole number"),
    "dynamodb list-tables --no-paginate --max-items 5": ("bad-value", "joins pages"),
    "dynamodb list-tables --no-paginate --max-items ''": ("bad-value", "joins pages"),
    'fms tag-resource --resource-arn a --tag-list {"Key":"a","Value":"b"} -5': (
        "bad-value",
        "a JSON object was expected",
    ),
    "lambda list-functions --output ''": ("bad-value", "json, yaml, text, table"),
    "lambda list-functions --output xml": ("bad-value", "json, yaml, text, table"),
    "lambda update-function-configuration --function-name f --timeout soon": ("bad-value", "whole number"),
    "lambda update-function-configuration --function-name f --vpc-config SubnetIds": ("bad-value", "SubnetIds="),
    'lambda update-function-configuration --function-name f --vpc-config {"SubnetIds":}': ("bad-value", "JSON"),
    "lambda invoke --function-name f --log-type Tail --payload a= --cli-binary-format base64": (
        "bad-value",
        "base64",
    ),
    "lambda list-functions --cli-input-json [1]": ("bad-value", "an object"),
    "lambda list-functions --cli-input-yaml '&a [*a]'": ("bad-value", "aliases"),
    "lambda list-functions --cli-input-yaml '{Marker: 2026-99-99}'": ("bad-value", "put it in quotes"),
    f"lambda list-functions --cli-input-yaml {'9' * 5000}": ("bad-value", "put it in quotes"),
    "lambda list-functions --cli-input-yaml '!!timestamp x'": ("bad-value", "put it in quotes"),
    'lambda list-functions --cli-input-json {"Nope":1}': ("bad-value", "Nope"),
    "lambda invoke --function-name f --cli-input-json {}": ("unknown-option", "--cli-input-json"),
    "sagemaker list-pipelines --created-after 2024-01-01T00:00" + "9" * 40: ("bad-value", "2026-01-31T09:00:00Z"),
    "ec2 create-tags --resources i-1 --tags Key=a,Value=b,Key=c": ("bad-value", "Key stands in it twice"),
    "ecs run-task --task-definition t --enable-execute-command=yes": ("bad-value", "takes no value"),
    "dynamodb get-item --table-name t --key " + '{"a":' * 70 + "1" + "}" * 70: ("bad-value", "nests deeper"),
    "lambda list-functions --query Functions[": ("bad-query", "JMESPath"),
    f"lambda list-functions --query '{'(' * 4000}'": ("bad-query", "JMESPath"),
    f"lambda list-functions --query a[{'9' * 5000}]": ("bad-query", "JMESPath"),
    "lambda list-functions --profile prod": ("refused-option", "profiles are on your machine"),
    "lambda list-functions --endpoint-url http://169.254.169.254": ("refused-option", "--endpoint-url"),
    "lambda list-functions --debug": ("refused-option", "--debug"),
    "lambda list-functions --no-verify-ssl": ("refused-option", "--no-verify-ssl"),
    "lambda list-functions --ca-bundle x": ("refused-option", "--ca-bundle"),
    "lambda list-functions --no-sign-request": ("refused-option", "--no-sign-request"),
    "lambda list-functions --cli-read-timeout 0": ("refused-option", "--cli-read-timeout"),
    "lambda list-functions --generate-cli-skeleton": ("refused-option", "empty form"),
    "iot create-keys-and-certificate --public-key-outfile k.pem": ("refused-option", "saves a file"),
    "ec2 bundle-instance --instance-id i-1 --bucket b --owner-sak s": ("refused-option", "secret key"),
    "lambda create-alias --cli-input-json file://a.json": ("file", "--cli-input-json: file://a.json"),
    "lambda invoke --function-name f --payload fileb://p.json": ("file", "--payload"),
    "lambda invoke --function-name f --payload=file://p.json": ("file", "--payload"),
    "lambda update-function-code --function-name f --zip-file abc": ("file", "--zip-file"),
    "sqs send-message --queue-url u --message-body b --message-attributes k={StringValue@=file://x}": (
        "file",
        "--message-attributes",
    ),
    "s3api put-object --bucket b --key k --body f.txt": ("file", "--body"),
    "lambda list-functions | jq .": ("shell", "pipe"),
    "s3 cp a b": ("custom", "a channel has no files"),
    "configure list": ("custom", "bellhop.yaml"),
    "ecr get-login-password": ("custom", "prints a credential"),
    "ssm start-session --target i-1": ("custom", "terminal session"),
    "lambda invoke-with-response-stream --function-name f": ("event-stream", "use lambda invoke"),
    "x" * 8193: ("too-long", "8,193"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_refusal_has_its_kind_and_says_what_is_wrong(refusal: Any, text: str) -> None:
    error = refusal(text)
    kind, said = REFUSED[text]
    assert error.kind == kind
    assert said in error.message


OFFERED: dict[str, str] = {
    "lamda list-functions --region eu-west-1": "lambda list-functions --region eu-west-1",
    "lambda list-function --region eu-west-1": "lambda list-functions --region eu-west-1",
    "lambda get-function --function-name f --qualifer 1": "lambda get-function --function-name f --qualifier 1",
    "lambda get-function --function-name f --qualifer=1": "lambda get-function --function-name f --qualifier=1",
    "list-functions --max-items 5": "lambda list-functions --max-items 5",
    "list-functionz": "lambda list-functions",
    "lambda invoke-with-response-stream --function-name f": "lambda invoke --function-name f",
    "ec2 wait instance-runing --instance-ids i-1": "ec2 wait instance-running --instance-ids i-1",
}


@pytest.mark.parametrize("text", OFFERED)
def test_the_first_hint_is_a_whole_command(refusal: Any, text: str) -> None:
    assert refusal(text).hints[0] == OFFERED[text]


def test_a_service_used_lately_comes_first(grammar: Grammar) -> None:
    with pytest.raises(NotUnderstood) as caught:
        grammar.parse("list-functions", recent=["appsync"])
    assert caught.value.hints[:2] == ("appsync list-functions", "lambda list-functions")


def test_missing_parameters_are_asked_for_with_type_choices_and_a_sentence(refusal: Any) -> None:
    missing = refusal("cloudwatch set-alarm-state --state-reason test").missing
    assert [(field.name, field.option, field.type) for field in missing] == [
        ("alarm-name", "--alarm-name", "string"),
        ("state-value", "--state-value", "string"),
    ]
    assert missing[1].choices == ("OK", "ALARM", "INSUFFICIENT_DATA")
    assert missing[0].sentence == "The name of the alarm."


PIECES = st.sampled_from(
    [
        *("sqs", "sts", "send-message", "list-queues", "get-caller-identity", "wait", "aws", "@aws", "<@U1>"),
        *("--queue-url", "--message-body", "--attributes", "--entries", "--region", "--query", "--output", "-r"),
        *("--max-items", "--cli-input-json", "--no-paginate", "--", "-", "-5", "''", "'", '"', "u", "a=b", "a=[b"),
        *('{"a": 1}', "{", "[", "file://x", "json", "\\", "\u2014region", "\u201cx\u201d", "|", "&lt;", "<x>", "\n"),
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=10))
def test_any_text_is_a_command_or_not_understood(grammar: Grammar, pieces: list[str]) -> None:
    refused = ""
    operation = ""
    try:
        operation = grammar.parse(" ".join(pieces)).operation
    except NotUnderstood as error:
        refused = error.kind and error.message
    assert bool(operation) != bool(refused)
