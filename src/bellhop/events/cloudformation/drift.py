"""CloudFormation finished looking for drift in a stack.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/eventbridge-events-ref.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.cloudformation", detail_type="CloudFormation Drift Detection Status Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says whether the stack is still what its template says, and how many resources are not."""
    detail = event.detail
    status = detail.at("status-details")
    arn, drift = detail.text("stack-id", default="?"), status.text("stack-drift-status", default="")
    found = detail.at("drift-detection-details")
    name = (*arn.split("/"), "?")[1]
    return compose(
        event,
        reader,
        kind="cloudformation.drift",
        title=reader.say(
            "Stack {name}: {drift}",
            "{name} 스택: {drift}",
            name=name,
            drift=state_words(reader, drift or status.text("detection-status", default="?")),
        ),
        feel=(Tone.WARN, Severity.MEDIUM) if drift == "DRIFTED" else (Tone.INFO, Severity.INFO),
        details=(
            (reader.say("Drifted resources", "변경된 리소스"), found.text("drifted-stack-resource-count", default="")),
        ),
        more=links(
            (
                reader.say("Drift", "드리프트"),
                page(event.region, "cloudformation/home", f"/stacks/drifts?stackId={escaped(arn)}"),
            )
        ),
        resource=arn,
        thread=arn,
        step=Step.REPLY,
    )
