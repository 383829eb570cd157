"""What AWS Health's events share: how one stands, and what it touches.

https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
"""

from __future__ import annotations

from bellhop.chapter import Chapter, Stand
from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import clip
from bellhop.message import Fact
from bellhop.payload import Payload
from bellhop.reader import Reader


def way(event: Event, arn: str) -> str:
    """The event's page of the Health console."""
    return page(event.region, "health/home", f"/account/event-log?eventID={escaped(arn)}")


def chapter(event: Event) -> Chapter:
    """How the event as a whole stands, and since when."""
    detail = event.detail
    return Chapter(
        stand=Stand.DONE if detail.text("statusCode", default="") == "closed" else Stand.RUNNING,
        at=detail.time("lastUpdatedTime") or event.time,
        began=detail.time("startTime"),
    )


def touched(detail: Payload, reader: Reader) -> Fact:
    """The resources that this page names; the label says which page of how many."""
    names = [item.text("entityValue", default="") for item in detail.each("affectedEntities")]
    number, count = detail.text("page", default="1"), detail.text("totalPages", default="1")
    label = reader.say("Resources")
    if count != "1":
        label += reader.say(", page {number} of {count}", " ({count}쪽 중 {number}쪽)", number=number, count=count)
    return Fact(label=label, value=clip(", ".join(filter(None, names)), 1000))
