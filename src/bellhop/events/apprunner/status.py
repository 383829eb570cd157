"""An App Runner service changed its state, or an operation on it ended.

https://docs.aws.amazon.com/apprunner/latest/dg/monitor-ev.html
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
        source="aws.apprunner",
        detail_type=("AppRunner Service Operation Status Change", "AppRunner Service Status Change"),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what became of which service, in the words of App Runner."""
    detail = event.detail
    name = detail.text("serviceName", default="?")
    state = detail.text("operationStatus", default="") or detail.text("currentServiceStatus", default="?")
    return compose(
        event,
        reader,
        kind="apprunner.status",
        title=reader.say("App Runner {name}: {state}", name=name, state=state_words(reader, state)),
        feel=(Tone.BAD, Severity.HIGH) if detail.text("severity", default="") == "ERROR" else feeling(state),
        text=detail.text("message", default=""),
        details=(
            (reader.say("Before", "이전 상태"), state_words(reader, detail.text("previousServiceStatus", default=""))),
        ),
    )
