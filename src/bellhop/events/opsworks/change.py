"""An instance, command or deployment of AWS OpsWorks changed its state, or OpsWorks warns.

https://docs.aws.amazon.com/opsworks/latest/userguide/monitoring-cloudwatch-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.opsworks",
        detail_type=(
            "OpsWorks Alert",
            "OpsWorks Command State Change",
            "OpsWorks Deployment State Change",
            "OpsWorks Instance State Change",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what is in which state, who began it, and what OpsWorks warns of."""
    detail = event.detail
    alert = event.detail_type == "OpsWorks Alert"
    state = detail.text("status", default="") or state_words(reader, detail.text("type", default="?"))
    name = (
        detail.text("hostname", default="")
        or detail.text("ec2-instance-id", default="")
        or detail.text("instance-id", default="")
    )
    return compose(
        event,
        reader,
        kind="opsworks.change",
        title=f"{event.detail_type}: {name} {state}",
        feel=(Tone.WARN, Severity.MEDIUM) if alert else feeling(state),
        text=detail.text("message", default=""),
        details=(
            (reader.say("Started by", "시작한 주체"), detail.text("initiated_by", default="")),
            (reader.say("Instance", "인스턴스"), detail.text("ec2-instance-id", default="")),
            (reader.say("Stack", "스택"), detail.text("stack-id", default="")),
        ),
    )
