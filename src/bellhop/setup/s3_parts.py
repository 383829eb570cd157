"""What an S3 monitor is made of: its wishes, spelt out as resources of one account and region."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bellhop.setup import policy
from bellhop.setup.alarm import Alarm
from bellhop.setup.log_bucket import LogBucket
from bellhop.setup.names import derived
from bellhop.setup.place import Place
from bellhop.setup.queue import Queue
from bellhop.setup.rule import Rule
from bellhop.setup.subscription import Subscription
from bellhop.setup.topic import Topic
from bellhop.setup.trail import Trail


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The resources of one monitor; empty names are derived from the bucket's.

    Args:
        place: where they are.
        owner: the setup that they are marked with.
        bucket: the watched bucket.
        records: what CloudTrail is to record: `All`, `ReadOnly` or `WriteOnly`.
        topic_name: the topic's name, and so on.
    """

    place: Place
    owner: str
    bucket: str
    records: str
    topic_name: str
    trail_name: str
    rule_name: str
    alarm_name: str
    log_bucket: str

    @cached_property
    def topic(self) -> Topic:
        """The topic, open to the rule and to the account's alarms."""
        name = self.topic_name or derived(self.bucket, "topic")
        arn = self.place.arn("sns", name)
        rule = {"ArnEquals": {"aws:SourceArn": self.rule_arn}}
        account = {"StringEquals": {"aws:SourceAccount": self.place.account}}
        events = policy.allow(policy.sid("Events", self.owner), "events.amazonaws.com", "sns:Publish", arn, rule)
        alarms = policy.allow(policy.sid("Alarms", self.owner), "cloudwatch.amazonaws.com", "sns:Publish", arn, account)
        return Topic(**self._named(name), statements=(events, alarms))

    @cached_property
    def undelivered(self) -> Queue:
        """The queue for what SNS, or Bellhop, could not take."""
        return Queue(**self._named(derived(self.topic.name, "queue")), topic_arn=self.topic.arn)

    def queue(self, name: str) -> Queue:
        """The queue that Bellhop polls."""
        return Queue(**self._named(name), topic_arn=self.topic.arn, dead_letters=self.undelivered.arn)

    def subscription(self, protocol: str, endpoint: str) -> Subscription:
        """What brings the topic's messages to a URL, or to a queue's ARN."""
        topic, dead = self.topic.arn, self.undelivered.arn
        return Subscription(**self._named(endpoint), topic_arn=topic, protocol=protocol, dead_letters=dead)

    @cached_property
    def trail(self) -> Trail:
        """The trail that records the bucket."""
        logs = self.log_bucket or derived(self.bucket, "log_bucket") + self.place.account
        name = self.trail_name or derived(self.bucket, "trail")
        return Trail(**self._named(name), bucket=self.bucket, log_bucket=logs, records=self.records)

    def logs(self, *, purge: bool = False) -> LogBucket:
        """The bucket that the trail writes to."""
        return LogBucket(**self._named(self.trail.log_bucket), trail_arn=self.trail.arn, purge=purge)

    @cached_property
    def rule(self) -> Rule:
        """The rule for the bucket, by its name, whatever the operation."""
        calls = {"eventSource": ["s3.amazonaws.com"], "requestParameters": {"bucketName": [self.bucket]}}
        pattern = {"source": ["aws.s3"], "detail-type": ["AWS API Call via CloudTrail"], "detail": calls}
        return Rule(
            **self._named(self._rule()),
            pattern=pattern,
            topic_arn=self.topic.arn,
            description=f"Object calls in s3://{self.bucket}",
        )

    @property
    def rule_arn(self) -> str:
        """The rule's ARN, which the topic's policy needs before there is a rule."""
        return self.place.arn("events", f"rule/{self._rule()}")

    @cached_property
    def alarm(self) -> Alarm:
        """The alarm over the rule."""
        return Alarm(
            **self._named(self.alarm_name or derived(self.bucket, "alarm")),
            rule=self._rule(),
            topic_arn=self.topic.arn,
            description=f"Somebody used s3://{self.bucket}",
        )

    def _rule(self) -> str:
        return self.rule_name or derived(self.bucket, "rule")

    def _named(self, name: str) -> dict[str, Any]:
        return {"name": name, "place": self.place, "owner": self.owner}
