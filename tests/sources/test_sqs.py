"""The queue: what arrives is stored before it is deleted, and nothing waits for a poll to end."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import pytest
import structlog
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients, Keys
from bellhop.errors import Busy
from bellhop.event import Envelope
from bellhop.sources.sqs import SqsSource, envelope

REGION = "ap-northeast-2"
TOPIC = f"arn:aws:sns:{REGION}:123456789012:alerts"


@pytest.fixture(scope="module")
def clients() -> Iterator[Clients]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    made = Clients(
        region=REGION,
        endpoint=f"http://{host}:{port}",
        keys=Keys(access_key="AKIDEXAMPLE", secret_key="secret"),
    )
    yield made
    made.close()
    server.stop()


class Queue:
    def __init__(self, clients: Clients, seconds: int) -> None:
        self.sqs = clients.client("sqs")
        attributes = {"VisibilityTimeout": str(seconds)}
        self.url = ask(self.sqs, "create_queue", QueueName=f"q-{uuid4().hex}", Attributes=attributes)["QueueUrl"]

    def send(self, *bodies: str) -> None:
        for body in bodies:
            ask(self.sqs, "send_message", QueueUrl=self.url, MessageBody=body)

    def left(self) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        has = ask(self.sqs, "get_queue_attributes", QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return sum(int(has[name]) for name in names)


@pytest.fixture
def queue(clients: Clients) -> Queue:
    return Queue(clients, 60)


@pytest.fixture
def hasty(clients: Clients) -> Queue:
    """A queue that hands out again after a second what was not deleted."""
    return Queue(clients, 1)


class Store:
    """Takes envelopes, or refuses them as it is told."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.stored: list[Envelope] = []
        self.refuse: Callable[[Sequence[Envelope]], Exception | None] = lambda _: None

    async def accept(self, envelopes: Sequence[Envelope]) -> None:
        self.calls.append([one.body for one in envelopes])
        error = self.refuse(envelopes)
        if error:
            raise error
        self.stored.extend(envelopes)

    @property
    def bodies(self) -> list[str]:
        return sorted(one.body for one in self.stored)


@pytest.fixture
def store() -> Store:
    return Store()


@asynccontextmanager
async def running(source: SqsSource) -> AsyncGenerator[None]:
    task = asyncio.create_task(source.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], bool | Awaitable[bool]], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if await found if isinstance(found, Awaitable) else found:
            return
        await asyncio.sleep(0.02)
    pytest.fail("it did not come about in time")


def source(clients: Clients, queue: Queue, store: Store, *, wait: int = 1, consumers: int = 1) -> SqsSource:
    return SqsSource(
        queue_url=queue.url,
        clients=clients,
        accept=store.accept,
        wait=wait,
        consumers=consumers,
        longest_pause=0.2,
    )


async def test_what_arrives_is_stored_then_deleted(clients: Clients, queue: Queue, store: Store) -> None:
    queue.send(*(f"message {number}" for number in range(25)))
    async with running(source(clients, queue, store)):
        await until(lambda: len(store.stored) == 25)
        await until(lambda: asyncio.to_thread(lambda: queue.left() == 0))
    assert store.bodies == sorted(f"message {number}" for number in range(25))
    assert max(len(call) for call in store.calls) > 1, "messages are handed on as they come, together"


async def test_nothing_is_deleted_before_it_is_stored(clients: Clients, queue: Queue, store: Store) -> None:
    storing, go_on = asyncio.Event(), asyncio.Event()

    async def slow(envelopes: Sequence[Envelope]) -> None:
        storing.set()
        await go_on.wait()
        await store.accept(envelopes)

    queue.send("precious")
    async with running(SqsSource(queue_url=queue.url, clients=clients, accept=slow, wait=1)):
        await asyncio.wait_for(storing.wait(), 15)
        assert await asyncio.to_thread(queue.left) == 1
        go_on.set()
        await until(lambda: asyncio.to_thread(lambda: queue.left() == 0))


async def test_a_busy_store_gets_the_message_again(clients: Clients, hasty: Queue, store: Store) -> None:
    store.refuse = lambda _: Busy("the store is locked") if len(store.calls) < 3 else None
    hasty.send("patient")
    async with running(source(clients, hasty, store)):
        await until(lambda: store.bodies == ["patient"])
        await until(lambda: asyncio.to_thread(lambda: hasty.left() == 0))
    assert len(store.calls) == 3


async def test_one_message_that_is_refused_keeps_no_other(clients: Clients, hasty: Queue, store: Store) -> None:
    store.refuse = lambda envelopes: ValueError("poison") if any(one.body == "poison" for one in envelopes) else None
    hasty.send("one", "poison", "two", "three")
    async with running(source(clients, hasty, store)):
        await until(lambda: {"one", "two", "three"} <= set(store.bodies))
        await until(lambda: asyncio.to_thread(lambda: hasty.left() == 1))
    assert "poison" not in store.bodies


async def test_stopping_does_not_wait_for_the_poll(clients: Clients, queue: Queue, store: Store) -> None:
    polling = source(clients, queue, store, wait=20)
    task = asyncio.create_task(polling.run())
    await until(lambda: any(thread.name == "sqs-poll" for thread in threading.enumerate()))
    began = time.monotonic()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert time.monotonic() - began < 1
    queue.send("after hours")  # ends the poll that nobody waits for
    await until(lambda: not any(thread.name == "sqs-poll" for thread in threading.enumerate()))
    async with running(source(clients, queue, store)):
        await until(lambda: store.bodies == ["after hours"])


