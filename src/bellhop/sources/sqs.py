"""SQS: a queue that is polled, so that Bellhop needs no public address and SNS keeps trying for 23 days."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any

import structlog

from bellhop.arn import Arn
from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients
from bellhop.errors import AwsRefused, BellhopError, Busy, Unreadable
from bellhop.event import Envelope
from bellhop.metrics import QUEUE_FAILURES
from bellhop.payload import Payload, parse_json

Messages = Sequence[Mapping[str, Any]]
Accept = Callable[[Sequence[Envelope]], Awaitable[None]]

_log = structlog.get_logger(__name__)
_MOST = 10
"""Messages that SQS hands out or deletes at once."""


class SqsSource:
    """Long polling of one queue.

    A message is deleted once `accept` has returned. If it raises, the message stays, and SQS hands it out again after
    the queue's visibility time-out. The same may come twice, or out of order: `Envelope.key` tells what is the same.
    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html

    Whoever may send to the queue is believed: the signature of SNS's envelopes isn't checked, since the queue's policy
    says which topics may send. Whether a topic is listened to is for `accept` to say.

    Args:
        queue_url: `https://sqs.<region>.amazonaws.com/<account>/<name>`.
        clients: where the SQS client comes from.
        accept: takes what arrived, and returns when it is stored for good.
        region: the queue's; empty = what its URL says, or else the clients' own.
        role: ARN of a role that may read the queue; empty = the clients' own credentials.
        consumers: how many polls go on at once; one takes some hundred messages a second.
        wait: seconds that SQS waits for a message, 0 to 20.
        longest_pause: seconds between tries, at most, while SQS can't be read or `accept` fails.
    """

    def __init__(
        self,
        *,
        queue_url: str,
        clients: Clients,
        accept: Accept,
        region: str = "",
        role: str = "",
        consumers: int = 1,
        wait: int = 20,
        longest_pause: float = 60,
    ) -> None:
        self.queue_url = queue_url
        self._clients = clients
        self._accept = accept
        self._region = region or _region(queue_url)
        self._role = role
        self._consumers = consumers
        self._wait = wait
        self._longest_pause = longest_pause
        self._log = _log.bind(queue=queue_url)

    async def run(self) -> None:
        """Poll until cancelled, which takes effect at once: a poll under way is left to end by itself."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self._consumers):
                group.create_task(self._consume())

    async def _consume(self) -> None:
        failures = 0
        while True:
            try:
                messages = await self._poll()
                if messages:
                    await self._take(messages)
            except Exception as error:  # noqa: BLE001  # whatever it is, the next message must be heard
                failures += 1
                QUEUE_FAILURES.inc()
                pause = min(self._longest_pause, 2**failures) * random.uniform(0.5, 1)  # noqa: S311  # spreads load only
                self._tell(error, failures, pause)
                await asyncio.sleep(pause)
            else:
                if failures:
                    self._log.info("sqs.recovered", after=failures)
                failures = 0

    async def _poll(self) -> Messages:
        """One long poll, in a thread of its own.

        A thread of asyncio's pool would be waited for at exit, up to 20 seconds; a daemon isn't.
        """
        polled: Future[Messages] = Future()
        threading.Thread(target=self._poll_in_thread, args=(polled,), name="sqs-poll", daemon=True).start()
        return await asyncio.wrap_future(polled)

    def _poll_in_thread(self, polled: Future[Messages]) -> None:
        """Messages that come when nobody waits any more are given back, so that they are handed out again at once."""
        messages: Messages = ()
        failure: Exception | None = None
        try:
            messages = self._receive()
        except Exception as error:  # noqa: BLE001  # raised again where it is waited for
            failure = error
        if not polled.set_running_or_notify_cancel():
            self._give_back(messages)
        elif failure:
            polled.set_exception(failure)
        else:
            polled.set_result(messages)

    def _receive(self) -> Messages:
        answer = ask(
            self._client(),
            "receive_message",
            QueueUrl=self.queue_url,
            MaxNumberOfMessages=_MOST,
            WaitTimeSeconds=self._wait,
            MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
        )
        return answer.get("Messages", [])

    def _give_back(self, messages: Messages) -> None:
        if not messages:
            return
        entries = [
            {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 0}
            for index, message in enumerate(messages)
        ]
        try:
            ask(self._client(), "change_message_visibility_batch", QueueUrl=self.queue_url, Entries=entries)
        except AwsRefused as error:
            self._log.info("sqs.not_given_back", messages=len(messages), why=error.message, then="SQS does it itself")

    async def _take(self, messages: Messages) -> None:
        """Hand messages on and delete them; one that is refused must not keep the others from being taken."""
        try:
            await self._accept([envelope(message) for message in messages])
        except Busy:
            raise
        except Exception:
            if len(messages) == 1:
                raise
            await self._one_by_one(messages)
        else:
            await asyncio.to_thread(self._delete, messages)

    async def _one_by_one(self, messages: Messages) -> None:
        failed: Exception | None = None
        taken: list[Mapping[str, Any]] = []
        for message in messages:
            try:
                await self._accept([envelope(message)])
            except Exception as error:  # noqa: BLE001  # raised below, when the others are through
                self._log.warning("sqs.message_refused", message=message["MessageId"], why=str(error))
                failed = error
            else:
                taken.append(message)
        if taken:
            await asyncio.to_thread(self._delete, taken)
        if failed:
            raise failed

    def _delete(self, messages: Messages) -> None:
        """Delete what is stored; what SQS won't delete comes again, and is known by its key."""
        entries = [{"Id": str(index), "ReceiptHandle": one["ReceiptHandle"]} for index, one in enumerate(messages)]
        answer = ask(self._client(), "delete_message_batch", QueueUrl=self.queue_url, Entries=entries)
        for failure in answer.get("Failed", ()):
            self._log.warning("sqs.not_deleted", code=failure.get("Code"), why=failure.get("Message"))

    def _client(self) -> Any:
        return self._clients.client("sqs", region=self._region, role=self._role, read_timeout=self._wait + 10)

    def _tell(self, error: Exception, failures: int, pause: float) -> None:
        """A line in the log that names the fix."""
        again = round(pause, 1)
        if isinstance(error, AwsRefused):
            fix = error.fix or _fix(error.code, self.queue_url)
            self._log.error("sqs.refused", code=error.code, why=error.message, fix=fix, tries=failures, again_in=again)
        elif isinstance(error, BellhopError):
            self._log.warning("sqs.not_accepted", why=error.message, tries=failures, again_in=again)
        else:
            self._log.error("sqs.failed", exc_info=error, tries=failures, again_in=again)


