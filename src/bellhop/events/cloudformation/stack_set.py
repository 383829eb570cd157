"""A CloudFormation stack set, an operation on it or one of its stacks changed its state.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/eventbridge-events-ref.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.cloudformation",
        detail_type=(
            "CloudFormation StackSet Operation Status Change",
            "CloudFormation StackSet StackInstance Status Change",
            "CloudFormation StackSet Status Change",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which stack set, operation or instance stands how, where, and why."""
    detail = event.detail
    arn, status = detail.text("stack-set-arn", default="?"), detail.at("status-details")
    name = arn.partition("stackset/")[2].partition(":")[0] or arn
    state = status.text("status", default="?")
    action = detail.text("action", default="").lower()
    return compose(
        event,
        reader,
        kind="cloudformation.stack_set",
        title=reader.say(
            "Stack set {name} {action}: {state}",
            "{name} 스택 세트 {action}: {state}",
            name=name,
            action=action,
            state=state_words(reader, state),
        ).replace(" :", ":"),
        feel=feeling(state),
        text=status.text("status-reason", default=""),
        details=(
            (reader.say("Detail", "상세 상태"), state_words(reader, status.text("detailed-status", default=""))),
            (
                reader.say("Operation", "작업"),
                detail.text("operation-id", default="") or detail.text("stack-set-operation-id", default=""),
            ),
            (reader.say("Stack", "스택"), detail.text("stack-id", default="")),
        ),
        resource=arn,
        thread=arn,
        step=Step.REPLY,
    )
