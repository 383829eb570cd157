"""Systems Manager saw a compliance state, an association, an inventory, an OpsItem or a calendar change.

https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-eventbridge-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling, pick, scalars
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.ssm",
        detail_type=(
            "Calendar State Change",
            "Change Request Status Update",
            "Configuration Compliance State Change",
            "EC2 State Manager Association State Change",
            "EC2 State Manager Instance Association State Change",
            "Inventory Resource State Change",
            "OpsItem Create",
            "OpsItem Update",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what is in which state, and why."""
    detail = event.detail
    found = pick(detail)
    state = detail.text("compliance-status", default="") or found.state
    name = (
        detail.text("resource-id", default="")
        or detail.text("title", default="")
        or detail.text("association-name", default="")
        or found.name
    )
    return compose(
        event,
        reader,
        kind="ssm.state",
        title=f"{event.detail_type}: {name}" + (f" {state_words(reader, state)}" if state else ""),
        feel=(Tone.WARN, Severity.MEDIUM)
        if state.lower().replace("_", "").startswith("noncompliant")
        else feeling(state),
        text=detail.text("description", default=""),
        details=(
            (reader.say("Reason"), found.reason),
            *scalars(detail, name, state, found.reason, detail.text("description", default=""), limit=8),
        ),
        resource=name,
    )
