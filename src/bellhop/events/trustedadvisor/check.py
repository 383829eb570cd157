"""Trusted Advisor looked at a resource again and has advice, or has none any more.

https://docs.aws.amazon.com/awssupport/latest/user/cloudwatch-events-ta.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.trustedadvisor", detail_type="Trusted Advisor Check Item Refresh Notification"),)

_STATES = {
    "ERROR": (Tone.BAD, Severity.HIGH),
    "WARN": (Tone.WARN, Severity.MEDIUM),
    "INFO": (Tone.INFO, Severity.INFO),
    "OK": (Tone.GOOD, Severity.INFO),
}


def tell(event: Event, reader: Reader) -> Notification:
    """Says which check, how it came out, for which resource, with the figures of that resource."""
    detail = event.detail
    status = detail.text("status", default="?")
    resource = detail.text("resource_id", default="")
    figures = [(name, value.text(default="")) for name, value in detail.items("check-item-detail")]
    # A fortnight of daily figures says less than the averages beside it.
    shown = [pair for pair in figures if pair[1] and not pair[0].startswith("Day ")]
    return compose(
        event,
        reader,
        kind="trustedadvisor.check",
        title=f"Trusted Advisor {status}: {detail.text('check-name', default='?').strip()}",
        feel=_STATES.get(status, (Tone.WARN, Severity.LOW)),
        details=((reader.say("Resource"), resource), *shown[:12]),
        more=links((reader.say("Trusted Advisor"), page("", "trustedadvisor/home", "/dashboard"))),
        resource=resource,
    )
