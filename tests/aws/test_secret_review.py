"""The second reading of what is hidden: the data holds it, values that tell are hidden, everyday ones stay."""

import json
import sys
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from bellhop.aws.redact import HIDDEN, redact

sys.path.append(str(Path(__file__).parents[2]))  # the tools are no part of the package

from tools.build_secrets import TARGET, drops, reviewed, text_of
from tools.secret_review import ADDED, DROPPED

MODELS = botocore.session.Session()
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJlLWhlcmU"


def shown(name: str, answer: dict[str, Any]) -> dict[str, Any]:
    service, operation = name.split(".")
    model: Any = MODELS.get_service_model(service)
    return redact(model.operation_model(operation), answer)


def test_the_data_is_as_the_review_wants_it() -> None:
    text = TARGET.read_text(encoding="utf-8")
    paths = json.loads(text)
    assert text_of(reviewed(paths)) == text
    assert not [one for one in ADDED if drops(*one)]
    assert all(len(why) > 10 for why in (*DROPPED.values(), *ADDED.values()))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("postgres://app:hunter2@db.internal/x", f"postgres://app:{HIDDEN}@db.internal/x"),
        ("redis://:hunter2@cache:6379", f"redis://:{HIDDEN}@cache:6379"),
        (f"token {JWT} sent", f"token {HIDDEN} sent"),
        ("ghp_" + "a1" * 18, HIDDEN),
        ("github_pat_" + "a1" * 20, HIDDEN),
        ("xoxb-1234567890-abcdefghij", HIDDEN),
        ("https://hooks.slack.com/services/T0/B0/abc", f"https://hooks.slack.com/services/{HIDDEN}"),
        ("Server=x;Password=hunter2;Database=y", f"Server=x;Password={HIDDEN};Database=y"),
        ('{"password": "hunter2", "user": "a"}', f'{{"password": "{HIDDEN}", "user": "a"}}'),
        ('{\\"password\\":\\"hunter2\\"}', f'{{\\"password\\":\\"{HIDDEN}\\"}}'),
        ("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxR", f"aws_secret_access_key = {HIDDEN}"),
        ("AccountName=dev;AccountKey=abc==;x", f"AccountName=dev;AccountKey={HIDDEN};x"),
        ("Authorization: Bearer abc.def", f"Authorization: Bearer {HIDDEN}"),
        (
            "https://b.s3.amazonaws.com/k?X-Amz-Signature=abc&x=1",
            f"https://b.s3.amazonaws.com/k?X-Amz-Signature={HIDDEN}&x=1",
        ),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", HIDDEN),
    ],
)
def test_values_that_tell_are_hidden_wherever_they_stand(text: str, left: str) -> None:
    answer = {"events": [{"message": text}]}
    assert shown("logs.FilterLogEvents", answer)["events"][0]["message"] == left


@pytest.mark.parametrize(
    "text",
    [
        "password: {{resolve:secretsmanager:app/db}}",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/password-AbCdEf",
        "AKIAIOSFODNN7EXAMPLE",
        "password=$DB_PASSWORD",
        "eyJ2IjoiMiIsImMiOiJhYmNkZWYifQ==",
        "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
        "user@example.com",
        "2026-01-29T15:39:00Z level=info tokens=12 key=orders",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)
def test_everyday_values_stay(text: str) -> None:
    answer = {"events": [{"message": text}]}
    assert shown("logs.FilterLogEvents", answer) == answer


_RUNNER = "Service.SourceConfiguration.ImageRepository.ImageConfiguration"
_BEANSTALK = {"OptionName": "DB_PASSWORD", "Value": "hunter2", "Namespace": "aws:elasticbeanstalk:x"}
_HEADER = {"Key": "x", "Value": "hunter2", "IsValueSecret": True}


def nested(path: str, leaf: object) -> dict[str, Any]:
    """`a.b[]` around a leaf: `{"a": {"b": [leaf]}}`."""
    first, _, rest = path.partition(".")
    inner = nested(rest, leaf) if rest else leaf
    return {first.removesuffix("[]"): [inner] if first.endswith("[]") else inner}


@pytest.mark.parametrize(
    ("operation", "path", "leaf"),
    [
        ("cloudformation.DescribeStacks", "Stacks[].Outputs[]", {"OutputKey": "DbPassword", "OutputValue": "hunter2"}),
        ("elasticbeanstalk.DescribeConfigurationSettings", "ConfigurationSettings[].OptionSettings[]", _BEANSTALK),
        (
            "codebuild.BatchGetProjects",
            "projects[].environment.environmentVariables[]",
            {"name": "API_KEY", "value": "hunter2", "type": "PLAINTEXT"},
        ),
        (
            "ecs.DescribeTaskDefinition",
            "taskDefinition.containerDefinitions[].environment[]",
            {"name": "DB_PASSWORD", "value": "hunter2"},
        ),
        (
            "batch.DescribeJobDefinitions",
            "jobDefinitions[].containerProperties.environment[]",
            {"name": "AUTH_TOKEN", "value": "hunter2"},
        ),
        ("lambda.GetFunctionConfiguration", "Environment.Variables", {"ANY": "hunter2"}),
        ("ssm.GetParameter", "Parameter", {"Name": "p", "Type": "SecureString", "Value": "hunter2"}),
        ("apprunner.DescribeService", f"{_RUNNER}.RuntimeEnvironmentVariables", {"ANY": "hunter2"}),
        ("events.DescribeConnection", "AuthParameters.InvocationHttpParameters.HeaderParameters[]", _HEADER),
    ],
)
def test_secrets_in_daily_answers_are_hidden(operation: str, path: str, leaf: dict[str, Any]) -> None:
    assert "hunter2" not in str(shown(operation, nested(path, leaf)))


@pytest.mark.parametrize(
    ("operation", "path", "leaf"),
    [
        ("apprunner.DescribeService", f"{_RUNNER}.RuntimeEnvironmentSecrets", {"DB": "arn:aws:ssm:x:1:parameter/db"}),
        (
            "cloudformation.DescribeStacks",
            "Stacks[].Outputs[]",
            {"OutputKey": "Url", "OutputValue": "https://x.example"},
        ),
        ("kms.DescribeKey", "KeyMetadata", {"KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"}),
        ("iam.ListAccessKeys", "AccessKeyMetadata[]", {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}),
        ("lambda.ListFunctions", "NextMarker", "abc"),
        ("ec2.DescribeKeyPairs", "KeyPairs[]", {"KeyName": "deploy"}),
        ("chime-sdk-messaging.ListChannels", "NextToken", "abc"),
        ("ssm.GetParameter", "Parameter", {"Name": "p", "Type": "String", "Value": "eu-west-1"}),
    ],
)
def test_what_daily_work_needs_is_shown(operation: str, path: str, leaf: object) -> None:
    answer = nested(path, leaf)
    assert shown(operation, answer) == answer
