"""A heartbeat goes out, comes back, and is missed when it does not; also through a local AWS."""

from __future__ import annotations

import asyncio
import io
import json
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import redirect_stderr
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer
from sqlalchemy import select

from bellhop import metrics
from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients, Keys
from bellhop.channel import Channel
from bellhop.config import Config
from bellhop.embedded import Embedded
from bellhop.errors import BellhopError, ConfigError
from bellhop.event import Envelope
from bellhop.heartbeat import KEY, Heartbeat, beat_in, sender
from bellhop.metrics import PROCESSED
from bellhop.setup.agent_policy import agent_policy
from bellhop.sources.sqs import envelope
from bellhop.store import Store
from bellhop.store.messages import load_message
from bellhop.store.tables import deliveries

START = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:news"
ID = "0123456789abcdef" * 2


class Line:
    """Where heartbeats go; with a fault, nowhere."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.fault: BellhopError | None = None

    async def __call__(self, id_: str) -> None:
        if self.fault:
            raise self.fault
        self.sent.append(id_)


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    store = Store(store_url)
    store.open()
    yield store
    store.close()


@pytest.fixture
def line() -> Line:
    return Line()


def heart(store: Store, line: Line, locale: str = "en") -> Heartbeat:
    channel = Channel(name="ops", platform="web", locale="ko" if locale == "ko" else "en", timezone="Asia/Seoul")
    every, within = timedelta(minutes=5), timedelta(minutes=2)
    return Heartbeat(store, line, channel, where=TOPIC, every=every, within=within, wake=lambda _: None)


async def told(store: Store) -> list[str]:
    query = select(deliveries.c.message).order_by(deliveries.c.seq)
    return [load_message(text).title for text in await store.read(lambda c: c.execute(query).scalars().all())]


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def carrying(body: str, key: str = "1") -> Envelope:
    return Envelope(source="sqs", body=body, key=key, topic=TOPIC, subject="", received=START)


async def test_one_that_comes_back_is_told_to_nobody(store: Store, line: Line) -> None:
    beating = heart(store, line)
    for minute in range(20):
        await beating.tick(at(60 * minute))
        if minute % 5 == 0:
            await beating.heard(line.sent[-1], at(60 * minute + 1))
    assert len(line.sent) == 4
    assert await told(store) == []
    assert metrics.REGISTRY.get_sample_value("bellhop_heartbeat_seconds") == 1


async def test_one_that_does_not_is_told_once_and_so_is_its_return(store: Store, line: Line) -> None:
    beating = heart(store, line)
    for second in range(0, 900, 5):
        await beating.tick(at(second))
    assert await told(store) == ["The heartbeat has stopped"]
    assert metrics.REGISTRY.get_sample_value("bellhop_heartbeat_lost") == 1
    assert len(line.sent) == 3
    await beating.heard(line.sent[-1], at(900))
    for second in range(905, 1000, 5):
        await beating.tick(at(second))
    assert await told(store) == ["The heartbeat has stopped", "The heartbeat is back"]
    assert metrics.REGISTRY.get_sample_value("bellhop_heartbeat_lost") == 0


async def test_what_can_not_be_sent_is_told_with_the_reason_in_korean(store: Store, line: Line) -> None:
    line.fault = BellhopError("AccessDenied: may not publish", fix="bellhop setup agent")
    beating = heart(store, line, "ko")
    for second in range(0, 200, 5):
        await beating.tick(at(second))
    assert await told(store) == ["하트비트가 멈췄습니다"]
    text = await store.read(lambda c: c.execute(select(deliveries.c.message)).scalar_one())
    assert "may not publish" in text


async def test_of_two_replicas_one_sends_and_either_hears(store: Store, line: Line) -> None:
    first, second = heart(store, line), heart(store, line)
    await first.tick(at(0))
    await second.tick(at(1))
    assert len(line.sent) == 1
    await second.heard(line.sent[0], at(2))
    await first.tick(at(200))
    assert await told(store) == []


async def test_a_stop_of_bellhop_itself_is_no_alarm(store: Store, line: Line) -> None:
    await heart(store, line).tick(at(0))
    await heart(store, line).tick(at(7200))
    assert await told(store) == []
    assert len(line.sent) == 2


async def test_the_intake_keeps_heartbeats_to_itself(store: Store, line: Line) -> None:
    taken: list[Envelope] = []

    async def accept(envelopes: Sequence[Envelope]) -> None:
        taken.extend(envelopes)

    beating = heart(store, line)
    await beating.tick(at(0))
    news = carrying("news", "2")
    await beating.around(accept)([carrying(json.dumps({KEY: line.sent[0]})), news])
    assert taken == [news]
    await beating.tick(at(400))
    assert len(line.sent) == 2
    assert await told(store) == []


@pytest.mark.parametrize(
    ("body", "is_one"),
    [
        (json.dumps({KEY: ID}), True),
        (json.dumps({"source": "bellhop", "detail-type": "Bellhop heartbeat", "detail": {KEY: ID}}), True),
        (json.dumps({"source": "aws.s3", "detail": {KEY: ID}}), False),
        (json.dumps({KEY: ID, "more": 1}), False),
        (json.dumps({KEY: "x"}), False),
        (f"see {KEY}", False),
    ],
)
def test_only_a_heartbeat_is_one(body: str, is_one: bool) -> None:
    assert bool(beat_in(body)) is is_one


@pytest.fixture
def clients() -> Iterator[Clients]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = Keys(access_key="AKIDEXAMPLE", secret_key="secret")
    made = Clients(region="ap-northeast-2", endpoint=f"http://{host}:{port}", keys=keys)
    yield made
    made.close()
    server.stop()


@pytest.mark.parametrize("way", ["topic", "bus"])
async def test_it_goes_through_an_aws(clients: Clients, store: Store, way: str) -> None:
    name = uuid.uuid4().hex
    sns, sqs, rules = (clients.client(name) for name in ("sns", "sqs", "events"))
    url = ask(sqs, "create_queue", QueueName=name)["QueueUrl"]
    arn = ask(sqs, "get_queue_attributes", QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = ask(sns, "create_topic", Name=name)["TopicArn"]
    ask(sns, "subscribe", TopicArn=topic, Protocol="sqs", Endpoint=arn)
    ask(
        rules,
        "put_rule",
        Name=name,
        EventPattern=json.dumps({"source": ["bellhop"], "detail-type": ["Bellhop heartbeat"]}),
    )
    ask(rules, "put_targets", Rule=name, Targets=[{"Id": "1", "Arn": arn}])
    sending = sender(clients, topic=topic) if way == "topic" else sender(clients, bus="default")
    channel = Channel(name="ops", platform="web")
    every = timedelta(minutes=5)
    beating = Heartbeat(store, sending, channel, where=way, every=every, within=every, wake=lambda _: None)
    now = datetime.now(UTC)
    await beating.tick(now)
    (message,) = ask(sqs, "receive_message", QueueUrl=url, WaitTimeSeconds=2)["Messages"]

    async def nobody(_: Sequence[Envelope]) -> None:
        raise AssertionError("it is no news")

    await beating.around(nobody)([envelope(message)])
    await asyncio.sleep(0)
    await beating.tick(now + every)
    assert await told(store) == []


def test_the_agents_policy_allows_it() -> None:
    channels = {"ops": {"platform": "web"}}
    by_topic = Config.model_validate({"channels": channels, "heartbeat": {"topic": TOPIC, "channel": "ops"}})
    assert {"Sid": "Beat", "Effect": "Allow", "Action": ["sns:Publish"], "Resource": [TOPIC]} in agent_policy(by_topic)[
        "Statement"
    ]
    by_bus = Config.model_validate({"channels": channels, "heartbeat": {"bus": "default", "channel": "ops"}})
    assert "events:PutEvents" in json.dumps(agent_policy(by_bus))


@pytest.mark.parametrize(
    ("heartbeat", "says"),
    [
        ("{channel: ops}", "either `topic:`"),
        (f"{{topic: '{TOPIC}', bus: default, channel: ops}}", "either `topic:`"),
        (f"{{topic: '{TOPIC}', channel: lost}}", "no channel 'lost'"),
        (f"{{topic: '{TOPIC}', channel: ops, within: 10m}}", "no longer than `every:`"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, heartbeat: str, says: str) -> None:
    from bellhop.config import load_config  # noqa: PLC0415  # only here

    file = tmp_path / "bellhop.yaml"
    file.write_text(f"channels: {{ops: {{platform: web}}}}\nheartbeat: {heartbeat}\n")
    with pytest.raises(ConfigError, match=says) as caught:
        load_config(file)
    assert f"{file}:2:" in str(caught.value)


def test_the_five_go_to_the_log_for_cloudwatch() -> None:
    lines: list[str] = []
    embedded = Embedded("Bellhop", lines.append)
    PROCESSED.labels("emf").inc(3)
    embedded.tell(START)
    embedded.tell(START)
    (line,) = [found for text in lines if (found := json.loads(text))["ConfigurationName"] == "emf"]
    assert line["EventsProcessed"] == 3
    assert line["MessageDeliveryFailure"] == 0
    assert line["_aws"]["Timestamp"] == int(START.timestamp() * 1000)
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert (directive["Namespace"], directive["Dimensions"]) == ("Bellhop", [["ConfigurationName"]])
    assert {metric["Name"] for metric in directive["Metrics"]} < line.keys()


def test_the_log_is_standard_error() -> None:
    embedded, log = Embedded("Bellhop"), io.StringIO()
    PROCESSED.labels("emf-log").inc()
    with redirect_stderr(log):
        embedded.tell(START)
    assert '"emf-log"' in log.getvalue()