def envelope(message: Mapping[str, Any]) -> Envelope:
    """What a message brings: the SNS message in it, an EventBridge event, or the body as it is.

    What SNS delivers here and over HTTPS has the same key, topic and MessageId. A raw delivery has lost both; an
    EventBridge event has its id, and anything else SQS's.

    Args:
        message: one of ReceiveMessage's.
    """
    text = str(message["Body"])
    now = datetime.now(UTC)
    try:
        body = Payload(parse_json(text))
    except Unreadable:
        return Envelope(source="sqs", body=text, key=message["MessageId"], received=now)
    topic, number = body.text("TopicArn", default=""), body.text("MessageId", default="")
    if topic and number and body.has("Type") and isinstance(body.at("Message").value, str):
        subject = body.text("Subject", default="")
        key = f"{topic}/{number}"
        return Envelope(source="sqs", body=body.text("Message"), key=key, topic=topic, subject=subject, received=now)
    event = body.text("id", default="") if body.has("detail-type") and body.has("source") else ""
    return Envelope(source="sqs", body=text, key=event or message["MessageId"], received=now)


def _region(queue_url: str) -> str:
    """`ap-northeast-2` of `https://sqs.ap-northeast-2.amazonaws.com/…`, empty of any other URL."""
    host = queue_url.partition("://")[2].partition("/")[0].split(".")
    return host[1] if len(host) > 3 and host[0] == "sqs" else ""


def _fix(code: str, queue_url: str) -> str:
    account, _, name = queue_url.partition("://")[2].partition("/")[2].partition("/")
    if "NonExistentQueue" in code or code == "QueueDoesNotExist":
        return "check the queue's URL and region; `bellhop setup s3-monitor --subscribe-sqs` makes a queue"
    if code.startswith(("AccessDenied", "Unauthorized", "AuthorizationError")):
        arn = Arn("aws", "sqs", _region(queue_url) or "*", account, name)
        actions = "sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility"
        return f"allow {actions} on {':'.join(('arn', *arn))} to the role that Bellhop runs as"
    return "look at what AWS says; Bellhop tries again by itself"
