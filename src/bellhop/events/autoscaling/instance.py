"""Auto Scaling launched or terminated an instance, or could not.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/automating-ec2-auto-scaling-with-eventbridge.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.autoscaling",
        detail_type=(
            "EC2 Instance Launch Successful",
            "EC2 Instance Launch Unsuccessful",
            "EC2 Instance Terminate Successful",
            "EC2 Instance Terminate Unsuccessful",
        ),
    ),
    Bare(keys=("AutoScalingGroupName", "Event"), where={"Event": [{"prefix": "autoscaling:EC2_INSTANCE"}]}),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which group gained or lost which instance, and why; of a failure, what AWS says."""
    detail = event.detail
    said = detail.text("Event", default="") or event.detail_type
    failed = "ERROR" in said or "Unsuccessful" in said
    group = detail.text("AutoScalingGroupName", default="?")
    return compose(
        event,
        reader,
        kind="autoscaling.instance",
        title=_title(event, reader, failed=failed, launch="LAUNCH" in said.upper()),
        feel=(Tone.BAD, Severity.HIGH) if failed else (Tone.INFO, Severity.INFO),
        text=detail.text("StatusMessage", default="") or detail.text("Cause", default=""),
        details=(
            (reader.say("Zone", "가용 영역"), detail.text("Details", "Availability Zone", default="")),
            (reader.say("Subnet", "서브넷"), detail.text("Details", "Subnet ID", default="")),
            (reader.say("Status"), detail.text("StatusCode", default="")),
            (reader.say("Activity", "활동"), detail.text("ActivityId", default="")),
        ),
        more=links(
            (
                reader.say("Group", "그룹"),
                page(event.region, "ec2/home", f"AutoScalingGroupDetails:id={escaped(group)};view=activity"),
            )
        ),
        resource=detail.text("AutoScalingGroupARN", default=""),
        at=detail.time("Time"),
    )


def _title(event: Event, reader: Reader, *, failed: bool, launch: bool) -> str:
    group = event.detail.text("AutoScalingGroupName", default="?")
    instance = event.detail.text("EC2InstanceId", default="") or "?"
    sentences = {
        (True, True): (
            "Auto Scaling group {group} could not launch an instance",
            "Auto Scaling 그룹 {group}: 인스턴스 시작 실패",
        ),
        (True, False): (
            "Auto Scaling group {group} could not terminate {instance}",
            "Auto Scaling 그룹 {group}: {instance} 종료 실패",
        ),
        (False, True): ("Auto Scaling group {group} launched {instance}", "Auto Scaling 그룹 {group}: {instance} 시작"),
        (False, False): (
            "Auto Scaling group {group} terminated {instance}",
            "Auto Scaling 그룹 {group}: {instance} 종료",
        ),
    }
    return reader.say(*sentences[failed, launch], group=group, instance=instance)
