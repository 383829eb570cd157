"""A topic by itself: open to AWS's services, heard by Bellhop, and tried with a message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from uuid import uuid4

from bellhop.aws.session import Clients
from bellhop.errors import AwsRefused, SetupError
from bellhop.setup.blueprint import Blueprint
from bellhop.setup.place import Place, aws_at
from bellhop.setup.policy import Statement
from bellhop.setup.publishers import PUBLISHERS, USUAL, statements
from bellhop.setup.resource import Resource
from bellhop.setup.subscription import subscriptions


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsTopic(Blueprint):
    """What is wanted: a topic that services publish to, and Bellhop hears.

    Args:
        publishers: the services, as `publishers.PUBLISHERS` names them.

    Raises:
        SetupError: a service that is not known to publish.
    """

    usual_topic: ClassVar[str] = "bellhop"

    publishers: tuple[str, ...] = USUAL

    def __post_init__(self) -> None:
        Blueprint.__post_init__(self)  # super() does not work in a class with slots that dataclass makes anew
        self.statements(Place(partition="aws", region="", account=""))

    @property
    def owner(self) -> str:
        """`topic/<topic>`."""
        return f"topic/{self.topic_name}"

    @property
    def purpose(self) -> str:
        """Hearing of what services publish."""
        return f"hear {', '.join(PUBLISHERS[name].sentence for name in self.publishers)}"

    @property
    def undoing(self) -> str:
        """Hearing no more."""
        return f"stop hearing the topic {self.topic_name}"

    def statements(self, place: Place) -> tuple[Statement, ...]:
        """For the publishers."""
        return statements(self.publishers, self.owner, place, place.arn("sns", self.topic_name))

    def sources(self, place: Place) -> Iterator[Resource]:
        """Nothing: what publishes is set up elsewhere."""
        del place
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A test message: its id of SNS's, its topic's ARN, and who is subscribed."""

    message_id: str
    topic_arn: str
    hearers: tuple[str, ...]


def send_test(clients: Clients, topic: str, region: str = "") -> Sent:
    """Publish a custom notification, which ends in every channel that the topic is routed to.

    https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html

    Raises:
        SetupError: there is no such topic, nobody hears it, or AWS refuses.
    """
    aws = aws_at(clients, region)
    arn = aws.place.arn("sns", topic)
    fix = f"bellhop setup topic --topic {topic} --subscribe-sqs QUEUE --apply"
    try:
        if aws.find(("NotFound", "NotFoundException"), "sns", "get_topic_attributes", TopicArn=arn) is None:
            raise SetupError(f"there is no topic {arn}", fix=fix)
        heard = list(subscriptions(aws, arn))
        hearers = tuple(f"{one['Protocol']} {one['Endpoint']}" for one in heard if "arn:" in one["SubscriptionArn"])
        if not hearers:
            waiting = f" ({len(heard)} waits for its confirmation)" if heard else ""
            raise SetupError(f"nobody hears the topic {arn}{waiting}", fix=fix)
        answer = aws.ask("sns", "publish", TopicArn=arn, Message=json.dumps(_test_message(arn), ensure_ascii=False))
    except AwsRefused as error:
        raise SetupError(f"can't try the topic {topic}: {error.message}", fix=error.fix) from None
    return Sent(message_id=answer["MessageId"], topic_arn=arn, hearers=hearers)


def _test_message(arn: str) -> dict[str, object]:
    return {
        "version": "1.0",
        "source": "custom",
        "id": str(uuid4()),
        "content": {
            "textType": "client-markdown",
            "title": "Test message",
            "description": f"If you read this, what is published to `{arn}` reaches this channel.",
            "keywords": ["test"],
        },
        "metadata": {"enableCustomActions": False},
    }
