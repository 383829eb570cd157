"""A replication instance or task of AWS DMS changed its state.

https://docs.aws.amazon.com/dms/latest/userguide/CHAP_EventBridge.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.dms", detail={"eventType": [{"exists": True}]}),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what happened to which task or instance, in the words of DMS."""
    detail = event.detail
    arn = parse_arn(next(iter(event.resources), ""))
    kind, category = detail.text("eventType", default="?"), detail.text("category", default="")
    values = {
        "name": arn.name if arn else "?",
        "what": state_words(reader, kind.removeprefix("REPLICATION_TASK_").removeprefix("REPLICATION_INSTANCE_")),
    }
    return compose(
        event,
        reader,
        kind="dms.event",
        title=reader.say("DMS {name}: {what}", **values),
        feel=feeling(kind),
        text=detail.text("detailMessage", default=""),
        details=(
            (reader.say("Category", "범주"), category),
            (reader.say("Type"), detail.text("type", default="")),
            (reader.say("Event", "이벤트"), detail.text("eventId", default="")),
        ),
        more=links((reader.say("Resource"), detail.text("resourceLink", default=""))),
    )
