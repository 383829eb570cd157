"""A CodeBuild build began, succeeded, failed or was stopped.

https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.codebuild import about, number, phase, ways
from bellhop.events.layout import compose, spoken
from bellhop.events.recognise import EventBridge
from bellhop.message import Code, Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.codebuild", detail_type="CodeBuild Build State Change"),)

_STATES = {
    "IN_PROGRESS": ("started", "시작", Tone.INFO, Severity.INFO),
    "SUCCEEDED": ("succeeded", "성공", Tone.GOOD, Severity.INFO),
    "FAILED": ("failed", "실패", Tone.BAD, Severity.HIGH),
    "FAULT": ("failed (fault)", "실패 (내부 오류)", Tone.BAD, Severity.HIGH),
    "TIMED_OUT": ("timed out", "시간 초과", Tone.BAD, Severity.HIGH),
    "STOPPED": ("was stopped", "중지됨", Tone.WARN, Severity.LOW),
}


def tell(event: Event, reader: Reader) -> Notification:
    """Says how the build ended, the failed phase first, then every phase with its duration, and leads to the log."""
    detail = event.detail
    spelt = detail.text("build-status", default="?")
    english, korean, tone, severity = _STATES.get(spelt, (spelt, spelt, Tone.INFO, Severity.INFO))
    phases = [*detail.each("additional-information", "phases")]
    values = {
        "name": detail.text("project-name", default="?"),
        "number": number(event),
        "verb": spoken(reader, english, korean),
    }
    return compose(
        event,
        reader,
        kind="codebuild.build_state",
        title=reader.say("Build of {name}{number} {verb}", "{name} 빌드{number} {verb}", **values),
        feel=(tone, severity),
        details=(
            *((reader.say("Failed phase", "실패한 단계"), phase(item, reader)) for item in phases if _failed(item)),
            *about(event, reader),
        ),
        blocks=(Code(text="\n".join(phase(item, reader) for item in phases), fold=True),) if phases else (),
        more=ways(event, reader),
        thread=detail.text("build-id", default=""),
        step=Step.UPDATE,
    )


def _failed(item: Payload) -> bool:
    return item.text("phase-status", default="SUCCEEDED") not in ("SUCCEEDED", "STOPPED")
