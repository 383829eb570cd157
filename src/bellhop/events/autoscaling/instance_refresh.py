"""Auto Scaling is replacing the instances of a group.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.autoscaling",
        detail_type=tuple(
            f"EC2 Auto Scaling Instance Refresh {word}"
            for word in (
                "Started",
                "Checkpoint Reached",
                "Succeeded",
                "Cancelled",
                "Failed",
                "Rollback Started",
                "Rollback Succeeded",
                "Rollback Failed",
            )
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says how the refresh of which group stands."""
    detail = event.detail
    group, state = detail.text("AutoScalingGroupName", default="?"), event.detail_type.rpartition("Refresh ")[2]
    return compose(
        event,
        reader,
        kind="autoscaling.instance_refresh",
        title=reader.say(
            "Instance refresh of {group}: {state}",
            "{group} 인스턴스 새로 고침: {state}",
            group=group,
            state=state.lower(),
        ),
        feel=feeling(state),
        details=(
            (reader.say("Reason"), detail.text("StatusReason", default="")),
            (reader.say("Checkpoint", "체크포인트"), detail.text("CheckpointPercentage", default="")),
            (reader.say("Refresh", "새로 고침"), detail.text("InstanceRefreshId", default="")),
        ),
        more=links(
            (
                reader.say("Group", "그룹"),
                page(event.region, "ec2/home", f"AutoScalingGroupDetails:id={escaped(group)};view=instanceRefresh"),
            )
        ),
        thread=detail.text("InstanceRefreshId", default=""),
        step=Step.UPDATE,
    )