async def test_several_consumers_lose_and_double_nothing(clients: Clients, queue: Queue, store: Store) -> None:
    queue.send(*(str(number) for number in range(30)))
    async with running(source(clients, queue, store, consumers=3)):
        await until(lambda: len(store.stored) >= 30)
        await until(lambda: asyncio.to_thread(lambda: queue.left() == 0))
    assert store.bodies == sorted(str(number) for number in range(30))


async def test_a_missing_queue_is_told_with_its_fix_and_tried_again(clients: Clients, store: Store) -> None:
    url = f"{clients.endpoint}/123456789012/nosuch-{uuid4().hex}"
    with structlog.testing.capture_logs() as logs:
        async with running(SqsSource(queue_url=url, clients=clients, accept=store.accept, wait=0, longest_pause=0.05)):
            await until(lambda: len(logs) > 1)
    assert logs[0]["event"] == "sqs.refused"
    assert "NonExistentQueue" in logs[0]["code"]
    assert "--subscribe-sqs" in logs[0]["fix"]
    assert logs[1]["tries"] == 2


async def test_a_denial_names_the_permissions(store: Store, monkeypatch: pytest.MonkeyPatch, clients: Clients) -> None:
    url = "https://sqs.ap-northeast-2.amazonaws.com/123456789012/bellhop"

    class Denying:
        def receive_message(self, **_: object) -> None:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "ReceiveMessage")

    asked: list[str] = []

    def client(service: str, *, region: str, **_: object) -> Denying:
        asked.append(region)
        return Denying()

    monkeypatch.setattr(clients, "client", client)
    with structlog.testing.capture_logs() as logs:
        async with running(SqsSource(queue_url=url, clients=clients, accept=store.accept, longest_pause=0.05)):
            await until(lambda: bool(logs))
    assert asked[0] == "ap-northeast-2", "the queue's URL tells its region"
    assert "sqs:ReceiveMessage" in logs[0]["fix"]
    assert "arn:aws:sqs:ap-northeast-2:123456789012:bellhop" in logs[0]["fix"]


async def test_sns_to_sqs_end_to_end(clients: Clients, queue: Queue, store: Store) -> None:
    sns = clients.client("sns")
    topic = ask(sns, "create_topic", Name=f"t-{uuid4().hex}")["TopicArn"]
    arn = ask(queue.sqs, "get_queue_attributes", QueueUrl=queue.url, AttributeNames=["QueueArn"])["Attributes"]
    ask(sns, "subscribe", TopicArn=topic, Protocol="sqs", Endpoint=arn["QueueArn"])
    sent = ask(sns, "publish", TopicArn=topic, Subject="news", Message='{"a": 1}')
    async with running(source(clients, queue, store)):
        await until(lambda: bool(store.stored))
    [got] = store.stored
    assert (got.source, got.topic, got.subject, got.body) == ("sqs", topic, "news", '{"a": 1}')
    assert got.key == f"{topic}/{sent['MessageId']}"


SNS = {"Type": "Notification", "MessageId": "m-1", "TopicArn": TOPIC, "Subject": "s", "Message": "hello"}
EVENT: dict[str, object] = {
    "version": "0",
    "id": "e-1",
    "source": "aws.s3",
    "detail-type": "AWS API Call via CloudTrail",
    "detail": {},
}


@pytest.mark.parametrize(
    ("body", "key", "topic", "subject", "inner"),
    [
        pytest.param(SNS, f"{TOPIC}/m-1", TOPIC, "s", "hello", id="SNS"),
        pytest.param({**SNS, "Subject": None}, f"{TOPIC}/m-1", TOPIC, "", "hello", id="SNS without subject"),
        pytest.param({**SNS, "Message": ""}, f"{TOPIC}/m-1", TOPIC, "s", "", id="empty SNS message"),
        pytest.param({**SNS, "Message": json.dumps(EVENT)}, f"{TOPIC}/m-1", TOPIC, "s", json.dumps(EVENT), id="rule"),
        pytest.param(EVENT, "e-1", "", "", json.dumps(EVENT), id="EventBridge"),
        pytest.param({"a": 1}, "sqs-1", "", "", '{"a": 1}', id="other JSON"),
        pytest.param({**SNS, "MessageId": None}, "sqs-1", "", "", None, id="not quite SNS"),
        pytest.param({**SNS, "Message": {"a": 1}}, "sqs-1", "", "", None, id="SNS's message is always text"),
        pytest.param(["TopicArn"], "sqs-1", "", "", '["TopicArn"]', id="a list"),
        pytest.param("plain text", "sqs-1", "", "", "plain text", id="text"),
        pytest.param("{not json", "sqs-1", "", "", "{not json", id="broken JSON"),
    ],
)
def test_envelopes(body: object, key: str, topic: str, subject: str, inner: str | None) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    got = envelope({"MessageId": "sqs-1", "ReceiptHandle": "r", "Body": text})
    assert (got.source, got.key, got.topic, got.subject) == ("sqs", key, topic, subject)
    assert got.body == (text if inner is None else inner)
    assert got.received.tzinfo is not None
