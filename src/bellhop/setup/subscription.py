"""The subscription that brings a topic's messages to Bellhop: to its HTTPS door, or to a queue that it polls."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bellhop.errors import AwsRefused
from bellhop.setup import policy
from bellhop.setup.place import Aws
from bellhop.setup.plan import Attributes
from bellhop.setup.resource import Found, Resource

RETRIES: dict[str, Any] = {
    "minDelayTarget": 1,
    "maxDelayTarget": 60,
    "numRetries": 64,
    "numNoDelayRetries": 0,
    "numMinDelayRetries": 5,
    "numMaxDelayRetries": 49,
    "backoffFunction": "exponential",
}
"""An hour of retries, which is SNS's most: 5 after 1 s, 10 after ever longer, 49 after 60 s: at most 3,545 s in all.

SNS's own default gives up after 3 retries, 20 s apart.
https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
"""
_MISSING = ("NotFound", "NotFoundException")
_PENDING = ("PendingConfirmation", "pending confirmation", "Deleted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(Resource):
    """A subscription, known by its topic and endpoint; its name is the endpoint.

    Subscriptions bear no tags: one is ours if what it can't deliver goes to our queue.

    Args:
        topic_arn: what is listened to.
        protocol: `https`, `http` (to a local AWS only) or `sqs`.
        dead_letters: ARN of the queue for what can't be delivered.
    """

    kind: ClassVar[str] = "SNS subscription"
    shared: ClassVar[bool] = True

    topic_arn: str
    protocol: str
    dead_letters: str

    def wanted(self) -> Attributes:
        """Confirmed, in SNS's signed envelope, tried for long, and never thrown away."""
        retries = {"retries": RETRIES} if self.protocol != "sqs" else {}
        return {"confirmed": True, "raw delivery": False, **retries, "undelivered go to": self.dead_letters}

    def read(self, aws: Aws) -> Found | None:
        """What AWS has; of one that waits for confirmation it tells no more than that."""
        arn = self._arn(aws)
        if not arn:
            return None
        has = None
        if arn not in _PENDING:
            has = aws.find(_MISSING, "sns", "get_subscription_attributes", SubscriptionArn=arn)
        if has is None or has["Attributes"].get("PendingConfirmation", "").lower() == "true":
            return Found(attributes={"confirmed": False}, note="waits until the endpoint confirms it", raw=arn)
        attributes = _as_attributes(has["Attributes"])
        ours = attributes["undelivered go to"] == self.dead_letters
        return Found(attributes=attributes, owner=self.owner if ours else "", raw=arn)

    def write(self, aws: Aws, found: Found | None, changed: frozenset[str]) -> None:
        """Subscribe, which also asks again for a confirmation that did not come; or set what is not as wanted."""
        attributes = {"RawMessageDelivery": "false", "RedrivePolicy": json.dumps(self._redrive())}
        if self.protocol != "sqs":
            attributes["DeliveryPolicy"] = json.dumps({"healthyRetryPolicy": RETRIES})
        if found is None or "confirmed" in changed:
            aws.ask(
                "sns",
                "subscribe",
                TopicArn=self.topic_arn,
                Protocol=self.protocol,
                Endpoint=self.name,
                Attributes=attributes,
                ReturnSubscriptionArn=True,
            )
            return
        for key, value in attributes.items():
            if _NAMES[key] in changed:
                aws.ask(
                    "sns",
                    "set_subscription_attributes",
                    SubscriptionArn=found.raw,
                    AttributeName=key,
                    AttributeValue=value,
                )

    def used_by_others(self, aws: Aws, found: Found) -> bool:
        """Whether other setups of Bellhop's publish to its topic: what they tell comes by it too."""
        del found
        has = aws.find(_MISSING, "sns", "get_topic_attributes", TopicArn=self.topic_arn) or {"Attributes": {}}
        return policy.used_by_others(has["Attributes"].get("Policy", ""), self.owner)

    def remove(self, aws: Aws, found: Found) -> None:
        """Unsubscribe."""
        aws.ask("sns", "unsubscribe", SubscriptionArn=found.raw)

    def declare(self) -> Mapping[str, Any]:
        """The subscription."""
        properties: dict[str, Any] = {
            "TopicArn": self.topic_arn,
            "Protocol": self.protocol,
            "Endpoint": self.name,
            "RedrivePolicy": self._redrive(),
        }
        if self.protocol != "sqs":
            properties["DeliveryPolicy"] = {"healthyRetryPolicy": RETRIES}
        needs = ["Topic", "UndeliveredPolicy", *(["QueuePolicy"] if self.protocol == "sqs" else [])]
        return {"Subscription": {"Type": "AWS::SNS::Subscription", "DependsOn": needs, "Properties": properties}}

    def _redrive(self) -> dict[str, str]:
        return {"deadLetterTargetArn": self.dead_letters}

    def _arn(self, aws: Aws) -> str:
        for one in subscriptions(aws, self.topic_arn):
            if (one["Protocol"], one["Endpoint"]) == (self.protocol, self.name):
                return one["SubscriptionArn"]
        return ""


_NAMES = {"RawMessageDelivery": "raw delivery", "RedrivePolicy": "undelivered go to", "DeliveryPolicy": "retries"}


def subscriptions(aws: Aws, topic_arn: str) -> Iterator[dict[str, Any]]:
    """A topic's subscriptions as SNS lists them; none if there is no topic."""
    try:
        yield from aws.pages("sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=topic_arn)
    except AwsRefused as error:
        if error.code not in _MISSING:
            raise


def _as_attributes(has: Mapping[str, str]) -> Attributes:
    delivery: dict[str, Any] = json.loads(has.get("DeliveryPolicy") or "{}").get("healthyRetryPolicy") or {}
    redrive: dict[str, Any] = json.loads(has.get("RedrivePolicy") or "{}")
    return {
        "confirmed": True,
        "raw delivery": has.get("RawMessageDelivery", "false").lower() == "true",
        "retries": {key: delivery[key] for key in RETRIES if key in delivery} or None,
        "undelivered go to": redrive.get("deadLetterTargetArn"),
    }
