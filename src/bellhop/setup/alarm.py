"""The CloudWatch alarm that goes off when the rule has matched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bellhop.setup.place import Aws
from bellhop.setup.plan import Attributes
from bellhop.setup.resource import Found, Resource, owner_in, tag_list


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm(Resource):
    """An alarm over a rule's invocations: more than none within a minute, and a recovery when none come.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html

    Args:
        rule: the rule's name.
        topic_arn: who is told of ALARM and of OK.
        description: what it is for.
    """

    kind: ClassVar[str] = "CloudWatch alarm"
    option: ClassVar[str] = "--alarm"

    rule: str
    topic_arn: str
    description: str

    @property
    def arn(self) -> str:
        """Its ARN."""
        return self.place.arn("cloudwatch", f"alarm:{self.name}")

    def wanted(self) -> Attributes:
        """As PutMetricAlarm takes it."""
        return {"AlarmDescription": self.description, "OKActions": [self.topic_arn], **self.essential()}

    def essential(self) -> Attributes:
        """What it watches, and that the topic hears of it."""
        return {
            "Namespace": "AWS/Events",
            "MetricName": "Invocations",
            "Dimensions": [{"Name": "RuleName", "Value": self.rule}],
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "DatapointsToAlarm": 1,
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": 0.0,
            "TreatMissingData": "notBreaching",
            "AlarmActions": [self.topic_arn],
            "ActionsEnabled": True,
        }

    def read(self, aws: Aws) -> Found | None:
        """What AWS has."""
        answer = aws.ask("cloudwatch", "describe_alarms", AlarmNames=[self.name], AlarmTypes=["MetricAlarm"])
        if not answer.get("MetricAlarms"):
            return None
        has = answer["MetricAlarms"][0]
        listed = aws.ask("cloudwatch", "list_tags_for_resource", ResourceARN=has.get("AlarmArn", self.arn))
        return Found(attributes=has, owner=owner_in(listed["Tags"]))

    def write(self, aws: Aws, found: Found | None, changed: frozenset[str]) -> None:
        """Put it whole: CloudWatch knows no other way."""
        del changed
        marks = {} if found else {"Tags": tag_list(self.owner)}
        aws.ask("cloudwatch", "put_metric_alarm", AlarmName=self.name, **self.wanted(), **marks)

    def remove(self, aws: Aws, found: Found) -> None:
        """Delete it."""
        del found
        aws.ask("cloudwatch", "delete_alarms", AlarmNames=[self.name])

    def declare(self) -> Mapping[str, Any]:
        """The alarm."""
        properties = {"AlarmName": self.name, **self.wanted()}
        return {"Alarm": {"Type": "AWS::CloudWatch::Alarm", "DependsOn": ["Topic", "Rule"], "Properties": properties}}
