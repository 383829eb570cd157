"""Texts and the commands that they are: service, operation, parameters, and what else was asked."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bellhop.syntax import Grammar

PARAMETERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "lambda list-functions": ("lambda", "ListFunctions", {}),
    "lambda get-function --function-name f": ("lambda", "GetFunction", {"FunctionName": "f"}),
    "lambda get-function --function-name=f": ("lambda", "GetFunction", {"FunctionName": "f"}),
    "lambda get-function -function-name f": ("lambda", "GetFunction", {"FunctionName": "f"}),
    "lambda get-function --func f": ("lambda", "GetFunction", {"FunctionName": "f"}),
    "lambda get-function --function-name a --function-name b": ("lambda", "GetFunction", {"FunctionName": "b"}),
    "lambda get-function f": ("lambda", "GetFunction", {"FunctionName": "f"}),
    "Lambda get-function --function-name f": ("lambda", "GetFunction", {"FunctionName": "f"}),
    "Invoke f": ("lambda", "Invoke", {"FunctionName": "f"}),
    "invoke f": ("lambda", "Invoke", {"FunctionName": "f"}),
    'invoke f --payload {"a": [1, 2]}': ("lambda", "Invoke", {"FunctionName": "f", "Payload": b'{"a": [1, 2]}'}),
    "lambda invoke --function-name f --payload aGk= --cli-binary-format base64": (
        "lambda",
        "Invoke",
        {"FunctionName": "f", "Payload": b"hi"},
    ),
    "sqs send-message --queue-url https://sqs.example/1/q --message-body 'a b' --delay-seconds 5": (
        "sqs",
        "SendMessage",
        {"QueueUrl": "https://sqs.example/1/q", "MessageBody": "a b", "DelaySeconds": 5},
    ),
    "sqs send-message --queue-url u --message-body b --message-attributes k={DataType=Binary,BinaryValue=hi}": (
        "sqs",
        "SendMessage",
        {
            "QueueUrl": "u",
            "MessageBody": "b",
            "MessageAttributes": {"k": {"DataType": "Binary", "BinaryValue": b"hi"}},
        },
    ),
    "sqs delete-message-batch --queue-url u --entries Id=1,ReceiptHandle=a Id=2,ReceiptHandle=b": (
        "sqs",
        "DeleteMessageBatch",
        {"QueueUrl": "u", "Entries": [{"Id": "1", "ReceiptHandle": "a"}, {"Id": "2", "ReceiptHandle": "b"}]},
    ),
    'sqs delete-message-batch --queue-url u --entries \'{"Id": "1", "ReceiptHandle": "a"}\'': (
        "sqs",
        "DeleteMessageBatch",
        {"QueueUrl": "u", "Entries": [{"Id": "1", "ReceiptHandle": "a"}]},
    ),
    "sqs get-queue-attributes --queue-url u --attribute-names All Policy": (
        "sqs",
        "GetQueueAttributes",
        {"QueueUrl": "u", "AttributeNames": ["All", "Policy"]},
    ),
    'sqs get-queue-attributes --queue-url u --attribute-names ["All"]': (
        "sqs",
        "GetQueueAttributes",
        {"QueueUrl": "u", "AttributeNames": ["All"]},
    ),
    "sqs get-queue-attributes --attribute-names All --region eu-west-1 Policy --queue-url u": (
        "sqs",
        "GetQueueAttributes",
        {"QueueUrl": "u", "AttributeNames": ["All", "Policy"]},
    ),
    "sqs set-queue-attributes --queue-url u --attributes VisibilityTimeout=30,DelaySeconds=5": (
        "sqs",
        "SetQueueAttributes",
        {"QueueUrl": "u", "Attributes": {"VisibilityTimeout": "30", "DelaySeconds": "5"}},
    ),
    "sqs change-message-visibility --queue-url u --receipt-handle -5 --visibility-timeout 0": (
        "sqs",
        "ChangeMessageVisibility",
        {"QueueUrl": "u", "ReceiptHandle": "-5", "VisibilityTimeout": 0},
    ),
    "sqs send-message --queue-url u --message-body '-a dash and a blank'": (
        "sqs",
        "SendMessage",
        {"QueueUrl": "u", "MessageBody": "-a dash and a blank"},
    ),
    'sqs list-queues --cli-input-json {"QueueNamePrefix": "a"}': ("sqs", "ListQueues", {"QueueNamePrefix": "a"}),
    'sqs send-message --message-body b --cli-input-json \'{"QueueUrl": "u", "MessageBody": "a"}\'': (
        "sqs",
        "SendMessage",
        {"QueueUrl": "u", "MessageBody": "b"},
    ),
    "sqs send-message --cli-input-yaml 'QueueUrl: u\nMessageBody: [b]' --message-body c": (
        "sqs",
        "SendMessage",
        {"QueueUrl": "u", "MessageBody": "c"},
    ),
    "sqs list-queues ''": ("sqs", "ListQueues", {}),
    "sqs list-queues --": ("sqs", "ListQueues", {}),
    "s3api list-buckets": ("s3api", "ListBuckets", {}),
    "deploy list-applications": ("deploy", "ListApplications", {}),
    "ecs run-task --task-definition t --no-enable-ecs-managed-tags --enable-ecs-managed-tags": (
        "ecs",
        "RunTask",
        {"taskDefinition": "t", "enableECSManagedTags": True},
    ),
    "ecs run-task --task-definition t --enable-execute-command --disable-execute-command": (
        "ecs",
        "RunTask",
        {"taskDefinition": "t", "enableExecuteCommand": False},
    ),
    "ecs create-service --service-name s --desired-count 2 --client-token t": (
        "ecs",
        "CreateService",
        {"serviceName": "s", "desiredCount": 2, "clientToken": "t"},
    ),
    "logs put-retention-policy --log-group-name g --retention-in-days 7": (
        "logs",
        "PutRetentionPolicy",
        {"logGroupName": "g", "retentionInDays": 7},
    ),
    "logs filter-log-events --log-group-name g --start-time 1700000000000 --filter-pattern '?ERROR ?WARN'": (
        "logs",
        "FilterLogEvents",
        {"logGroupName": "g", "startTime": 1700000000000, "filterPattern": "?ERROR ?WARN"},
    ),
    "sns subscribe --topic-arn a --protocol https --notification-endpoint https://x.example": (
        "sns",
        "Subscribe",
        {"TopicArn": "a", "Protocol": "https", "Endpoint": "https://x.example"},
    ),
}


@pytest.mark.parametrize("text", PARAMETERS)
def test_a_text_is_the_command(grammar: Grammar, text: str) -> None:
    command = grammar.parse(text)
    assert (command.service, command.operation, command.parameters) == PARAMETERS[text]


ASKED: dict[str, dict[str, Any]] = {
    "lambda list-functions --region ap-northeast-2": {"region": "ap-northeast-2"},
    "lambda list-functions -r ap-northeast-2": {"region": "ap-northeast-2"},
    "--region eu-west-1 lambda list-functions --output json": {"region": "eu-west-1", "output": "json"},
    "lambda list-functions --reg eu-west-1 --out table": {"region": "eu-west-1", "output": "table"},
    "lambda list-functions --output yaml-stream": {"output": "yaml"},
    "lambda list-functions --output off --no-cli-pager --color on": {"output": ""},
    "lambda list-functions --query Functions[].FunctionName": {"query": "Functions[].FunctionName"},
    "lambda list-functions --max-items 5 --starting-token t": {
        "max_items": 5,
        "starting_token": "t",
        "paginate": True,
        "parameters": {},
    },
    "sqs list-queues --page-size 2": {"page_size": 2, "paginate": True, "parameters": {}},
    "lambda list-functions --marker t": {"paginate": False, "parameters": {"Marker": "t"}},
    "lambda list-functions --no-paginate --marker t": {"paginate": False, "parameters": {"Marker": "t"}},
    # MaxItems is both Lambda's own parameter and the CLI's total: by hand it is Lambda's again.
    "lambda list-functions --marker t --max-items 3": {
        "paginate": False,
        "max_items": None,
        "parameters": {"Marker": "t", "MaxItems": 3},
    },
    "kinesis list-streams --exclusive-start-stream-name s": {"paginate": False},
    "ec2 describe-volumes": {"page_size": 1000},
    "ec2 describe-volumes --volume-ids vol-1": {"page_size": None},
    "ec2 describe-snapshots --owner-ids self": {"page_size": 1000},
    "ec2 describe-volumes --no-paginate": {"page_size": None, "paginate": False},
    "lambda invoke --function-name f out.json": {"outfile": "out.json"},
    "invoke f out.json": {"outfile": "out.json", "parameters": {"FunctionName": "f"}},
    "lambda invoke --function-name f": {"outfile": ""},
    "ec2 wait instance-running --instance-ids i-1": {
        "waiter": "instance-running",
        "operation": "DescribeInstances",
        "verb": "describe-instances",
        "parameters": {"InstanceIds": ["i-1"]},
    },
    "invoke f -payload '{}' -r eu-west-1": {
        "text": "lambda invoke --function-name f --payload '{}' --region eu-west-1",
        "verb": "invoke",
    },
    "@aws ec2 wait instance-stopped --instance-id i-1": {"text": "ec2 wait instance-stopped --instance-ids i-1"},
}


@pytest.mark.parametrize("text", ASKED)
def test_what_is_asked_beside_the_parameters(grammar: Grammar, text: str) -> None:
    command = grammar.parse(text)
    assert {name: getattr(command, name) for name in ASKED[text]} == ASKED[text]


def test_the_echo_is_the_same_command(grammar: Grammar) -> None:
    for text in [*PARAMETERS, *ASKED]:
        command = grammar.parse(text)
        assert grammar.parse(command.text) == command


def test_a_reading_keeps_what_the_aws_cli_hands_on(grammar: Grammar) -> None:
    reading = grammar.read("route53 list-hosted-zones --max-items 5 --endpoint-url https://x.example")
    assert reading.parameters == {"PaginationConfig": {"MaxItems": "5"}}
    assert list(reading.refused) == ["endpoint-url"]
    assert reading.command.max_items == 5
    assert grammar.operation(reading.command).api_service == "route53"


def test_a_reading_is_told_before_the_aws_cli_s_additions(grammar: Grammar) -> None:
    reading = grammar.read("ec2 run-instances --image-id ami-1")
    assert reading.parameters == {"ImageId": "ami-1"}
    assert reading.command.parameters == {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1}


def test_an_answer_has_a_shape(grammar: Grammar) -> None:
    command = grammar.parse("lambda list-functions")
    shape = grammar.output_shape(command)
    assert shape is not None
    assert shape.type_name == "structure"
    assert grammar.model(command).name == "ListFunctions"


def test_an_operation_s_own_option_comes_before_a_general_one(grammar: Grammar) -> None:
    reading = grammar.read("opensearchmemory search-memories --space-id s --actor-id a --query {} --region eu-west-1")
    assert reading.parameters == {"spaceId": "s", "actorId": "a", "query": {}}
    assert (reading.command.query, reading.command.region) == ("", "eu-west-1")


def test_nothing_of_one_command_is_left_for_the_next(grammar: Grammar) -> None:
    grammar.parse("lambda list-functions --no-paginate --region eu-west-1")
    grammar.parse("lambda list-functions --cli-input-json {}")
    assert grammar.parse("lambda list-functions").paginate is True
    assert grammar.parse("lambda list-functions").region == ""


def test_commands_of_eight_people_at_once_are_not_mixed_up(grammar: Grammar) -> None:
    texts = [text for text in PARAMETERS if text.startswith(("sqs", "lambda"))] * 10
    with ThreadPoolExecutor(8) as people:
        commands = list(people.map(grammar.parse, texts))
    assert [command.parameters for command in commands] == [PARAMETERS[text][2] for text in texts]
