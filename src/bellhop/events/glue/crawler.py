"""A crawler of AWS Glue started, finished or failed.

https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.glue", detail_type="Glue Crawler State Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which crawler stands how, what it changed, and where its log is."""
    detail = event.detail
    name, state = detail.text("crawlerName", default="?"), detail.text("state", default="?")
    counts = (
        "tablesCreated",
        "tablesUpdated",
        "tablesDeleted",
        "partitionsCreated",
        "partitionsUpdated",
        "partitionsDeleted",
    )
    return compose(
        event,
        reader,
        kind="glue.crawler",
        title=reader.say(
            "Glue crawler {name}: {state}", "Glue 크롤러 {name}: {state}", name=name, state=state_words(reader, state)
        ),
        feel=feeling(state),
        text=detail.text("errorMessage", default="") or detail.text("message", default=""),
        details=(
            *(
                (state_words(reader, key), detail.text(key, default=""))
                for key in counts
                if detail.number(key, default=0)
            ),
            (reader.say("Running time", "실행 시간"), detail.text("runningTime (sec)", default="")),
        ),
        more=links((reader.say("Log", "로그"), detail.text("cloudWatchLogLink", default=""))),
        resource=name,
    )
