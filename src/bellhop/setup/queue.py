"""SQS queues: the one that Bellhop polls, and the one for what could not be delivered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from bellhop.setup import policy
from bellhop.setup.place import Aws
from bellhop.setup.plan import Attributes
from bellhop.setup.resource import Found, Resource, owner_in, tags

_MISSING = ("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist")
_DAYS_14 = str(14 * 24 * 3600)
_SETTINGS = ("MessageRetentionPeriod", "VisibilityTimeout", "ReceiveMessageWaitTimeSeconds", "RedrivePolicy")
_POLLED = {"VisibilityTimeout": "60", "ReceiveMessageWaitTimeSeconds": "20"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue(Resource):
    """A standard SQS queue that a topic may send to. It keeps messages for SQS's longest, 14 days.

    https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html

    Args:
        topic_arn: whose messages it takes.
        dead_letters: ARN of the queue for messages that were received 1,000 times (SQS's most: an agent whose store is
            down for half a day loses nothing); empty for that queue itself.
    """

    kind: ClassVar[str] = "SQS queue"
    option: ClassVar[str] = "--subscribe-sqs"
    shared: ClassVar[bool] = True

    topic_arn: str
    dead_letters: str = ""

    @property
    def arn(self) -> str:
        """Its ARN."""
        return self.place.arn("sqs", self.name)

    @property
    def statement(self) -> dict[str, Any]:
        """What lets the topic send to it."""
        condition = {"ArnEquals": {"aws:SourceArn": self.topic_arn}}
        return policy.allow(
            policy.sid("Topic", self.owner), "sns.amazonaws.com", "sqs:SendMessage", self.arn, condition
        )

    def wanted(self) -> Attributes:
        """Times as SQS spells them, seconds in text."""
        redrive = {"deadLetterTargetArn": self.dead_letters, "maxReceiveCount": 1000}
        polled = {**_POLLED, "RedrivePolicy": redrive} if self.dead_letters else {}
        return {"MessageRetentionPeriod": _DAYS_14, **polled, **self.essential()}

    def essential(self) -> Attributes:
        """That the topic may send to it."""
        return policy.as_attributes([self.statement])

    def read(self, aws: Aws) -> Found | None:
        """What AWS has."""
        answer = aws.find(_MISSING, "sqs", "get_queue_url", QueueName=self.name)
        if answer is None:
            return None
        url = answer["QueueUrl"]
        has = aws.ask("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["All"])["Attributes"]
        held = aws.ask("sqs", "list_queue_tags", QueueUrl=url).get("Tags", {})
        owner = owner_in([{"Key": key, "Value": value} for key, value in held.items()])
        return Found(attributes=_as_attributes(has), owner=owner, raw=has.get("Policy", ""))

    def write(self, aws: Aws, found: Found | None, changed: frozenset[str]) -> None:
        """Create it, or set what is not as wanted."""
        values = {key: value for key, value in self.wanted().items() if key in changed and key in _SETTINGS}
        attributes = {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
        attributes["Policy"] = policy.merged(found.raw if found else "", [self.statement])
        if found is None:
            aws.ask("sqs", "create_queue", QueueName=self.name, Attributes=attributes, tags=tags(self.owner))
        else:
            aws.ask("sqs", "set_queue_attributes", QueueUrl=self._url(aws), Attributes=attributes)

    def used_by_others(self, aws: Aws, found: Found) -> bool:
        """Whether its policy names other setups of Bellhop's."""
        del aws
        return policy.used_by_others(found.raw, self.owner)

    def keep(self, aws: Aws, found: Found) -> str:
        """Messages that nobody has read are in it."""
        del aws
        waiting = sum(int(found.attributes.get(key, 0)) for key in _COUNTS)
        return f"holds {waiting} messages; delete it yourself if nobody needs them" if waiting else ""

    def remove(self, aws: Aws, found: Found) -> None:
        """Delete it."""
        del found
        aws.ask("sqs", "delete_queue", QueueUrl=self._url(aws))

    def release(self, aws: Aws, found: Found) -> Callable[[], object] | None:
        """Take our statement out of somebody else's queue."""
        if not policy.holds(found.raw, [self.statement]):
            return None
        left = {"Policy": policy.without(found.raw, [self.statement])}
        return partial(aws.ask, "sqs", "set_queue_attributes", QueueUrl=self._url(aws), Attributes=left)

    def declare(self) -> Mapping[str, Any]:
        """Queue and policy."""
        identity = "Queue" if self.dead_letters else "Undelivered"
        wanted = {key: value for key, value in self.wanted().items() if not key.startswith("policy")}
        numbers = {key: int(value) if isinstance(value, str) else value for key, value in wanted.items()}
        queue: dict[str, Any] = {
            "Type": "AWS::SQS::Queue",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {"QueueName": self.name, **numbers},
        }
        if self.dead_letters:
            queue["DependsOn"] = "Undelivered"
        document = {"Version": "2012-10-17", "Statement": [self.statement]}
        return {
            identity: queue,
            f"{identity}Policy": {
                "Type": "AWS::SQS::QueuePolicy",
                "Properties": {"Queues": [{"Ref": identity}], "PolicyDocument": document},
            },
        }

    def _url(self, aws: Aws) -> str:
        return aws.ask("sqs", "get_queue_url", QueueName=self.name)["QueueUrl"]


_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


def _as_attributes(has: Mapping[str, str]) -> Attributes:
    redrive: dict[str, Any] = json.loads(has.get("RedrivePolicy") or "{}")
    if redrive:
        redrive["maxReceiveCount"] = int(
            redrive.get("maxReceiveCount", 0)
        )  # SQS gives back what it was given: text too
    return {**has, "RedrivePolicy": redrive or None, **policy.found(has.get("Policy", ""))}
