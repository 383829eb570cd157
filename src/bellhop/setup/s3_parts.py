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
from bellhop.setup.rule import Rule
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

    @property
    def topic_arn(self) -> str:
        """The topic's ARN."""
        return self.place.arn("sns", self.topic_name)

    @property
    def statements(self) -> tuple[policy.Statement, ...]:
        """What opens the topic to the rule and to the account's alarms."""
        rule = {"ArnEquals": {"aws:SourceArn": self.place.arn("events", f"rule/{self._rule()}")}}
        account = {"StringEquals": {"aws:SourceAccount": self.place.account}}
        return (
            policy.publish("Events", self.owner, "events.amazonaws.com", self.topic_arn, rule),
            policy.publish("Alarms", self.owner, "cloudwatch.amazonaws.com", self.topic_arn, account),
        )

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
            topic_arn=self.topic_arn,
            description=f"Object calls in s3://{self.bucket}",
        )

    @cached_property
    def alarm(self) -> Alarm:
        """The alarm over the rule."""
        return Alarm(
            **self._named(self.alarm_name or derived(self.bucket, "alarm")),
            rule=self._rule(),
            topic_arn=self.topic_arn,
            description=f"Somebody used s3://{self.bucket}",
        )

    def _rule(self) -> str:
        return self.rule_name or derived(self.bucket, "rule")

    def _named(self, name: str) -> dict[str, Any]:
        return {"name": name, "place": self.place, "owner": self.owner}
