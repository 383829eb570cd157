"""An EC2 instance started, stopped or was terminated.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.ec2", detail_type="EC2 Instance State-change Notification"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which instance is in which state, and leads to it."""
    instance, state = event.detail.text("instance-id", default="?"), event.detail.text("state", default="?")
    gone = state in ("terminated", "shutting-down", "stopped")
    return compose(
        event,
        reader,
        kind="ec2.instance_state",
        title=reader.say(
            "EC2 instance {instance} is {state}",
            "EC2 인스턴스 {instance}: {state}",
            instance=instance,
            state=state_words(reader, state),
        ),
        feel=(Tone.WARN, Severity.LOW) if gone else (Tone.GOOD if state == "running" else Tone.INFO, Severity.INFO),
        more=links(
            (
                reader.say("Instance", "인스턴스"),
                page(event.region, "ec2/home", f"InstanceDetails:instanceId={escaped(instance)}"),
            )
        ),
        thread=f"ec2:{event.account}:{event.region}:{instance}",
        step=Step.UPDATE,
    )
