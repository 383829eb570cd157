"""A record came by a Kinesis data stream.

https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
"""

from __future__ import annotations

import base64

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.layout import compose
from bellhop.events.recognise import Bare
from bellhop.message import Code
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (
    Bare(keys=("Records",), where={"Records": {"eventSource": ["aws:kinesis"]}}),
    Bare(keys=("kinesisSchemaVersion", "data")),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Shows the record decoded, if it is text, and says by which stream it came."""
    record = event.detail.at("Records", 0) or event.detail
    told = record.at("kinesis") or record
    arn = parse_arn(record.text("eventSourceARN", default=""))
    text = _decoded(told.text("data", default=""))
    more = len([*event.detail.each("Records")]) - 1
    return compose(
        event,
        reader,
        kind="streams.kinesis",
        title=reader.say(
            "Record of Kinesis stream {name}", "Kinesis 스트림 {name}의 레코드", name=arn.name if arn else "?"
        ),
        details=(
            (reader.say("Partition key", "파티션 키"), told.text("partitionKey", default="")),
            (reader.say("Further records", "추가 레코드"), str(more) if more > 0 else ""),
        ),
        blocks=(Code(text=text, fold=True),) if text else (),
        resource=record.text("eventSourceARN", default=""),
        at=told.time("approximateArrivalTimestamp"),
    )


def _decoded(data: str) -> str:
    try:
        return base64.b64decode(data, validate=True).decode("utf-8")
    except ValueError:
        return ""
