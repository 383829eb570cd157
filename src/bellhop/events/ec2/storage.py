"""An EBS volume or snapshot was made, copied, shared, deleted, or an operation on one failed.

https://docs.aws.amazon.com/ebs/latest/userguide/ebs-cloud-watch-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.ec2",
        detail_type=(
            "EBS Fast Snapshot Restore State-change Notification",
            "EBS Multi-Volume Snapshots Completion Status",
            "EBS Snapshot Notification",
            "EBS Volume Notification",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which operation on which volume or snapshot came out how, and why it failed."""
    detail = event.detail
    operation, result = (
        detail.text("event", default="?"),
        detail.text("result", default="") or detail.text("state", default=""),
    )
    named = (
        detail.text("snapshot_id", default="")
        or detail.text("snapshot-id", default="")
        or next(iter(event.resources), "?")
    )
    name = named.rpartition("/")[2]
    cause = detail.text("cause", default="")
    return compose(
        event,
        reader,
        kind="ec2.storage",
        title=reader.say(
            "EBS {what} {name}: {result}",
            "EBS {what} {name}: {result}",
            what=state_words(reader, operation),
            name=name,
            result=state_words(reader, result) or "?",
        ),
        feel=feeling(result),
        text=cause,
        details=(
            (reader.say("Source", "원본"), detail.text("source", default="")),
            (reader.say("Began", "시작 시각"), reader.moment(detail.time("startTime"))),
            (reader.say("Ended", "종료 시각"), reader.moment(detail.time("endTime"))),
            (reader.say("Zone", "가용 영역"), detail.text("availability-zone", default="")),
        ),
        resource=named,
    )
