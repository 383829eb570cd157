from __future__ import annotations

import functools
import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

import boto3
import pytest

from bellhop.local import LocalAws

T = TypeVar("T")

REGION = "ap-northeast-2"

EVERYTHING = {"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]}


@dataclass
class Sink:
    """An HTTP endpoint that keeps what is posted, confirms if told to, and answers with `statuses` in turn."""

    confirms: bool = True
    statuses: list[int] = field(default_factory=list[int])
    posts: list[tuple[dict[str, str], str]] = field(default_factory=list[tuple[dict[str, str], str]])
    url: str = ""

    def documents(self, kind: str) -> list[dict[str, Any]]:
        return [json.loads(body) for headers, body in self.posts if headers["x-amz-sns-message-type"] == kind]

    def notices(self) -> list[dict[str, Any]]:
        return self.documents("Notification")

    def messages(self) -> list[str]:
        return [notice["Message"] for notice in self.notices()]

    def alarms(self, state: str) -> list[dict[str, Any]]:
        return [n for n in self.notices() if str(n.get("Subject")).startswith(f"{state}: ")]


@dataclass
class Queue:
    """An SQS queue that a test reads to see what came."""

    client: Any
    url: str
    arn: str
    seen: list[Any] = field(default_factory=list[Any])

    def bodies(self, number: int) -> list[Any]:
        """Wait for so many messages in all and return the JSON of all that came."""
        World.eventually(lambda: len(self.read()) >= number)
        return self.seen

    def read(self) -> list[Any]:
        got = self.client.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get("Messages", [])
        self.seen.extend(json.loads(message["Body"]) for message in got)
        return self.seen


@functools.cache
def session() -> Any:
    """Return a session that has each service's model loaded once."""
    return boto3.Session(aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="any")


class World:
    """A running local AWS, a sink for its posts, and the short ways to what tests set up."""

    def __init__(self, aws: LocalAws, sink: Sink) -> None:
        self.aws = aws
        self.sink = sink
        self._clients: dict[str, Any] = {}

    @staticmethod
    def eventually(find: Callable[[], T], within: float = 10.0) -> T:
        """Return what `find` finds, once it finds something."""
        deadline = time.monotonic() + within
        while not (found := find()):
            assert time.monotonic() < deadline, "it did not come in time"
            time.sleep(0.005)
        return found

    def client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = session().client(service, endpoint_url=self.aws.endpoint, region_name=REGION)
        return self._clients[service]

    def close(self) -> None:
        for client in self._clients.values():
            client.close()

    def bucket(self, name: str) -> str:
        self.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        return name

    def trail(self, **selectors: list[dict[str, Any]]) -> None:
        """Begin a trail; without selectors it takes all data events of S3 and all management events."""
        self.bucket("trail-logs")
        cloudtrail = self.client("cloudtrail")
        cloudtrail.create_trail(Name="trail", S3BucketName="trail-logs")
        cloudtrail.put_event_selectors(TrailName="trail", **(selectors or {"EventSelectors": [EVERYTHING]}))
        cloudtrail.start_logging(Name="trail")

    def rule(self, name: str, pattern: dict[str, Any], *targets: str, **more: Any) -> None:
        events = self.client("events")
        events.put_rule(Name=name, EventPattern=json.dumps(pattern), **more)
        events.put_targets(Rule=name, Targets=[{"Id": str(n), "Arn": arn} for n, arn in enumerate(targets)])

    def topic(self, name: str = "news", **attributes: str) -> str:
        """Create a topic that posts to the sink, and wait for the sink's confirmation."""
        sns = self.client("sns")
        arn = str(sns.create_topic(Name=name, Attributes=attributes)["TopicArn"])
        sns.subscribe(TopicArn=arn, Protocol="http", Endpoint=self.sink.url)
        if self.sink.confirms:
            self.eventually(lambda: self.topic_attributes(arn)["SubscriptionsConfirmed"] == "1")
        return arn

    def topic_attributes(self, arn: str) -> dict[str, str]:
        return self.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]

    def queue(self, name: str = "seen") -> Queue:
        sqs = self.client("sqs")
        url = sqs.create_queue(QueueName=name)["QueueUrl"]
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
        return Queue(client=sqs, url=url, arn=attributes["QueueArn"])

    def alarm(self, name: str, topic: str, **more: Any) -> None:
        """Create the alarm of the seed, on a metric that tests put."""
        settings: dict[str, Any] = {
            "Namespace": "Test",
            "MetricName": "Uploads",
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": 0,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [topic],
            "OKActions": [topic],
        }
        chosen = {key: value for key, value in (settings | more).items() if value is not None}
        self.client("cloudwatch").put_metric_alarm(AlarmName=name, **chosen)

    def state(self, alarm: str) -> str:
        alarms = self.client("cloudwatch").describe_alarms(AlarmNames=[alarm])["MetricAlarms"]
        return str(alarms[0]["StateValue"])


@pytest.fixture
def sink() -> Iterator[Sink]:
    kept = Sink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the standard library's name
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status = kept.statuses.pop(0) if kept.statuses else 200
            kept.posts.append(({key.lower(): value for key, value in self.headers.items()}, body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()
            if kept.confirms and self.headers["x-amz-sns-message-type"] == "SubscriptionConfirmation":
                with urllib.request.urlopen(json.loads(body)["SubscribeURL"]) as answer:
                    answer.read()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the standard library's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        kept.url = f"http://127.0.0.1:{server.server_address[1]}/sns"
        yield kept
        server.shutdown()
        thread.join()


@pytest.fixture
def world(sink: Sink) -> Iterator[World]:
    with LocalAws(speed=60) as aws:
        running = World(aws, sink)
        yield running
        running.close()
