"""Secrets leave neither in answers nor in echoed commands."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.model import OperationModel, ServiceModel

import bellhop.aws
from bellhop.aws.redact import HIDDEN, hide_inputs, mask_text, redact
from bellhop.command import Command

LOADER = botocore.session.Session().get_component("data_loader")
PATHS = json.loads((Path(bellhop.aws.__path__[0]) / "secret_paths.json").read_text())


@cache
def model_of(service: str, operation: str) -> OperationModel:
    return ServiceModel(LOADER.load_service_model(service, "service-2"), service).operation_model(operation)


def along(path: str, leaf: Any) -> Any:
    """An answer that has `leaf` at a path such as `a[].b{}`."""
    for step in reversed(path.replace("[]", ".[]").replace("{}", ".{}").split(".")):
        leaf = [leaf] if step == "[]" else {"AKey": leaf} if step == "{}" else {step: leaf}
    return leaf


def listed() -> Iterator[tuple[str, str, str]]:
    for service, operations in PATHS.items():
        for operation, paths in operations.items():
            for path in paths:
                yield service, operation, path


def test_every_listed_path_is_hidden() -> None:
    total = 0
    for service, operation, path in listed():
        total += 1
        model = model_of(service, operation)
        assert "s3cr3t-value" not in str(redact(model, along(path, "s3cr3t-value"))), f"{service}.{operation} {path}"
    assert total > 550


def test_every_listed_path_is_in_the_model() -> None:
    for service, operation, path in listed():
        shape: Any = model_of(service, operation).output_shape
        for step in path.replace("[]", ".[]").replace("{}", ".{}").split("."):
            shape = shape.member if step == "[]" else shape.value if step == "{}" else shape.members[step]


@pytest.mark.parametrize(
    ("service", "operation", "answer", "wanted"),
    [
        (
            "lambda",
            "GetFunction",
            {
                "Configuration": {"FunctionName": "f", "Environment": {"Variables": {"DB": "x"}}},
                "Code": {"RepositoryType": "S3", "Location": "https://x"},
            },
            {
                "Configuration": {"FunctionName": "f", "Environment": {"Variables": {"DB": "****"}}},
                "Code": {"RepositoryType": "S3", "Location": "****"},
            },
        ),
        (
            "ec2",
            "DescribeInstanceAttribute",
            {"InstanceId": "i-1", "UserData": {"Value": "IyEvYmlu"}},
            {"InstanceId": "i-1", "UserData": {"Value": "****"}},
        ),
        (
            "ec2",
            "DescribeLaunchTemplateVersions",
            {"LaunchTemplateVersions": [{"LaunchTemplateData": {"UserData": "IyEv", "ImageId": "ami-1"}}]},
            {"LaunchTemplateVersions": [{"LaunchTemplateData": {"UserData": "****", "ImageId": "ami-1"}}]},
        ),
        (
            "ssm",
            "GetParameters",
            {"Parameters": [{"Type": "SecureString", "Value": "AQEC"}, {"Type": "String", "Value": "plain"}]},
            {"Parameters": [{"Type": "SecureString", "Value": "****"}, {"Type": "String", "Value": "plain"}]},
        ),
        (
            "ecs",
            "DescribeTaskDefinition",
            {"taskDefinition": {"containerDefinitions": [{"environment": [{"name": "DB_PASSWORD", "value": "x"}]}]}},
            {"taskDefinition": {"containerDefinitions": [{"environment": [{"name": "DB_PASSWORD", "value": "****"}]}]}},
        ),
        (
            "cloudformation",
            "DescribeStacks",
            {"Stacks": [{"Parameters": [{"ParameterKey": "ApiKey", "ParameterValue": "x"}]}]},
            {"Stacks": [{"Parameters": [{"ParameterKey": "ApiKey", "ParameterValue": "****"}]}]},
        ),
        (
            "glue",
            "GetConnection",
            {"Connection": {"ConnectionProperties": {"PASSWORD": "x", "JDBC_CONNECTION_URL": "jdbc:mysql://h/d"}}},
            {"Connection": {"ConnectionProperties": {"PASSWORD": "****", "JDBC_CONNECTION_URL": "jdbc:mysql://h/d"}}},
        ),
        (
            "ecr",
            "GetDownloadUrlForLayer",
            {"downloadUrl": "https://b.s3.amazonaws.com/l?X-Amz-Date=1&X-Amz-Signature=abcdef&X-Amz-Expires=3"},
            {"downloadUrl": "https://b.s3.amazonaws.com/l?X-Amz-Date=1&X-Amz-Signature=****&X-Amz-Expires=3"},
        ),
        (
            "lambda",
            "GetFunctionConfiguration",
            {"Description": "git https://me:tok3n@example.com/r.git"},
            {"Description": "git https://me:****@example.com/r.git"},
        ),
        (
            "s3",
            "GetObject",
            {"Body": "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb"},
            {"Body": "a\n****\nb"},
        ),
    ],
)
def test_answers(service: str, operation: str, answer: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert redact(model_of(service, operation), answer) == wanted


@pytest.mark.parametrize(
    ("service", "operation", "answer"),
    [
        ("secretsmanager", "ListSecrets", {"SecretList": [{"ARN": "arn", "Name": "db"}], "NextToken": "t"}),
        ("rds", "DescribeDBInstances", {"DBInstances": [{"PendingModifiedValues": {"MasterUserPassword": ""}}]}),
        ("iam", "GetUser", {"User": {"UserName": "u", "PasswordLastUsed": "2026"}}),
        ("iam", "GetAccountPasswordPolicy", {"PasswordPolicy": {"MinimumPasswordLength": 8}}),
        ("aiops", "ListInvestigationGroups", {"nextToken": "t"}),
        ("ssm", "GetParameter", {"Parameter": {"Type": "String", "Value": "v"}}),
        ("s3", "ListObjectsV2", {"Contents": [{"Key": "password", "Size": 3}], "NextContinuationToken": "t"}),
    ],
)
def test_what_is_no_secret_stays(service: str, operation: str, answer: dict[str, Any]) -> None:
    assert redact(model_of(service, operation), answer) == answer


def test_the_answer_itself_is_left_alone() -> None:
    answer = {"Environment": {"Variables": {"A": "x"}}}
    redact(model_of("lambda", "GetFunctionConfiguration"), answer)
    assert answer == {"Environment": {"Variables": {"A": "x"}}}


def command_of(service: str, verb: str, operation: str, text: str, **parameters: Any) -> Command:
    return Command(service=service, verb=verb, operation=operation, text=text, parameters=parameters)


SECRET = "hunter2 'quoted'"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            'rds modify-db-instance --db-instance-identifier db --master-user-password "{}" --region eu-west-1',
            "rds modify-db-instance --db-instance-identifier db --master-user-password **** --region eu-west-1",
        ),
        (
            'rds modify-db-instance --master-user-password="{}" --db-instance-identifier db',
            "rds modify-db-instance --master-user-password=**** --db-instance-identifier db",
        ),
        (
            'rds modify-db-instance --db-instance-identifier db --master-user-p  "{}"',
            "rds modify-db-instance --db-instance-identifier db --master-user-p ****",
        ),
        (
            'rds modify-db-instance -master-user-password "{}" --db-instance-identifier db',
            "rds modify-db-instance -master-user-password **** --db-instance-identifier db",
        ),
        (
            "rds modify-db-instance db {}",
            "rds modify-db-instance --db-instance-identifier db --master-user-password ****",
        ),
        (
            "rds modify-db-instance --db-instance-identifier {} --master-user-password x",
            "rds modify-db-instance --db-instance-identifier db --master-user-password ****",
        ),
    ],
)
def test_secrets_are_masked_in_the_command(text: str, wanted: str) -> None:
    command = command_of(
        "rds",
        "modify-db-instance",
        "ModifyDBInstance",
        text.replace("{}", SECRET),
        DBInstanceIdentifier="db",
        MasterUserPassword=SECRET,
    )
    assert mask_text(command, model_of("rds", "ModifyDBInstance")) == wanted


def test_secrets_inside_json_are_masked() -> None:
    text = 'lambda update-function-configuration --function-name f --environment {"Variables": {"A": "-- x y"}}'
    command = command_of(
        "lambda",
        "update-function-configuration",
        "UpdateFunctionConfiguration",
        text,
        FunctionName="f",
        Environment={"Variables": {"A": "-- x y"}},
    )
    shown = mask_text(command, model_of("lambda", "UpdateFunctionConfiguration"))
    assert shown == "lambda update-function-configuration --function-name f --environment ****"


def test_json_as_a_whole_is_masked_if_a_secret_is_in_it() -> None:
    text = """secretsmanager create-secret --cli-input-json '{"Name": "n", "SecretString": "hunter2"}'"""
    command = command_of("secretsmanager", "create-secret", "CreateSecret", text, Name="n", SecretString="hunter2")
    assert mask_text(command, model_of("secretsmanager", "CreateSecret")).endswith("--cli-input-json ****")


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("lambda", "Invoke", {"FunctionName": "f", "Payload": b'{"a": 1}'}),
        ("secretsmanager", "DescribeSecret", {"SecretId": "s"}),
        ("lambda", "ListFunctions", {"Marker": "m"}),
        ("bedrock", "CreateGuardrail", {"name": "n", "description": "d"}),
        ("sns", "CreatePlatformEndpoint", {"CustomUserData": "u"}),
        ("iam", "UpdateAccountPasswordPolicy", {"MinimumPasswordLength": 9, "HardExpiry": True}),
    ],
)
def test_commands_without_secrets_are_as_typed(service: str, operation: str, parameters: dict[str, Any]) -> None:
    model = model_of(service, operation)
    assert hide_inputs(model, parameters) == parameters
    assert mask_text(command_of(service, "x", operation, "as typed", **parameters), model) == "as typed"


@pytest.mark.parametrize(
    ("service", "operation", "member"),
    [
        ("rds", "CreateDBInstance", "MasterUserPassword"),
        ("secretsmanager", "PutSecretValue", "SecretString"),
        ("secretsmanager", "PutSecretValue", "SecretBinary"),
        ("iam", "CreateLoginProfile", "Password"),
        ("ssm", "PutParameter", "Value"),
        ("kms", "Encrypt", "Plaintext"),
        ("cognito-idp", "AdminSetUserPassword", "Password"),
        ("elasticache", "CreateReplicationGroup", "AuthToken"),
    ],
)
def test_inputs_that_are_hidden(service: str, operation: str, member: str) -> None:
    assert hide_inputs(model_of(service, operation), {member: "x"})[member] == HIDDEN


def test_an_input_deep_inside_is_hidden_where_it_is() -> None:
    peer = {"newBGPPeer": {"asn": 65000, "authKey": "x"}}
    shown = hide_inputs(model_of("directconnect", "CreateBGPPeer"), peer)
    assert shown == {"newBGPPeer": {"asn": 65000, "authKey": HIDDEN}}
