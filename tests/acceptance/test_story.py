"""The story of the product, through real HTTP, with boto3 as the only AWS client."""

import urllib.error
from collections.abc import Iterator

import pytest

from .conftest import Demo, start, stop

pytestmark = pytest.mark.xdist_group("demo")


def test_an_upload_is_told_and_the_alarm_recovers_in_place(demo: Demo) -> None:
    demo.aws("s3").put_object(Bucket=demo.bucket, Key="cats/mia & tom.jpg", Body=b"x" * 5000)
    told = demo.wait(lambda message: "mia & tom" in message["title"])
    assert told["type"] == "s3.api_call"
    for fact in (
        "uploaded s3://demo-photos/cats/mia & tom.jpg",
        "Address: 127.0.0.1",
        "Client: boto3",
        "4.9 KiB",
        "UTC",
    ):
        assert fact in told["text"]
    alarm = demo.wait(lambda message: message["title"].startswith("ALARM"))
    assert "Invocations > 0" in alarm["text"]
    recovered = demo.wait(lambda message: message["id"] == alarm["id"] and message["state"] == "updated")
    assert recovered["title"].startswith("OK")
    assert "Lasted: " in recovered["text"]


@pytest.mark.parametrize(
    ("operation", "options", "words"),
    [
        ("get_object", {}, "downloaded"),
        ("delete_object", {}, "deleted"),
        ("copy_object", {"Key": "copy.txt", "CopySource": "demo-photos/seen.txt"}, "copied"),
    ],
)
def test_who_did_what_to_an_object_is_told(demo: Demo, operation: str, options: dict[str, str], words: str) -> None:
    s3 = demo.aws("s3")
    s3.put_object(Bucket=demo.bucket, Key="seen.txt", Body=b"hello")
    before = max((message["id"] for message in demo.messages()), default=0)
    answer = getattr(s3, operation)(**{"Bucket": demo.bucket, "Key": "seen.txt", **options})
    if "Body" in answer:
        answer["Body"].close()
    demo.wait(lambda message: message["id"] > before and words in message["title"])


def test_a_read_only_command_is_answered_at_once_in_the_known_form(demo: Demo) -> None:
    answer = demo.ask("@aws lambda list-functions --region ap-northeast-2")
    lines = answer["text"].splitlines()
    assert lines[0] == "@guest I ran the read-only command in account 123456789012:"
    assert lines[1] == "@aws lambda list-functions --region ap-northeast-2"
    assert lines[2:5] == ["Functions (3):", "-", "FunctionName: demo-greeting"]
    assert any(line.startswith("FunctionArn: arn:aws:lambda:ap-northeast-2:123456789012:function:") for line in lines)
    assert answer["type"] == "answer"


def test_a_command_that_changes_something_is_asked_first_and_runs_once(demo: Demo) -> None:
    said = demo.say('@aws lambda invoke --function-name demo-greeting --payload {"name": "Minji"}')
    question = demo.wait(lambda message: message["thread"] == said["message"])
    assert "[Run command] [Add optional parameters] [Cancel]" in question["text"]
    assert demo.press(question["id"], "run", said["id"]) == ""
    answer = demo.wait(lambda message: message["id"] == question["id"] and "StatusCode" in message["text"])
    assert "Hello, Minji!" in answer["text"]
    assert "answered already" in demo.press(question["id"], "run", said["id"])


def test_a_cancelled_command_does_not_run(demo: Demo) -> None:
    said = demo.say(f"@aws s3api delete-bucket --bucket {demo.bucket}")
    question = demo.wait(lambda message: message["thread"] == said["message"])
    demo.press(question["id"], "cancel", said["id"])
    demo.wait(lambda message: message["id"] == question["id"] and "cancelled" in message["title"])
    assert demo.bucket in [bucket["Name"] for bucket in demo.aws("s3").list_buckets()["Buckets"]]


def test_long_answers_unfold_and_fold(demo: Demo) -> None:
    answer = demo.ask("@aws lambda list-functions")
    assert demo.press(answer["id"], "more") == ""
    demo.wait(lambda message: message["id"] == answer["id"] and message["state"] == "updated")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("hello, how are you?", "help"),
        ("@aws help", "@aws lambda list-functions"),
        ("@aws lambda lst-functions", "list-functions"),
        ("@aws sts get-session-token", "secrets stay out of chat"),
        ("@aws lambda get-function", "--function-name"),
        ("@aws ec2 describe-instances | grep x", "shell"),
        ("@aws lambda list-functions --region mars-1", "AWS has no region mars-1"),
    ],
)
def test_unknown_text_gets_help_not_silence(demo: Demo, text: str, wanted: str) -> None:
    assert wanted in demo.ask(text)["text"]


def test_aws_refusals_are_told_with_their_reason(demo: Demo) -> None:
    answer = demo.ask("@aws lambda get-function-configuration --function-name no-such-function")
    assert "ResourceNotFoundException" in answer["text"]
    assert "no-such-function" in answer["text"]


def test_every_delivery_says_what_became_of_it(demo: Demo) -> None:
    demo.aws("s3").put_object(Bucket=demo.bucket, Key="fate.txt", Body=b"x")
    told = demo.wait(lambda message: "fate.txt" in message["title"])
    (delivery,) = [one for one in demo.request("/api/deliveries?state=sent") if "fate.txt" in one["title"]]
    shown = demo.request(f"/api/deliveries/{delivery['id']}")
    assert shown["state"] == "sent"
    assert shown["receipts"][0]["id"] == str(told["id"])
    assert shown["arrived"]["topic"].endswith(f":bellhop-{demo.bucket}")


def test_the_console_api_wants_its_token(demo: Demo) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        demo.request("/api/channels", token="wrong")
    with refused.value:
        assert refused.value.code == 401


def test_ready_healthy_and_counted(demo: Demo) -> None:
    assert demo.request("/readyz")["ready"] is True


@pytest.fixture(scope="module")
def by_queue() -> Iterator[Demo]:
    process, running = start("--sqs", "--locale", "ko")
    yield running
    running.close()
    assert stop(process) == 0


@pytest.mark.xdist_group("demo-sqs")
def test_the_same_by_sns_and_sqs_and_in_korean(by_queue: Demo) -> None:
    by_queue.aws("s3").put_object(Bucket=by_queue.bucket, Key="mia.jpg", Body=b"x" * 5000)
    told = by_queue.wait(lambda message: "mia.jpg" in message["title"] and message["type"] == "s3.api_call")
    assert "누가:" in told["text"]
    by_queue.wait(lambda message: message["title"].startswith("ALARM"))
    assert "읽기 전용" in by_queue.ask("@aws lambda list-functions")["text"]
