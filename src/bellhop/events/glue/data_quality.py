"""AWS Glue finished judging the quality of data.

https://docs.aws.amazon.com/glue/latest/dg/data-quality-alerts.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.glue-dataquality", detail_type="Data Quality Evaluation Results Available"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which data passed or failed, with which score, and how many rules failed."""
    detail = event.detail
    context = detail.at("context")
    state = detail.text("state", default="?")
    table = ".".join(filter(None, (context.text("databaseName", default=""), context.text("tableName", default=""))))
    name = table or context.text("jobName", default="?")
    score = detail.number("score", default=-1)
    return compose(
        event,
        reader,
        kind="glue.data_quality",
        title=reader.say(
            "Data quality of {name}: {state}",
            "{name} 데이터 품질: {state}",
            name=name,
            state=state_words(reader, state),
        ),
        feel=feeling(state),
        details=(
            (reader.say("Score", "점수"), f"{score:.0%}" if 0 <= score <= 1 else ""),
            (reader.say("Rules failed", "실패한 규칙"), detail.text("numRulesFailed", default="")),
            (reader.say("Rules passed", "통과한 규칙"), detail.text("numRulesSucceeded", default="")),
            (reader.say("Rulesets", "규칙 세트"), ", ".join(detail.texts("rulesetNames"))),
        ),
        resource=name,
    )
