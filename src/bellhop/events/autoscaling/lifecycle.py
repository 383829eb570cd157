"""Auto Scaling holds an instance at a lifecycle hook until somebody completes it.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle-hooks.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.layout import compose
from bellhop.events.recognise import Bare, EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.autoscaling",
        detail_type=("EC2 Instance-launch Lifecycle Action", "EC2 Instance-terminate Lifecycle Action"),
    ),
    Bare(keys=("LifecycleHookName", "LifecycleTransition")),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which instance waits at which hook of which group, on its way from where to where."""
    detail = event.detail
    launch = "LAUNCH" in detail.text("LifecycleTransition", default=event.detail_type).upper()
    values = {
        "instance": detail.text("EC2InstanceId", default="?"),
        "group": detail.text("AutoScalingGroupName", default="?"),
    }
    origin, goal = detail.text("Origin", default=""), detail.text("Destination", default="")
    return compose(
        event,
        reader,
        kind="autoscaling.lifecycle",
        title=reader.say(
            "{instance} waits to be launched in group {group}", "{group} 그룹: {instance} 시작 대기", **values
        )
        if launch
        else reader.say(
            "{instance} waits to be terminated in group {group}", "{group} 그룹: {instance} 종료 대기", **values
        ),
        details=(
            (reader.say("Hook", "수명 주기 후크"), detail.text("LifecycleHookName", default="")),
            (reader.say("Way", "경로"), f"{origin} → {goal}" if origin and goal else ""),
            (reader.say("Note", "메모"), detail.text("NotificationMetadata", default="")),
        ),
    )
