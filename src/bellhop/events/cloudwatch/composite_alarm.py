"""A CloudWatch composite alarm, made of other alarms, changed its state.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.alarm_buttons import look_at
from bellhop.events.alarms import Alarm, read
from bellhop.events.cloudwatch import told
from bellhop.events.console import alarm as alarm_page
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Fact
from bellhop.notification import Notification
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (
    Bare(keys=("AlarmRule", "AlarmName")),
    EventBridge(
        source="aws.cloudwatch",
        detail_type="CloudWatch Alarm State Change",
        detail={"configuration": {"alarmRule": [{"exists": True}]}},
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which alarm, in which state, and because of which of its children, each with a link."""
    alarm = read(event)
    children = (_child(child, reader) for child in _children(event, alarm))
    return told(
        event,
        reader,
        kind="cloudwatch.composite_alarm",
        alarm=alarm,
        details=(*children, (reader.say("Rule", "규칙"), alarm.rule)),
        actions=look_at(alarm, reader, kind="CompositeAlarm"),
    )


def _children(event: Event, alarm: Alarm) -> list[Payload]:
    return [*alarm.data.each("triggeringAlarms")] or [*event.detail.each("TriggeringChildren")]


def _child(child: Payload, reader: Reader) -> Fact | None:
    text = child.text("arn", default="") or child.text("Arn", default="")
    arn = parse_arn(text)
    if not text:
        return None
    state = child.at("state") or child.at("State")
    spelt = state.text("value", default="") or state.text("Value", default="") or state.text(default="")
    since = state.time("timestamp") or state.time("Timestamp")
    name = arn.resource.partition(":")[2] if arn else text
    label = (
        reader.say("{state} since {time}", "{state} ({time}부터)", state=spelt, time=reader.moment(since))
        if since
        else spelt
    )
    return Fact(label=name, value=label or "?", url=alarm_page(arn.region, name) if arn else "")
