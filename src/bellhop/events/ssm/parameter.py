"""A parameter in Parameter Store was made, changed or deleted, or a policy of it acts.

https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.ssm", detail_type=("Parameter Store Change", "Parameter Store Policy Action")),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what was done to which parameter; its value is never in the event."""
    detail = event.detail
    operation = (
        detail.text("operation", default="")
        or detail.text("parameter-policy-type", default="")
        or detail.text("policy-type", default="?")
    )
    name = detail.text("name", default="") or detail.text("parameter-name", default="?")
    gone = operation == "Delete" or "Expir" in operation
    return compose(
        event,
        reader,
        kind="ssm.parameter",
        title=reader.say(
            "Parameter {name}: {what}", "파라미터 {name}: {what}", name=name, what=state_words(reader, operation)
        ),
        feel=(Tone.WARN, Severity.LOW) if gone else (Tone.INFO, Severity.INFO),
        text=detail.text("action-reason", default=""),
        details=(
            (reader.say("Type"), detail.text("type", default="")),
            (reader.say("Description"), detail.text("description", default="")),
            (reader.say("Status"), detail.text("action-status", default="")),
        ),
        more=links(
            (
                reader.say("Parameter", "파라미터"),
                page(event.region, f"systems-manager/parameters/{escaped(name)}/description"),
            )
        ),
    )
