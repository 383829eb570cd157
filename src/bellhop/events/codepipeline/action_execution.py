"""An action of a CodePipeline pipeline started, succeeded or failed, or a manual approval waits.

https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.codepipeline import chapters, deadline, retry, state, thread, ways
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge
from bellhop.message import Link, Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.codepipeline", detail_type="CodePipeline Action Execution State Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which action stands how and, if it failed, with which error; asks for a review where one is waited for."""
    detail, extra = event.detail, event.extra
    result = detail.at("execution-result")
    reason = result.text("external-execution-summary", default="") or extra.text("additionalInformation", default="")
    verb, feel = state(event, reader)
    waits = detail.text("type", "category", default="") == "Approval" and detail.text("state", default="") == "STARTED"
    values = {
        "action": detail.text("action", default="?"),
        "stage": detail.text("stage", default="?"),
        "name": detail.text("pipeline", default="?"),
        "verb": verb,
    }
    if waits:
        title = reader.say(
            "Approval needed: {action} in pipeline {name}", "승인 필요: {name} 파이프라인 {action}", **values
        )
        feel = (Tone.WARN, Severity.MEDIUM)
    else:
        title = reader.say("Action {action} of {name} {verb}", "{name} 파이프라인 {action} 작업 {verb}", **values)
    return compose(
        event,
        reader,
        kind="codepipeline.action_execution",
        title=title,
        feel=feel,
        text=extra.text("customData", default=""),
        details=(
            (reader.say("Stage", "단계"), values["stage"]),
            (reader.say("Until", "기한"), deadline(event, reader) if waits else ""),
            (reader.say("Provider", "공급자"), detail.text("type", "provider", default="")),
            (reader.say("Error"), result.text("error-code", default="")),
            (reader.say("Reason"), reason),
            (reader.say("Execution", "실행"), detail.text("execution-id", default="")),
        ),
        more=(*_outside(event, reader), *ways(event, reader)),
        actions=retry(event, detail.text("stage", default=""), reader),
        thread=thread(event),
        step=Step.REPLY,
        chapters=chapters(event, reader, values["stage"], values["action"], note=reason, waits=waits),
    )


def _outside(event: Event, reader: Reader) -> tuple[Link, ...]:
    """Links to where the action runs, and to what is to be reviewed."""
    return links(
        (reader.say("Details", "상세"), event.detail.text("execution-result", "external-execution-url", default="")),
        (reader.say("To review", "검토 대상"), event.extra.text("externalEntityLink", default="")),
        (reader.say("Review", "검토"), event.extra.text("approvalReviewLink", default="")),
    )
