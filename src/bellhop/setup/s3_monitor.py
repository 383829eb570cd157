"""The S3 monitor: whoever touches an object of a bucket is told of in a channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bellhop.aws.session import Clients
from bellhop.errors import SetupError
from bellhop.setup.blueprint import Blueprint
from bellhop.setup.names import checked, derived
from bellhop.setup.place import Place
from bellhop.setup.plan import Plan
from bellhop.setup.policy import Statement
from bellhop.setup.resource import Resource
from bellhop.setup.s3_parts import Parts
from bellhop.setup.watched import Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Monitor(Blueprint):
    """What is wanted: CloudTrail records the bucket's object calls, a rule picks them, an alarm counts, a topic tells.

    Names that are left empty are `bellhop-<bucket>`, and `<bucket>-cloudtrail-logs-<account>` for the log bucket.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html

    Args:
        bucket: the bucket to watch.
        trail: the CloudTrail trail's name.
        rule: the EventBridge rule's name.
        alarm: the CloudWatch alarm's name.
        log_bucket: the bucket that CloudTrail writes to; made if it is missing.
        read: calls that read objects are told of.
        write: calls that write or delete objects are told of.
        create_bucket: make the watched bucket if it is missing.
        purge_logs: delete CloudTrail's logs with their bucket when it is all taken away.

    Raises:
        SetupError: a name that AWS would not take, or wishes that contradict each other; from `plan`, that the bucket
            is missing or elsewhere, that something of the same name doesn't fit, or that AWS refuses.
    """

    bucket: str
    trail: str = ""
    rule: str = ""
    alarm: str = ""
    log_bucket: str = ""
    read: bool = True
    write: bool = True
    create_bucket: bool = False
    purge_logs: bool = False

    def __post_init__(self) -> None:
        Blueprint.__post_init__(self)  # super() does not work in a class with slots that dataclass makes anew
        checked("bucket", self.bucket)
        for option in ("trail", "rule", "alarm", "log_bucket"):
            if getattr(self, option):
                checked(option, getattr(self, option))
        if self.log_bucket == self.bucket:
            raise SetupError(
                "the log bucket is the watched bucket: every log would be told of, and logged again",
                fix="choose another bucket with --log-bucket",
            )
        if not (self.read or self.write):
            raise SetupError("neither reads nor writes are to be told of", fix="leave out --no-read or --no-write")

    @property
    def owner(self) -> str:
        """`s3-monitor/<bucket>`."""
        return f"s3-monitor/{self.bucket}"

    @property
    def purpose(self) -> str:
        """Watching the bucket."""
        return f"watch s3://{self.bucket}"

    @property
    def undoing(self) -> str:
        """Not watching it."""
        return f"stop watching s3://{self.bucket}"

    @property
    def topic_name(self) -> str:
        """The topic's name, the given one or the bucket's."""
        return self.topic or derived(self.bucket, "topic")

    def plan_destroy(self, clients: Clients, *, purge_logs: bool = False) -> Plan:
        """The steps that take away what was made; `purge_logs` as for the whole.

        Raises:
            SetupError: AWS refuses to tell.
        """
        return Blueprint.plan_destroy(replace(self, purge_logs=purge_logs or self.purge_logs), clients)

    def statements(self, place: Place) -> tuple[Statement, ...]:
        """For the rule and the alarm."""
        return self._parts(place).statements

    def resources(self, place: Place) -> Iterator[Resource]:
        """The bucket that must be there, and then the rest."""
        yield Watched(name=self.bucket, place=place, owner=self.owner, create=self.create_bucket)
        yield from Blueprint.resources(self, place)

    def sources(self, place: Place) -> Iterator[Resource]:
        """Logs and trail, rule, alarm."""
        parts = self._parts(place)
        yield from (parts.logs(purge=self.purge_logs), parts.trail, parts.rule, parts.alarm)

    def _parts(self, place: Place) -> Parts:
        return Parts(
            place=place,
            owner=self.owner,
            bucket=self.bucket,
            records="All" if self.read and self.write else "ReadOnly" if self.read else "WriteOnly",
            topic_name=self.topic_name,
            trail_name=self.trail,
            rule_name=self.rule,
            alarm_name=self.alarm,
            log_bucket=self.log_bucket,
        )
