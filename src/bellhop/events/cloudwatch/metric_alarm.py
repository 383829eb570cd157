"""A CloudWatch alarm on a metric, metric math or an anomaly band changed its state.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.alarm_buttons import log_group_behind, look_at, show_logs
from bellhop.events.alarms import Metric, metrics, read
from bellhop.events.cloudwatch import condition, told, value
from bellhop.events.console import escaped, log_group, page
from bellhop.events.layout import links
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Link
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (
    Bare(keys=("NewStateValue", "AlarmName"), where={"AlarmRule": [{"exists": False}]}),
    EventBridge(
        source="aws.cloudwatch",
        detail_type="CloudWatch Alarm State Change",
        detail={"configuration": {"alarmRule": [{"exists": False}]}},
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which alarm, in which state, by which condition and figure, and leads to the alarm and what it watches."""
    alarm = read(event)
    watched = metrics(alarm)
    return told(
        event,
        reader,
        kind="cloudwatch.metric_alarm",
        alarm=alarm,
        details=(
            (reader.say("Condition", "조건"), condition(alarm, reader)),
            (reader.say("Value", "값"), value(alarm)),
            *((reader.say("Metric"), metric.words()) for metric in watched[:4]),
        ),
        more=_watched(alarm.region, watched, reader),
        actions=(*show_logs(alarm, reader), *look_at(alarm, reader)),
    )


def _watched(region: str, watched: tuple[Metric, ...], reader: Reader) -> tuple[Link, ...]:
    """The way to what the alarm watches, where its dimensions name it."""
    named = {name: value for metric in watched for name, value in metric.dimensions}
    group = log_group_behind(watched)
    rule, instance = (escaped(named.get(name, "")) for name in ("RuleName", "InstanceId"))
    return links(
        (reader.say("Logs", "로그"), log_group(region, group) if group else ""),
        (reader.say("Rule", "규칙"), page(region, "events/home", f"/eventbus/default/rules/{rule}") if rule else ""),
        (
            reader.say("Instance", "인스턴스"),
            page(region, "ec2/home", f"InstanceDetails:instanceId={instance}") if instance else "",
        ),
    )
