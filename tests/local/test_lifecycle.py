from __future__ import annotations

import io
import socket
import threading
import time
import zipfile
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from moto.sns.models import Subscription

from bellhop.errors import SetupError
from bellhop.local import LocalAws


def client(aws: LocalAws, service: str, region: str = "ap-northeast-2") -> Any:
    session: Any = boto3.Session(aws_access_key_id="a", aws_secret_access_key="b")
    return session.client(service, endpoint_url=aws.endpoint, region_name=region)


def test_it_starts_fast_and_fresh_each_time() -> None:
    aws = LocalAws()
    for _ in range(2):
        began = time.monotonic()
        aws.start()
        assert time.monotonic() - began < 1.5
        sns = client(aws, "sns")
        assert sns.list_topics()["Topics"] == []
        sns.create_topic(Name="t")
        sns.close()
        aws.stop()


def test_stopping_leaves_no_thread_no_port_and_no_patch() -> None:
    threads, publish = set(threading.enumerate()), Subscription.publish
    aws = LocalAws()
    aws.start()
    sns = client(aws, "sns")
    sns.list_topics()
    assert Subscription.publish is not publish
    aws.stop()
    assert Subscription.publish is publish
    with pytest.raises(EndpointConnectionError):
        sns.list_topics()
    sns.close()
    left = [
        thread for thread in threading.enumerate() if thread not in threads and "process_request" not in thread.name
    ]
    assert left == []
    aws.stop()


def test_one_at_a_time() -> None:
    with LocalAws() as aws:
        with pytest.raises(SetupError, match="runs in this process already"):
            LocalAws().start()
        assert aws.endpoint == f"http://{aws.certificate_host}"


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SetupError, match=f"can't listen on 127.0.0.1:{port}"):
            LocalAws(port=port).start()
    with LocalAws() as aws:
        assert aws.endpoint


def test_before_it_starts_it_has_no_address() -> None:
    with pytest.raises(SetupError, match="not running"):
        _ = LocalAws().endpoint


def test_a_speed_of_nothing_is_refused() -> None:
    with pytest.raises(SetupError, match="speed must be above 0"):
        LocalAws(speed=0)


def test_regions_are_apart_and_the_account_is_always_the_same() -> None:
    with LocalAws() as aws:
        seoul, frankfurt, sts = client(aws, "sns"), client(aws, "sns", "eu-central-1"), client(aws, "sts")
        arn = seoul.create_topic(Name="t")["TopicArn"]
        assert arn == "arn:aws:sns:ap-northeast-2:123456789012:t"
        assert frankfurt.list_topics()["Topics"] == []
        assert sts.get_caller_identity()["Account"] == "123456789012"
        for each in (seoul, frankfurt, sts):
            each.close()


def test_stopping_does_not_wait_for_a_function_that_sleeps() -> None:
    aws = LocalAws()
    aws.start()
    functions, iam = client(aws, "lambda"), client(aws, "iam")
    role = iam.create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", "import time\ndef handler(e, c):\n    for _ in range(600): time.sleep(0.05)\n")
    functions.create_function(
        FunctionName="sleeps",
        Role=role,
        Runtime="python3.13",
        Handler="index.handler",
        Timeout=60,
        Code={"ZipFile": packed.getvalue()},
    )
    functions.invoke(FunctionName="sleeps", InvocationType="Event")
    deadline = time.monotonic() + 5
    while not any(thread.name == "lambda-sleeps" for thread in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    began = time.monotonic()
    aws.stop()
    assert time.monotonic() - began < 5
    functions.close()
    iam.close()
