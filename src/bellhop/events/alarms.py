"""CloudWatch alarms, read out of either form: the alarm action's SNS message, or EventBridge's state change.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

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
        metrics: what it looks at, the one that is compared first.
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
    metrics: tuple[Metric, ...]
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
            metrics=_metrics(detail.at("Trigger")),
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
        metrics=_metrics(configuration),
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
        id: what expressions call it, empty where the alarm has one metric only.
        shown: it is compared, or is the band that is compared with; not merely part of an expression.
        unit: only figures of this unit count; empty = any.
        account: whose metric it is, if not the alarm's own account's.
    """

    name: str
    namespace: str = ""
    statistic: str = ""
    expression: str = ""
    period: float = 0
    dimensions: tuple[tuple[str, str], ...] = ()
    id: str = ""
    shown: bool = True
    unit: str = ""
    account: str = ""

    @property
    def is_band(self) -> bool:
        """Whether it is the range that an anomaly detector expects."""
        return "ANOMALY_DETECTION_BAND" in self.expression

    def words(self) -> str:
        """`AWS/Events Invocations (Sum), RuleName s3-watch`; an expression as it is written."""
        if self.expression:
            return f"{self.name} = {self.expression}" if self.name else self.expression
        where = ", ".join(f"{name} {value}" for name, value in self.dimensions)
        head = f"{self.namespace} {self.name}".strip() + (f" ({self.statistic})" if self.statistic else "")
        return f"{head}, {where}" if where else head


def metrics(alarm: Alarm) -> tuple[Metric, ...]:
    """The metrics of an alarm, the one that is compared first."""
    return alarm.metrics


def _metrics(trigger: Payload) -> tuple[Metric, ...]:
    several = [_metric(item) for key in ("Metrics", "metrics") for item in trigger.each(key)]
    if several:
        # The anomaly band is returned as well, but it is the threshold, not what is measured.
        return tuple(sorted(several, key=lambda metric: metric.is_band or not metric.shown))
    return (_metric(trigger),) if trigger.has("MetricName") else ()


_LAST = re.compile(r"out of the last (\d+) datapoint")


def evaluated(alarm: Alarm) -> timedelta:
    """How far back an alarm looks: its evaluation periods, at least a minute and ten days at most."""
    told = _LAST.search(alarm.reason)
    count = alarm.definition.number("EvaluationPeriods", default=0) or (int(told[1]) if told else 1)
    seconds = max(60.0, period(alarm)) * max(1.0, count)
    return timedelta(seconds=min(_MOST, seconds))


def period(alarm: Alarm) -> float:
    """Seconds of one datapoint, a minute where nothing tells."""
    told = (alarm.definition.number("Period", default=0), *(metric.period for metric in metrics(alarm)))
    seconds = next(filter(None, told), 0) or alarm.data.number("period", default=0)
    return seconds if 1 <= seconds < _MOST else 60.0


_MOST = 864000.0


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
        id=_either(item, "Id", "id"),
        shown=item.flag("ReturnData", default=True)
        if item.has("ReturnData")
        else item.flag("returnData", default=True),
        unit=_either(stat, "Unit", "unit"),
        account=_either(item, "AccountId", "accountId"),
    )


_STATISTICS = {"SAMPLECOUNT": "SampleCount"}


def _statistic(stat: Payload) -> str:
    """`Sum`, `p99`: the SNS message shouts plain statistics, `SUM`, and spells percentiles as they were asked for."""
    spelt = _either(stat, "Stat", "stat") or stat.text("ExtendedStatistic", default="")
    shouted = stat.text("Statistic", default="")
    return spelt or _STATISTICS.get(shouted, shouted.capitalize())


def _either(item: Payload, first: str, second: str) -> str:
    """A text by its name in one form or the other; most of them are not there at all."""
    value = item.value
    if isinstance(value, dict) and first not in value and second not in value:
        return ""
    return item.text(first, default="") or item.text(second, default="")


def _dimensions(metric: Payload) -> tuple[tuple[str, str], ...]:
    listed = tuple(
        (_either(pair, "name", "Name"), _either(pair, "value", "Value")) for pair in metric.each("Dimensions")
    )
    return listed or tuple((name, value.text(default="")) for name, value in metric.items("dimensions"))
