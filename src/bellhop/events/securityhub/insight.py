"""An analyst sent the results of a Security Hub insight by a custom action.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.layout import compose
from bellhop.events.recognise import EventBridge
from bellhop.message import Table
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.securityhub", detail_type="Security Hub Insight Results"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which insight it is, and what it counted."""
    detail = event.detail
    counted = tuple(
        (name, count.text(default="")) for item in detail.each("insightResults") for name, count in item.items()
    )
    name = detail.text("insightName", default="?")
    return compose(
        event,
        reader,
        kind="securityhub.insight",
        title=reader.say("Security Hub insight: {name}", "Security Hub 인사이트: {name}", name=name),
        details=(
            (reader.say("Action"), detail.text("actionName", default="")),
            (reader.say("Description"), detail.text("actionDescription", default="")),
            (reader.say("Type"), detail.text("resultType", default="")),
        ),
        blocks=(Table(heads=(reader.say("Value", "값"), reader.say("Findings", "결과")), rows=counted[:20]),)
        if counted
        else (),
        resource=detail.text("insightArn", default=""),
    )
