"""`Door`: the way from AWS to Bellhop, which every setup that tells of something ends in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bellhop.aws.session import Clients
from bellhop.errors import AwsRefused, SetupError
from bellhop.setup import policy
from bellhop.setup.names import derived, queue_name
from bellhop.setup.place import Aws, Place
from bellhop.setup.queue import Queue
from bellhop.setup.resource import Resource
from bellhop.setup.subscription import Subscription, subscriptions
from bellhop.setup.topic import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A topic, who hears it, and a queue for what could not be delivered.

    Args:
        place: where they are.
        owner: the setup that wants them.
        topic_name: the topic's name.
        statements: what lets AWS services publish to it.
        https: Bellhop's `/sns` URL that is subscribed, or empty.
        sqs: the queue (name, ARN or URL) that Bellhop polls, or empty; made if it is missing.
    """

    place: Place
    owner: str
    topic_name: str
    statements: tuple[policy.Statement, ...]
    https: str = ""
    sqs: str = ""

    @property
    def topic(self) -> Topic:
        """The topic."""
        return Topic(**self._named(self.topic_name), statements=self.statements)

    @property
    def undelivered(self) -> Queue:
        """The queue for what SNS, or Bellhop, could not take."""
        return Queue(**self._named(derived(self.topic_name, "queue")), topic_arn=self.topic.arn)

    def queue(self, name: str) -> Queue:
        """The queue that Bellhop polls."""
        return Queue(**self._named(name), topic_arn=self.topic.arn, dead_letters=self.undelivered.arn)

    def subscription(self, protocol: str, endpoint: str) -> Subscription:
        """What brings the topic's messages to a URL, or to a queue's ARN."""
        topic, dead = self.topic.arn, self.undelivered.arn
        return Subscription(**self._named(endpoint), topic_arn=topic, protocol=protocol, dead_letters=dead)

    def resources(self) -> Iterator[Resource]:
        """Everything that it is made of, each after what it needs."""
        yield self.topic
        if self.sqs:
            queue = self.queue(queue_name(self.sqs, self.place))
            yield from (self.undelivered, queue, self.subscription("sqs", queue.arn))
        elif self.https:
            yield from (self.undelivered, self.subscription(urlsplit(self.https).scheme, self.https))

    def leaving(self, aws: Aws) -> Iterator[Resource]:
        """The same the other way: the topic last, which tells who hears it."""
        for protocol, endpoint in self._endpoints(aws):
            if protocol == "sqs":
                yield self.queue(endpoint.rpartition(":")[2])
            yield self.subscription(protocol, endpoint)
        yield from (self.undelivered, self.topic)

    def _endpoints(self, aws: Aws) -> list[tuple[str, str]]:
        """Who hears the topic, so that nobody need name the URL or queue again, and the queue if it is named."""
        try:
            heard = [(one["Protocol"], one["Endpoint"]) for one in subscriptions(aws, self.topic.arn)]
        except AwsRefused as error:
            raise SetupError(f"can't list who hears {self.topic.arn}: {error.message}", fix=error.fix) from None
        if self.sqs:
            heard.append(("sqs", aws.place.arn("sqs", queue_name(self.sqs, aws.place))))
        return [pair for pair in dict.fromkeys(heard) if pair[0] in ("http", "https", "sqs")]

    def _named(self, name: str) -> dict[str, Any]:
        return {"name": name, "place": self.place, "owner": self.owner}


def check_subscriber(https: str, sqs: str) -> None:
    """Look at who is to be subscribed.

    Raises:
        SetupError: a URL and a queue, or a URL that is none.
    """
    if https and sqs:
        raise SetupError("a URL and a queue are both to be subscribed", fix="choose one of them")
    url = urlsplit(https)
    if https and (url.scheme not in ("https", "http") or not url.hostname):
        raise SetupError(f"{https} is no URL to subscribe", fix="give one like https://bellhop.example.com/sns")


def check_crossing(https: str, clients: Clients) -> None:
    """Look at whether messages are safe on their way.

    Raises:
        SetupError: `http://` from an AWS that isn't a local one.
    """
    if https.startswith("http:") and not clients.endpoint:
        raise SetupError("messages would cross the network in the clear", fix="subscribe an https:// URL")
