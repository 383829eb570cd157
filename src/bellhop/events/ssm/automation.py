"""An Automation runbook of Systems Manager, or a step of one, changed its state.

https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-eventbridge-events.html
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

RECOGNISES = (
    EventBridge(
        source="aws.ssm",
        detail_type=(
            "EC2 Automation Execution Status-change Notification",
            "EC2 Automation Step Status-change Notification",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which runbook or step stands how, and how long it took."""
    detail = event.detail
    status, step = detail.text("Status", default="?"), detail.text("StepName", default="")
    execution = detail.text("ExecutionId", default="")
    values = {"name": detail.text("Definition", default="?"), "step": step, "status": state_words(reader, status)}
    return compose(
        event,
        reader,
        kind="ssm.automation",
        title=reader.say("Step {step} of runbook {name}: {status}", "{name} 런북 {step} 단계: {status}", **values)
        if step
        else reader.say("Runbook {name}: {status}", "{name} 런북: {status}", **values),
        feel=feeling(status),
        details=(
            (reader.say("Action"), detail.text("Action", default="")),
            (reader.say("Started by", "시작한 주체"), detail.text("ExecutedBy", default="")),
            (reader.say("Began", "시작 시각"), reader.moment(detail.time("StartTime"))),
            (reader.say("Ended", "종료 시각"), reader.moment(detail.time("EndTime"))),
        ),
        more=links(
            (
                reader.say("Execution", "실행"),
                page(event.region, f"systems-manager/automation/execution/{escaped(execution)}"),
            )
        ),
        thread=f"ssm:{execution}" if execution else "",
        step=Step.REPLY if step else Step.UPDATE,
    )
