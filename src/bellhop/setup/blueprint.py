"""`Blueprint`: what one setup wants of AWS, whatever it is about."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from bellhop.aws.session import Clients
from bellhop.setup.door import Door, check_crossing, check_subscriber
from bellhop.setup.names import checked
from bellhop.setup.place import Aws, Place, aws_at
from bellhop.setup.plan import Plan, Step
from bellhop.setup.policy import Statement
from bellhop.setup.resource import Resource, away, towards


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint(ABC):
    """Resources of AWS whose news comes through one topic.

    Args:
        topic: the SNS topic's name; empty = the setup's usual one.
        region: where; empty = the clients'.
        subscribe_https: Bellhop's `/sns` URL, or empty; `http://` works against a local AWS only.
        subscribe_sqs: the queue (name, ARN or URL) that Bellhop polls, or empty; made if it is missing.

    Raises:
        SetupError: a name that AWS would not take, or wishes that contradict each other.
    """

    usual_topic: ClassVar[str] = ""

    topic: str = ""
    region: str = ""
    subscribe_https: str = ""
    subscribe_sqs: str = ""

    def __post_init__(self) -> None:
        if self.topic:
            checked("topic", self.topic)
        check_subscriber(self.subscribe_https, self.subscribe_sqs)

    @property
    @abstractmethod
    def owner(self) -> str:
        """What the `bellhop:setup` tag of everything that it makes says."""

    @property
    @abstractmethod
    def purpose(self) -> str:
        """What it is for, after "to": `watch s3://photos`."""

    @property
    @abstractmethod
    def undoing(self) -> str:
        """The same of taking it away: `stop watching s3://photos`."""

    @property
    def topic_name(self) -> str:
        """The topic's name, the given one or the usual one."""
        return self.topic or self.usual_topic

    @abstractmethod
    def statements(self, place: Place) -> tuple[Statement, ...]:
        """What lets AWS services publish to the topic."""

    @abstractmethod
    def sources(self, place: Place) -> Iterator[Resource]:
        """What sends to the topic, each after what it needs."""

    def door(self, place: Place) -> Door:
        """The topic and who hears it."""
        return Door(
            place=place,
            owner=self.owner,
            topic_name=self.topic_name,
            statements=self.statements(place),
            https=self.subscribe_https,
            sqs=self.subscribe_sqs,
        )

    def resources(self, place: Place) -> Iterator[Resource]:
        """Everything that it is made of, each after what it needs."""
        yield from self.door(place).resources()
        yield from self.sources(place)

    def plan(self, clients: Clients) -> Plan:
        """The steps from what AWS has to what is wanted.

        Raises:
            SetupError: something of the same name doesn't fit, or AWS refuses.
        """
        check_crossing(self.subscribe_https, clients)
        aws = aws_at(clients, self.region)
        settled = self.settled(aws)
        steps = tuple(settled.steps(aws))
        return Plan(title=f"{settled.purpose} {_where(aws.place)}", steps=steps, notes=settled.notes())

    def plan_destroy(self, clients: Clients) -> Plan:
        """The steps that take away what was made, last made first; what isn't ours stays, and so does what holds data.

        Raises:
            SetupError: AWS refuses to tell.
        """
        aws = aws_at(clients, self.region)
        return Plan(title=f"{self.undoing} {_where(aws.place)}", steps=tuple(self.steps_away(aws)))

    def settled(self, aws: Aws) -> Blueprint:
        """The blueprint with what was left for AWS to tell."""
        del aws
        return self

    def steps(self, aws: Aws) -> Iterator[Step]:
        """What `plan` consists of."""
        return (towards(resource, aws) for resource in self.resources(aws.place))

    def steps_away(self, aws: Aws) -> Iterator[Step]:
        """What `plan_destroy` consists of."""
        return (step for step in (away(resource, aws) for resource in self.leaving(aws)) if step)

    def leaving(self, aws: Aws) -> Iterator[Resource]:
        """What is to go: first what makes messages, then what brings them."""
        yield from reversed(tuple(self.sources(aws.place)))
        yield from self.door(aws.place).leaving(aws)

    def notes(self) -> tuple[str, ...]:
        """What a person should know besides the steps."""
        return ()


def _where(place: Place) -> str:
    return f"in account {place.account}, {place.region}"
