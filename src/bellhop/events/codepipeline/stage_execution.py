"""A stage of a CodePipeline pipeline started, succeeded, failed, or was resumed or stopped.

https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.codepipeline import cause, chapters, failures, retry, state, thread, ways
from bellhop.events.layout import compose
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.codepipeline", detail_type="CodePipeline Stage Execution State Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which stage of which pipeline stands how, and which of its actions failed."""
    detail = event.detail
    verb, feel = state(event, reader)
    values = {
        "stage": detail.text("stage", default="?"),
        "name": detail.text("pipeline", default="?"),
        "verb": verb,
    }
    return compose(
        event,
        reader,
        kind="codepipeline.stage_execution",
        title=reader.say("Stage {stage} of {name} {verb}", "{name} 파이프라인 {stage} 단계 {verb}", **values),
        feel=feel,
        details=(
            *failures(event, reader),
            *cause(event, reader),
            (reader.say("Execution", "실행"), detail.text("execution-id", default="")),
        ),
        more=ways(event, reader),
        actions=retry(event, detail.text("stage", default=""), reader),
        thread=thread(event),
        step=Step.REPLY,
        chapters=chapters(event, reader, values["stage"]),
    )
