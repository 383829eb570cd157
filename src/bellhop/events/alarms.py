"""CloudWatch alarms, read out of either form: the alarm action's SNS message, or EventBridge's state change.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bellhop.arn import parse_arn
from bellhop.event import Event, Form
from bellhop.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What both forms say of an alarm.

    Args:
        arn: its ARN, or its name where there is none.
        state: `ALARM`, `OK`, `INSUFFICIENT_DATA`, as AWS spells it.
        before: the state before, or empty.
        before_since: when the state before began, only EventBridge tells.
        reason: AWS's sentence.
        data: the figures behind the reason (`reasonData`), empty where not told.
        definition: an SNS message's `Trigger`, an event's `configuration`.
        quiet: why its actions were held back, or empty.
    """

    name: str
    arn: str
    region: str
    state: str
    before: str
    since: datetime | None
    before_since: datetime | None
    description: str
    reason: str
    data: Payload
    definition: Payload
    rule: str
    quiet: str


def read(event: Event) -> Alarm:
    """The alarm in an event of either form. Raises `Unreadable` if it has no name."""
    detail = event.detail
    if event.form is not Form.EVENTBRIDGE:
        arn = detail.text("AlarmArn", default="")
        parts = parse_arn(arn)
        return Alarm(
            name=detail.text("AlarmName"),
            arn=arn or detail.text("AlarmName"),
            region=(parts.region if parts else "") or detail.text("Region", default=""),
            state=detail.text("NewStateValue", default=""),
            before=detail.text("OldStateValue", default=""),
            since=detail.time("StateChangeTime"),
            before_since=None,
            description=detail.text("AlarmDescription", default=""),
            reason=detail.text("NewStateReason", default=""),
            data=detail.inner("NewStateReasonData"),
            definition=detail.at("Trigger"),
            rule=detail.text("AlarmRule", default=""),
            quiet=detail.text("ActionsSuppressedReason", default=""),
        )
    configuration = detail.at("configuration")
    return Alarm(
        name=detail.text("alarmName"),
        arn=next(iter(event.resources), "") or detail.text("alarmName"),
        region=event.region,
        state=detail.text("state", "value", default=""),
        before=detail.text("previousState", "value", default=""),
        since=detail.time("state", "timestamp") or event.time,
        before_since=detail.time("previousState", "timestamp"),
        description=configuration.text("description", default=""),
        reason=detail.text("state", "reason", default=""),
        data=detail.inner("state", "reasonData"),
        definition=configuration,
        rule=configuration.text("alarmRule", default=""),
        quiet=detail.text("state", "actionsSuppressedReason", default="")
        or detail.text("muteDetail", "mutedByArn", default=""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric that an alarm looks at, or an expression over some.

    Args:
        name: the metric's name, or the expression's label.
        expression: metric math, or empty.
        period: seconds, 0 where not told.
        dimensions: (name, value) pairs.
    """

    name: str
    namespace: str = ""
    statistic: str = ""
    expression: str = ""
    period: float = 0
    dimensions: tuple[tuple[str, str], ...] = ()

    def words(self) -> str:
        """`AWS/Events Invocations (Sum), RuleName s3-watch`; an expression as it is written."""
        if self.expression:
            return f"{self.name} = {self.expression}" if self.name else self.expression
        where = ", ".join(f"{name} {value}" for name, value in self.dimensions)
        head = f"{self.namespace} {self.name}".strip() + (f" ({self.statistic})" if self.statistic else "")
        return f"{head}, {where}" if where else head


def metrics(alarm: Alarm) -> tuple[Metric, ...]:
    """The metrics of an alarm, the one that is compared first."""
    trigger = alarm.definition
    several = [(_metric(item), _flag(item)) for key in ("Metrics", "metrics") for item in trigger.each(key)]
    if several:
        return tuple(metric for metric, _ in sorted(several, key=lambda pair: not pair[1]))
    return (_metric(trigger),) if trigger.has("MetricName") else ()


def _flag(item: Payload) -> bool:
    # The anomaly band is returned as well, but it is the threshold, not what is measured.
    shown = item.flag("ReturnData", default=True) if item.has("ReturnData") else item.flag("returnData", default=True)
    return shown and "ANOMALY_DETECTION_BAND" not in _either(item, "Expression", "expression")


def _metric(item: Payload) -> Metric:
    stat = next((inner for key in ("MetricStat", "metricStat") if (inner := item.at(key))), item)
    metric = next((inner for key in ("Metric", "metric") if (inner := stat.at(key))), stat)
    return Metric(
        name=_either(metric, "MetricName", "name") or _either(item, "Label", "label") or _either(item, "Id", "id"),
        namespace=_either(metric, "Namespace", "namespace"),
        statistic=_statistic(stat),
        expression=_either(item, "Expression", "expression"),
        period=stat.number("Period", default=0) or stat.number("period", default=0),
        dimensions=_dimensions(metric),
    )


_STATISTICS = {"SAMPLECOUNT": "SampleCount"}


def _statistic(stat: Payload) -> str:
    """`Sum`, `p99`: the SNS message shouts plain statistics, `SUM`, and spells percentiles as they were asked for."""
    spelt = _either(stat, "Stat", "stat") or stat.text("ExtendedStatistic", default="")
    shouted = stat.text("Statistic", default="")
    return spelt or _STATISTICS.get(shouted, shouted.capitalize())


def _either(item: Payload, first: str, second: str) -> str:
    return item.text(first, default="") or item.text(second, default="")


def _dimensions(metric: Payload) -> tuple[tuple[str, str], ...]:
    listed = tuple(
        (_either(pair, "name", "Name"), _either(pair, "value", "Value")) for pair in metric.each("Dimensions")
    )
    return listed or tuple((name, value.text(default="")) for name, value in metric.items("dimensions"))
