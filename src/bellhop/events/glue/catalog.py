"""A database or table in the Glue Data Catalog changed.

https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.glue",
        detail_type=("Glue Data Catalog Database State Change", "Glue Data Catalog Table State Change"),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what changed in which database or table."""
    detail = event.detail
    table, database = detail.text("tableName", default=""), detail.text("databaseName", default="?")
    name = f"{database}.{table}" if table else database
    return compose(
        event,
        reader,
        kind="glue.catalog",
        title=reader.say(
            "Glue catalog {name}: {what}",
            "Glue 카탈로그 {name}: {what}",
            name=name,
            what=state_words(reader, detail.text("typeOfChange", default="?")),
        ),
        details=(
            (reader.say("Tables", "테이블"), ", ".join(detail.texts("changedTables")[:10])),
            (reader.say("Partitions", "파티션"), ", ".join(detail.texts("changedPartitions")[:10])),
        ),
    )
