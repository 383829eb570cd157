"""Something about EC2 capacity changed: a reservation, a Spot request, fast launch of an image.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-reservation-monitoring.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling, scalars
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.ec2",
        detail_type=(
            "EC2 Capacity Block Reservation Delivered",
            "EC2 Capacity Block Reservation Expiration Warning",
            "EC2 Capacity Reservation Scheduled",
            "EC2 Fast Launch State-change Notification",
            "EC2 ODCR Underutilization Notification",
            "EC2 Spot Instance Request Fulfillment",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what became of which reservation, request or image."""
    detail = event.detail
    keys = ("capacity-reservation-id", "capacity-block-reservation-id", "imageId", "spot-instance-request-id")
    name = next((text for key in keys if (text := detail.text(key, default=""))), next(iter(event.resources), "?"))
    state = detail.text("state", default="")
    return compose(
        event,
        reader,
        kind="ec2.capacity",
        title=f"{event.detail_type}: {name}" + (f" {state_words(reader, state)}" if state else ""),
        feel=(Tone.WARN, Severity.LOW)
        if "Warning" in event.detail_type or "Under" in event.detail_type
        else feeling(state),
        details=scalars(detail, name, state, limit=8),
    )
