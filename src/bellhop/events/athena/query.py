"""A query in Amazon Athena changed its state.

https://docs.aws.amazon.com/athena/latest/ug/athena-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.athena", detail_type="Athena Query State Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which query of which workgroup stands how, and why it failed."""
    detail = event.detail
    query, state = detail.text("queryExecutionId", default="?"), detail.text("currentState", default="?")
    return compose(
        event,
        reader,
        kind="athena.query",
        title=reader.say(
            "Athena query in {group}: {state}",
            "Athena {group} 쿼리: {state}",
            group=detail.text("workgroupName", default="?"),
            state=state_words(reader, state),
        ),
        feel=feeling(state),
        text=detail.text("athenaError", "errorMessage", default=""),
        details=(
            (reader.say("Query", "쿼리"), query),
            (reader.say("Statement", "문 유형"), detail.text("statementType", default="")),
            (reader.say("Before", "이전 상태"), state_words(reader, detail.text("previousState", default=""))),
        ),
        more=links(
            (reader.say("Query", "쿼리"), page(event.region, "athena/home", f"/query-editor/history/{escaped(query)}"))
        ),
        thread=f"athena:{query}",
        step=Step.UPDATE,
    )
