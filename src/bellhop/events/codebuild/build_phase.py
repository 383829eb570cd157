"""A phase of a CodeBuild build succeeded or failed.

https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
"""

from __future__ import annotations

from datetime import timedelta

from bellhop.event import Event
from bellhop.events.codebuild import about, number, reason, ways
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.codebuild", detail_type="CodeBuild Build Phase Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which phase of which build ended how, why, and after how long."""
    detail = event.detail
    status = detail.text("completed-phase-status", default="?")
    seconds = detail.number("completed-phase-duration-seconds", default=-1)
    values = {
        "phase": detail.text("completed-phase", default="?"),
        "name": detail.text("project-name", default="?"),
        "number": number(event),
        "status": state_words(reader, status),
    }
    return compose(
        event,
        reader,
        kind="codebuild.build_phase",
        title=reader.say(
            "Phase {phase} of build {name}{number}: {status}", "{name} 빌드{number}의 {phase} 단계: {status}", **values
        ),
        feel=feeling(status),
        details=(
            (reader.say("Reason"), reason(detail.at("completed-phase-context"))),
            (
                reader.say("Took", "걸린 시간"),
                reader.duration(timedelta(seconds=min(seconds, 1e8))) if seconds >= 0 else "",
            ),
            *about(event, reader),
        ),
        more=ways(event, reader),
        thread=detail.text("build-id", default=""),
        step=Step.REPLY,
    )
