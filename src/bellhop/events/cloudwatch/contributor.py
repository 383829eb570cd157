"""One contributor of a CloudWatch alarm on a Metrics Insights query changed its state.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

from __future__ import annotations

from msgspec.structs import replace

from bellhop.event import Event
from bellhop.events.alarms import metrics, read
from bellhop.events.cloudwatch import told
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.cloudwatch", detail_type="CloudWatch Alarm Contributor State Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which contributor of which alarm is in which state, and why."""
    alarm = read(event)
    attributes = [
        (name, value.text(default="")) for name, value in event.detail.items("alarmContributor", "attributes")
    ]
    notification = told(
        event,
        reader,
        kind="cloudwatch.contributor",
        alarm=alarm,
        details=(*attributes, *((reader.say("Metric"), metric.words()) for metric in metrics(alarm)[:2])),
    )
    contributor = event.detail.text("alarmContributor", "id", default="?")
    return replace(notification, thread=f"{alarm.arn}:{contributor}")
