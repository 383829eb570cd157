"""An EC2 Fleet or Spot Fleet changed, launched or lost instances, or made a mistake.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitor-ec2-fleet-using-eventbridge.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling, scalars
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source=("aws.ec2fleet", "aws.ec2spotfleet"),
        detail_type=(
            "EC2 Fleet Error",
            "EC2 Fleet Information",
            "EC2 Fleet Instance Change",
            "EC2 Fleet Spot Instance Request Change",
            "EC2 Fleet State Change",
            "EC2 Spot Fleet Error",
            "EC2 Spot Fleet Information",
            "EC2 Spot Fleet Instance Change",
            "EC2 Spot Fleet Spot Instance Request Change",
            "EC2 Spot Fleet State Change",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what happened to which fleet, with which instance or request."""
    detail = event.detail
    fleet = next(iter(event.resources), "?").rpartition("/")[2]
    said = detail.inner("description")
    what = state_words(reader, detail.text("sub-type", default="?"))
    wrong = event.detail_type.endswith("Error")
    return compose(
        event,
        reader,
        kind="ec2.fleet",
        title=reader.say(
            "{kind} {fleet}: {what}", kind=event.detail_type.partition(" Fleet")[0] + " Fleet", fleet=fleet, what=what
        ),
        feel=(Tone.BAD, Severity.MEDIUM) if wrong else feeling(what),
        text=said.text(default=""),
        details=(
            (reader.say("Instance", "인스턴스"), detail.text("instance-id", default="")),
            (reader.say("Request", "요청"), detail.text("spot-instance-request-id", default="")),
            *scalars(said, limit=6),
        ),
        thread=next(iter(event.resources), ""),
        step=Step.REPLY,
    )
