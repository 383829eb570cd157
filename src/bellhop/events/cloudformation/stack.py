"""A CloudFormation stack, or a resource in it, changed its state.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/eventbridge-events-ref.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.cloudformation import fields
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge, Prose
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.payload import parse_time
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.cloudformation",
        detail_type=("CloudFormation Resource Status Change", "CloudFormation Stack Status Change"),
    ),
    Prose(text=r"StackId='arn:"),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which stack or resource stands how, and why; the lines that a stack writes to its topic are read alike."""
    told = fields(event)
    arn, state, reason = told["stack"], told["state"], told["reason"]
    parts = parse_arn(arn)
    stack = parts.resource.split("/")[1] if parts and "/" in parts.resource else arn or "?"
    region = parts.region if parts else event.region
    part = told["part"] if told["part"] not in ("", stack) else ""
    values = {"stack": stack, "state": state_words(reader, state), "part": part}
    if part:
        title = reader.say("{part} of stack {stack}: {state}", "{stack} 스택의 {part}: {state}", **values)
    else:
        title = reader.say("Stack {stack}: {state}", "{stack} 스택: {state}", **values)
    return compose(
        event,
        reader,
        kind="cloudformation.stack",
        title=title,
        feel=_feel(state),
        text=reason,
        details=(
            (reader.say("State"), state),
            (reader.say("Type"), told["type"]),
            (reader.say("Physical id", "물리적 ID"), told["physical"] if part else ""),
        ),
        more=links(
            (
                reader.say("Stack events", "스택 이벤트"),
                page(region, "cloudformation/home", f"/stacks/events?stackId={escaped(arn)}"),
            )
        ),
        resource=arn,
        thread=arn,
        step=Step.REPLY if part else Step.UPDATE,
        at=parse_time(told["time"]),
    )


def _feel(state: str) -> tuple[Tone, Severity]:
    if "ROLLBACK" in state or "FAILED" in state:
        return Tone.BAD, Severity.HIGH
    if state.startswith("DELETE"):
        return Tone.WARN, Severity.LOW
    return (Tone.GOOD if state.endswith("_COMPLETE") else Tone.INFO), Severity.INFO
