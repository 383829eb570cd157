"""An assessment, framework, control or evidence folder of AWS Audit Manager changed.

https://docs.aws.amazon.com/audit-manager/latest/userguide/automating-with-eventbridge.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.layout import compose
from bellhop.events.picking import scalars
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.auditmanager", detail={"eventName": [{"exists": True}]}),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says who did what with which assessment."""
    detail = event.detail
    who = parse_arn(detail.text("author", default=""))
    name = (
        detail.text("assessmentName", default="")
        or detail.text("frameworkName", default="")
        or detail.text("controlName", default="?")
    )
    return compose(
        event,
        reader,
        kind="auditmanager.change",
        title=f"Audit Manager: {event.detail_type.lower()}: {name}",
        details=(
            (reader.say("Who"), who.name if who else detail.text("author", default="")),
            *scalars(detail, name, detail.text("author", default=""), limit=6),
        ),
        at=detail.time("eventTime"),
    )
