"""Commands against a local AWS (moto), and against an endpoint that misbehaves."""

import asyncio
import io
import json
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import botocore.session
import pytest
from botocore.model import OperationModel, ServiceModel
from moto.server import ThreadedMotoServer

from bellhop.aws.call import Caller, call
from bellhop.aws.session import Clients, Keys
from bellhop.command import Command
from bellhop.errors import AwsRefused, Busy, NotUnderstood

LOADER = botocore.session.Session().get_component("data_loader")
ROLE = "arn:aws:iam::123456789012:role/channel"


def model_of(service: str, operation: str) -> OperationModel:
    return ServiceModel(LOADER.load_service_model(service, "service-2"), service).operation_model(operation)


def command_of(service: str, operation: str, /, **parts: Any) -> Command:
    parts.setdefault("parameters", {})
    return Command(service=service, operation=operation, verb="", **parts)


@pytest.fixture(scope="module")
def aws() -> Iterator[Clients]:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    clients = Clients(region="us-east-1", endpoint=f"http://{host}:{port}", keys=Keys(access_key="a", secret_key="b"))
    yield clients
    clients.close()
    server.stop()


Answer = Callable[[BaseHTTPRequestHandler], None]


class Endpoint:
    """An AWS that answers as a test says, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Answer = lambda request: request.send_error(500)
        outer = self

        class Request(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
                outer.asked.append(f"{self.path} {body}")
                try:
                    outer.answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            do_GET = do_POST  # noqa: N815  # http.server's name

            def log_message(self, *args: Any, **_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"


def says(status: int, body: str, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        content = body.encode("latin-1")
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("content-length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return answer


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()
    yield made
    made.server.shutdown()
    made.server.server_close()


class Known(Clients):
    """Clients that need not ask who they are."""

    def account(self, *, role: str = "") -> str:
        return "123456789012"


@pytest.fixture
def known(endpoint: Endpoint) -> Iterator[Known]:
    clients = Known(region="us-east-1", endpoint=endpoint.url, keys=Keys(access_key="a", secret_key="b"))
    yield clients
    clients.close()


def code_of_a_function() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", "def handler(event, context): return event")
    return packed.getvalue()


def make_functions(aws: Clients, region: str, *names: str) -> None:
    roles = aws.client("iam")
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    try:
        role = roles.create_role(RoleName="fn", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    except roles.exceptions.EntityAlreadyExistsException:
        role = roles.get_role(RoleName="fn")["Role"]["Arn"]
    for name in names:
        aws.client("lambda", region=region).create_function(
            FunctionName=name,
            Runtime="python3.12",
            Role=role,
            Handler="index.handler",
            Code={"ZipFile": code_of_a_function()},
            Timeout=300,
            Environment={"Variables": {"MODE": "test"}},
        )


def test_a_list_of_functions_in_a_region(aws: Clients) -> None:
    make_functions(aws, "ap-northeast-2", "amplify-sampleamplify-dev", "resize-images")
    outcome = call(
        aws, command_of("lambda", "ListFunctions", region="ap-northeast-2"), model=model_of("lambda", "ListFunctions")
    )
    assert (outcome.account, outcome.region, outcome.role) == ("123456789012", "ap-northeast-2", "")
    names = [function["FunctionName"] for function in outcome.answer["Functions"]]
    assert names == ["amplify-sampleamplify-dev", "resize-images"]
    assert (outcome.items, outcome.next_token) == ((1, 2), "")
    assert "ResponseMetadata" not in outcome.answer
    assert outcome.answer["Functions"][0]["Environment"] == {"Variables": {"MODE": "****"}}


def test_an_empty_list_keeps_its_name(aws: Clients) -> None:
    outcome = call(
        aws, command_of("lambda", "ListFunctions", region="eu-west-3"), model=model_of("lambda", "ListFunctions")
    )
    assert outcome.answer == {"Functions": []}
    assert outcome.items is None


def test_times_are_aware_and_in_utc(aws: Clients) -> None:
    aws.client("s3").create_bucket(Bucket="bucket-of-times")
    outcome = call(aws, command_of("s3api", "ListBuckets"), model=model_of("s3", "ListBuckets"))
    made = next(bucket for bucket in outcome.answer["Buckets"] if bucket["Name"] == "bucket-of-times")["CreationDate"]
    assert isinstance(made, datetime)
    assert made.tzinfo is UTC


def test_lists_end_after_twenty_items_and_go_on_from_the_token(aws: Clients) -> None:
    table = aws.client("sns", region="eu-north-1")
    for number in range(45):
        table.create_topic(Name=f"topic-{number:02}")
    model = model_of("sns", "ListTopics")
    seen: list[str] = []
    token = ""
    for wanted in ((1, 20), (21, 40), (41, 45)):
        outcome = call(aws, command_of("sns", "ListTopics", region="eu-north-1", starting_token=token), model=model)
        assert outcome.items == wanted
        seen += [topic["TopicArn"] for topic in outcome.answer["Topics"]]
        token = outcome.next_token
    assert token == ""
    assert len(set(seen)) == 45
    for parts in ({"output": "json"}, {"query": "Topics[].TopicArn"}):
        outcome = call(aws, command_of("sns", "ListTopics", region="eu-north-1", **parts), model=model)
        assert len(outcome.answer["Topics"]) == 45
    outcome = call(aws, command_of("sns", "ListTopics", region="eu-north-1", max_items=3), model=model)
    assert outcome.items == (1, 3)
    assert outcome.next_token.startswith("3.")
    botocores = outcome.next_token.removeprefix("3.")
    outcome = call(aws, command_of("sns", "ListTopics", region="eu-north-1", starting_token=botocores), model=model)
    assert outcome.items is None
    assert outcome.answer["Topics"][0]["TopicArn"] == seen[3]


def test_pages_are_bounded_even_when_they_are_empty(endpoint: Endpoint, known: Known) -> None:
    def page(request: BaseHTTPRequestHandler) -> None:
        says(200, json.dumps({"events": [], "nextToken": f"t{len(endpoint.asked)}"}))(request)

    endpoint.answer = page
    command = command_of("logs", "FilterLogEvents", parameters={"logGroupName": "g"})
    outcome = call(known, command, model=model_of("logs", "FilterLogEvents"))
    assert len(endpoint.asked) == 10
    assert outcome.answer["events"] == []
    assert outcome.next_token


def test_a_stream_is_read_as_text(aws: Clients) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="bucket-of-streams")
    for key, body in (
        ("text", "grüße\n".encode()),
        ("binary", b"\x00\x01\xff"),
        ("large", b"a" * 1_200_000),
        ("empty", b""),
    ):
        s3.put_object(Bucket="bucket-of-streams", Key=key, Body=body)
    model = model_of("s3", "GetObject")
    bodies = {
        key: call(
            aws, command_of("s3api", "GetObject", parameters={"Bucket": "bucket-of-streams", "Key": key}), model=model
        ).answer["Body"]
        for key in ("text", "binary", "large", "empty")
    }
    assert bodies["text"] == "grüße\n"
    assert bodies["binary"] == "(binary, 3 bytes)"
    assert bodies["large"].endswith("\n… (cut after 1,048,576 bytes)")
    assert bodies["empty"] == ""


def test_an_error_of_aws_keeps_its_code_and_request(aws: Clients) -> None:
    command = command_of("lambda", "GetFunction", parameters={"FunctionName": "no-such"})
    with pytest.raises(AwsRefused, match="not found") as caught:
        call(aws, command, model=model_of("lambda", "GetFunction"))
    assert caught.value.code == "ResourceNotFoundException"


FORBIDDEN = json.dumps(
    {
        "__type": "AccessDeniedException",
        "message": "User: arn:aws:iam::123456789012:user/x is not authorized to perform: logs:DescribeLogGroups",
    }
)


def test_access_denied_names_the_action_to_allow(endpoint: Endpoint, known: Known) -> None:
    endpoint.answer = says(400, FORBIDDEN, x_amzn_requestid="req-1")
    with pytest.raises(AwsRefused) as caught:
        call(known, command_of("logs", "DescribeLogGroups"), model=model_of("logs", "DescribeLogGroups"))
    assert caught.value.request_id == "req-1"
    assert caught.value.fix == "allow logs:DescribeLogGroups to the identity that Bellhop runs as"


def test_access_denied_without_an_action_names_the_one_that_is_needed(endpoint: Endpoint, known: Known) -> None:
    endpoint.answer = says(403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
    command = command_of("s3api", "ListObjectsV2", parameters={"Bucket": "b"})
    with pytest.raises(AwsRefused, match="Access Denied") as caught:
        call(known, command, model=model_of("s3", "ListObjectsV2"))
    assert caught.value.fix.startswith("allow s3:ListBucket to ")


def test_a_parameter_that_does_not_fit_is_a_bad_value_without_secrets(known: Known, endpoint: Endpoint) -> None:
    command = command_of("rds", "CreateDBInstance", parameters={"MasterUserPassword": ["hunter2222"]})
    with pytest.raises(NotUnderstood) as caught:
        call(known, command, model=model_of("rds", "CreateDBInstance"))
    assert caught.value.kind == "bad-value"
    assert "DBInstanceIdentifier" in caught.value.message
    assert "hunter2222" not in caught.value.message
    assert endpoint.asked == []


def test_a_token_that_is_none_is_a_bad_value(known: Known) -> None:
    command = command_of("lambda", "ListFunctions", starting_token="a___b___c___d")
    with pytest.raises(NotUnderstood, match="starting-token") as caught:
        call(known, command, model=model_of("lambda", "ListFunctions"))
    assert caught.value.kind == "bad-value"


def test_streams_of_events_are_refused(known: Known) -> None:
    with pytest.raises(NotUnderstood) as caught:
        call(
            known,
            command_of("lambda", "InvokeWithResponseStream"),
            model=model_of("lambda", "InvokeWithResponseStream"),
        )
    assert caught.value.kind == "event-stream"


def test_nobody_listening_is_told_with_the_fix(endpoint: Endpoint) -> None:
    endpoint.server.shutdown()
    endpoint.server.server_close()
    gone = Known(region="us-east-1", endpoint=endpoint.url, keys=Keys(access_key="a", secret_key="b"))
    with pytest.raises(AwsRefused) as caught:
        call(gone, command_of("lambda", "ListFunctions"), model=model_of("lambda", "ListFunctions"), timeout=3)
    assert caught.value.code in {"EndpointConnectionError", "Timeout"}
    assert caught.value.fix
    gone.close()


def test_no_credentials_are_told_with_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    with pytest.raises(AwsRefused) as caught:
        call(
            Known(region="us-east-1"), command_of("lambda", "ListFunctions"), model=model_of("lambda", "ListFunctions")
        )
    assert caught.value.code == "NoCredentialsError"
    assert "AWS_ACCESS_KEY_ID" in caught.value.fix


def test_a_slow_answer_ends_at_the_deadline_and_is_asked_for_only_once(endpoint: Endpoint, known: Known) -> None:
    release = threading.Event()
    endpoint.answer = lambda request: (release.wait(10), None)[1]
    command = command_of("lambda", "Invoke", parameters={"FunctionName": "slow"})
    began = time.monotonic()
    with pytest.raises(AwsRefused, match="may still be done") as caught:
        call(known, command, model=model_of("lambda", "Invoke"), timeout=0.5)
    release.set()
    assert time.monotonic() - began < 5
    assert (caught.value.code, "Event" in caught.value.fix) == ("Timeout", True)
    assert len(endpoint.asked) == 1


async def test_the_wall_clock_ends_a_command_beside_the_loop(endpoint: Endpoint, known: Known) -> None:
    release = threading.Event()
    endpoint.answer = lambda request: (release.wait(10), None)[1]
    caller = Caller(known, threads=1, timeout=0.4)
    command = command_of("lambda", "ListFunctions")
    model = model_of("lambda", "ListFunctions")
    with pytest.raises(AwsRefused) as caught:
        await caller.run(command, model=model)
    assert caught.value.message == "AWS did not answer within 0.4 s."
    release.set()
    caller.close()


async def test_a_command_that_never_got_a_thread_was_not_run(endpoint: Endpoint, known: Known) -> None:
    release = threading.Event()
    endpoint.answer = lambda request: (release.wait(10), None)[1]
    caller = Caller(known, threads=1, timeout=2)
    command, model = command_of("lambda", "ListFunctions"), model_of("lambda", "ListFunctions")
    both = await asyncio.gather(*(caller.run(command, model=model) for _ in range(2)), return_exceptions=True)
    assert [type(error) for error in both] == [AwsRefused, Busy]
    assert len(endpoint.asked) == 1
    release.set()
    caller.close()


async def test_the_caller_gives_what_call_gives(aws: Clients) -> None:
    caller = Caller(aws)
    outcome = await caller.run(
        command_of("sts", "GetCallerIdentity"), model=model_of("sts", "GetCallerIdentity"), region="eu-west-1"
    )
    caller.close()
    assert outcome.answer["Account"] == "123456789012"
    assert outcome.region == "eu-west-1"


def test_the_command_runs_as_the_role(aws: Clients) -> None:
    outcome = call(
        aws,
        command_of("sts", "GetCallerIdentity"),
        model=model_of("sts", "GetCallerIdentity"),
        role=ROLE,
        session_name="bellhop-slack-U1",
    )
    assert outcome.answer["Arn"] == "arn:aws:sts::123456789012:assumed-role/channel/bellhop-slack-U1"
    assert outcome.role == ROLE


@pytest.mark.parametrize("name", ["bucket-exists", "BucketExists"])
def test_a_waiter_waits_once_and_says_when_it_is_not_so(aws: Clients, name: str) -> None:
    aws.client("s3").create_bucket(Bucket="bucket-waited-for")
    model = model_of("s3", "HeadBucket")
    there = command_of("s3api", "HeadBucket", parameters={"Bucket": "bucket-waited-for"}, waiter=name)
    assert call(aws, there, model=model).answer == {}
    missing = command_of("s3api", "HeadBucket", parameters={"Bucket": "bucket-not-there"}, waiter=name)
    with pytest.raises(AwsRefused, match="is not so after 1 s"):
        call(aws, missing, model=model, timeout=1)


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "asked"),
    [
        ("sqs", "ListQueues", {}, 3),
        ("sqs", "SendMessage", {"QueueUrl": "http://q", "MessageBody": "once"}, 1),
        ("sqs", "ReceiveMessage", {"QueueUrl": "http://q"}, 1),
        ("lambda", "Invoke", {"FunctionName": "f"}, 1),
        ("athena", "StartQueryExecution", {"QueryString": "SELECT 1"}, 3),
    ],
)
def test_only_what_looks_or_bears_a_token_is_sent_again(
    endpoint: Endpoint, known: Known, service: str, operation: str, parameters: dict[str, Any], asked: int
) -> None:
    with pytest.raises(AwsRefused):
        call(known, command_of(service, operation, parameters=parameters), model=model_of(service, operation))
    assert len(endpoint.asked) == asked
