"""AWS is going to take an EC2 instance back, or advises to replace it.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.ec2",
        detail_type=(
            "EC2 Capacity Reservation Instance Interruption Warning",
            "EC2 Instance Rebalance Recommendation",
            "EC2 Spot Instance Interruption Warning",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which instance will be stopped, hibernated or terminated, and when: Spot gives two minutes."""
    detail = event.detail
    instance, action = detail.text("instance-id", default="?"), detail.text("instance-action", default="")
    values = {"instance": instance, "action": action}
    if action:
        title = reader.say(
            "AWS will {action} EC2 instance {instance}", "AWS가 EC2 인스턴스 {instance} {action} 예정", **values
        )
    else:
        title = reader.say(
            "EC2 Spot instance {instance} may be interrupted soon",
            "EC2 스팟 인스턴스 {instance} 곧 중단될 수 있음",
            **values,
        )
    return compose(
        event,
        reader,
        kind="ec2.instance_interruption",
        title=title,
        feel=(Tone.BAD, Severity.HIGH) if action else (Tone.WARN, Severity.MEDIUM),
        text=reader.say("Spot instances get two minutes' notice.", "스팟 인스턴스는 2분 전에 통지됩니다.")
        if action and "Spot" in event.detail_type
        else "",
        details=(
            (reader.say("When", "시점"), reader.moment(detail.time("instance-termination-time"))),
            (reader.say("Zone", "가용 영역"), detail.text("azId", default="")),
        ),
        more=links(
            (
                reader.say("Instance", "인스턴스"),
                page(event.region, "ec2/home", f"InstanceDetails:instanceId={escaped(instance)}"),
            )
        ),
        thread=f"ec2:{event.account}:{event.region}:{instance}",
        step=Step.UPDATE,
    )
