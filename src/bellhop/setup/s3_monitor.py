"""The S3 monitor: whoever touches an object of a bucket is told of in a channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bellhop.aws.session import Clients
from bellhop.errors import AwsRefused, SetupError
from bellhop.setup.names import checked, queue_name
from bellhop.setup.place import Aws, Place, aws_at
from bellhop.setup.plan import Plan
from bellhop.setup.resource import Resource, away, towards
from bellhop.setup.s3_parts import Parts
from bellhop.setup.subscription import subscriptions
from bellhop.setup.watched import Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Monitor:
    """What is wanted: CloudTrail records the bucket's object calls, a rule picks them, an alarm counts, a topic tells.

    Names that are left empty are `bellhop-<bucket>`, and `<bucket>-cloudtrail-logs-<account>` for the log bucket.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html

    Args:
        bucket: the bucket to watch.
        topic: the SNS topic's name.
        trail: the CloudTrail trail's name.
        rule: the EventBridge rule's name.
        alarm: the CloudWatch alarm's name.
        log_bucket: the bucket that CloudTrail writes to; made if it is missing.
        read: calls that read objects are told of.
        write: calls that write or delete objects are told of.
        region: the bucket's; empty = the clients'.
        subscribe_https: Bellhop's `/sns` URL, or empty; `http://` works against a local AWS only.
        subscribe_sqs: the queue (name, ARN or URL) that Bellhop polls, or empty; made if it is missing.
        create_bucket: make the watched bucket if it is missing.

    Raises:
        SetupError: a name that AWS would not take, or wishes that contradict each other.
    """

    bucket: str
    topic: str = ""
    trail: str = ""
    rule: str = ""
    alarm: str = ""
    log_bucket: str = ""
    read: bool = True
    write: bool = True
    region: str = ""
    subscribe_https: str = ""
    subscribe_sqs: str = ""
    create_bucket: bool = False

    def __post_init__(self) -> None:
        checked("bucket", self.bucket)
        for option in ("topic", "trail", "rule", "alarm", "log_bucket"):
            if getattr(self, option):
                checked(option, getattr(self, option))
        if self.log_bucket == self.bucket:
            raise SetupError(
                "the log bucket is the watched bucket: every log would be told of, and logged again",
                fix="choose another bucket with --log-bucket",
            )
        if not (self.read or self.write):
            raise SetupError("neither reads nor writes are to be told of", fix="leave out --no-read or --no-write")
        if self.subscribe_https and self.subscribe_sqs:
            raise SetupError("a URL and a queue are both to be subscribed", fix="choose one of them")
        url = urlsplit(self.subscribe_https)
        if self.subscribe_https and (url.scheme not in ("https", "http") or not url.hostname):
            raise SetupError(
                f"{self.subscribe_https} is no URL to subscribe", fix="give one like https://bellhop.example.com/sns"
            )

    @property
    def owner(self) -> str:
        """What the `bellhop:setup` tag of everything that it makes says."""
        return f"s3-monitor/{self.bucket}"

    def plan(self, clients: Clients) -> Plan:
        """The steps from what AWS has to this monitor.

        Raises:
            SetupError: the bucket is missing or elsewhere, something of the same name doesn't fit, or AWS refuses.
        """
        if self.subscribe_https.startswith("http:") and not clients.endpoint:
            raise SetupError("messages would cross the network in the clear", fix="subscribe an https:// URL")
        aws = aws_at(clients, self.region)
        steps = tuple(towards(resource, aws) for resource in self.resources(aws.place))
        return Plan(title=self._title("watch", aws.place), steps=steps)

    def plan_destroy(self, clients: Clients, *, purge_logs: bool = False) -> Plan:
        """The steps that take away what was made, last made first; what isn't ours stays, and so does what holds data.

        Args:
            clients: to ask AWS.
            purge_logs: delete CloudTrail's logs with their bucket.

        Raises:
            SetupError: AWS refuses to tell.
        """
        aws = aws_at(clients, self.region)
        steps = (away(resource, aws) for resource in self._leaving(aws, purge_logs=purge_logs))
        return Plan(title=self._title("stop watching", aws.place), steps=tuple(step for step in steps if step))

    def resources(self, place: Place) -> Iterator[Resource]:
        """Everything that the monitor is made of, each after what it needs."""
        parts = self._parts(place)
        yield Watched(name=self.bucket, place=place, owner=self.owner, create=self.create_bucket)
        yield parts.topic
        if self.subscribe_sqs:
            queue = parts.queue(queue_name(self.subscribe_sqs, place))
            yield from (parts.undelivered, queue, parts.subscription("sqs", queue.arn))
        elif self.subscribe_https:
            protocol = urlsplit(self.subscribe_https).scheme
            yield from (parts.undelivered, parts.subscription(protocol, self.subscribe_https))
        yield from (parts.logs(), parts.trail, parts.rule, parts.alarm)

    def _leaving(self, aws: Aws, *, purge_logs: bool) -> Iterator[Resource]:
        """What is to go: first what makes messages, then what brings them, the topic last, which tells who hears it."""
        parts = self._parts(aws.place)
        yield from (parts.alarm, parts.rule, parts.trail, parts.logs(purge=purge_logs))
        for protocol, endpoint in self._endpoints(aws, parts.topic.arn):
            if protocol == "sqs":
                yield parts.queue(endpoint.rpartition(":")[2])
            yield parts.subscription(protocol, endpoint)
        yield from (parts.undelivered, parts.topic)

    def _endpoints(self, aws: Aws, topic_arn: str) -> list[tuple[str, str]]:
        """Who hears the topic, so that nobody need name the URL or queue again, and the queue if it is named."""
        try:
            heard = [(one["Protocol"], one["Endpoint"]) for one in subscriptions(aws, topic_arn)]
        except AwsRefused as error:
            raise SetupError(f"can't list who hears {topic_arn}: {error.message}", fix=error.fix) from None
        if self.subscribe_sqs:
            heard.append(("sqs", aws.place.arn("sqs", queue_name(self.subscribe_sqs, aws.place))))
        return [pair for pair in dict.fromkeys(heard) if pair[0] in ("http", "https", "sqs")]

    def _parts(self, place: Place) -> Parts:
        return Parts(
            place=place,
            owner=self.owner,
            bucket=self.bucket,
            records="All" if self.read and self.write else "ReadOnly" if self.read else "WriteOnly",
            topic_name=self.topic,
            trail_name=self.trail,
            rule_name=self.rule,
            alarm_name=self.alarm,
            log_bucket=self.log_bucket,
        )

    def _title(self, verb: str, place: Place) -> str:
        return f"{verb} s3://{self.bucket} in account {place.account}, {place.region}"
