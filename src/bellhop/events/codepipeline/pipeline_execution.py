"""A CodePipeline pipeline started, succeeded, failed, or was stopped or overtaken.

https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.codepipeline import cause, chapters, failures, look_and_start, state, thread, ways
from bellhop.events.layout import compose, whole
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.codepipeline", detail_type="CodePipeline Pipeline Execution State Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says how the run stands, which actions failed and why, what started it, and with which commit."""
    detail = event.detail
    verb, feel = state(event, reader)
    values = {"name": detail.text("pipeline", default="?"), "verb": verb}
    return compose(
        event,
        reader,
        kind="codepipeline.pipeline_execution",
        title=reader.say("Pipeline {name} {verb}", "파이프라인 {name} {verb}", **values),
        feel=feel,
        details=(
            *failures(event, reader),
            *cause(event, reader),
            (reader.say("Began", "시작 시각"), reader.moment(detail.time("start-time"))),
            (reader.say("Attempt", "시도"), _attempt(event)),
            (reader.say("Reason"), _why_stopped(event)),
            (reader.say("Execution", "실행"), detail.text("execution-id", default="")),
        ),
        more=ways(event, reader),
        actions=look_and_start(event, reader),
        thread=thread(event),
        step=Step.UPDATE,
        chapters=chapters(event, reader),
    )


def _why_stopped(event: Event) -> str:
    said = event.detail.text("stop-execution-comments", default="")
    return said or event.detail.text("stop-execution", "reason", default="")


def _attempt(event: Event) -> str:
    """Which attempt it is, from the second on."""
    count = event.detail.number("pipeline-execution-attempt", default=1)
    return f"{whole(count)}" if count > 1 else ""
