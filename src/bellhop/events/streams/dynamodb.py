"""An item of a DynamoDB table was inserted, changed or removed.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.Lambda.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import clip, compose
from bellhop.events.recognise import Bare
from bellhop.notification import Notification
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (
    Bare(keys=("Records",), where={"Records": {"eventSource": ["aws:dynamodb"]}}),
    Bare(keys=("dynamodb", "eventName")),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what was done to which item of which table, and which attributes it has now."""
    record = event.detail.at("Records", 0) or event.detail
    told = record.at("dynamodb")
    arn = parse_arn(record.text("eventSourceARN", default=""))
    table = arn.resource.split("/")[1] if arn and "/" in arn.resource else ""
    keys = ", ".join(f"{name} {_plain(value)}" for name, value in told.items("Keys"))
    more = len([*event.detail.each("Records")]) - 1
    values = {
        "what": state_words(reader, record.text("eventName", default="?")),
        "table": table or "?",
        "keys": clip(keys, 150),
    }
    return compose(
        event,
        reader,
        kind="streams.dynamodb",
        title=reader.say("DynamoDB {table}: {what} {keys}", "DynamoDB {table}: {what} {keys}", **values),
        details=(
            *((name, clip(_plain(value), 200)) for name, value in [*told.items("NewImage")][:10]),
            (reader.say("Further records", "추가 레코드"), str(more) if more > 0 else ""),
        ),
        resource=record.text("eventSourceARN", default=""),
        at=told.time("ApproximateCreationDateTime"),
    )


def _plain(value: Payload) -> str:
    """A typed attribute, `{"S": "x"}`, as its value."""
    return next((inner.text(default="") or str(inner.value) for _, inner in value.items()), "")
