"""An execution of a Step Functions state machine started, succeeded, failed, timed out or was aborted.

https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import clip, compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.states", detail_type="Step Functions Execution Status Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which execution of which machine stands how, with its error and cause."""
    detail = event.detail
    arn, status = detail.text("executionArn", default=""), detail.text("status", default="?")
    machine = detail.text("stateMachineArn", default="?").rpartition(":")[2]
    cause = detail.text("cause", default="")
    began, ended = detail.time("startDate"), detail.time("stopDate")
    return compose(
        event,
        reader,
        kind="states.execution",
        title=reader.say(
            "State machine {name}: {state}",
            "상태 머신 {name}: {state}",
            name=machine,
            state=state_words(reader, status),
        ),
        feel=feeling(status),
        text=clip(cause, 1500),
        details=(
            (reader.say("Error"), detail.text("error", default="")),
            (reader.say("Execution", "실행"), detail.text("name", default="")),
            (
                reader.say("Took", "걸린 시간"),
                reader.duration(ended - began) if began and ended and ended >= began else "",
            ),
            (reader.say("Redriven", "재실행 횟수"), detail.text("redriveCount", default="").removeprefix("0")),
        ),
        more=links(
            (
                reader.say("Execution", "실행"),
                page(event.region, "states/home", f"/v2/executions/details/{escaped(arn)}"),
            )
        ),
        resource=arn,
        thread=arn,
        step=Step.UPDATE,
    )
