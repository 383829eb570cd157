"""What CodePipeline's events share: one execution is one story, whichever way and in whichever order its events come.

https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
"""

from __future__ import annotations

from collections.abc import Iterator

from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import clip, links, spoken
from bellhop.message import Link, Tone
from bellhop.notification import Severity
from bellhop.payload import Payload
from bellhop.reader import Reader

_STATES = {
    "STARTED": ("started", "시작", Tone.INFO, Severity.INFO),
    "RESUMED": ("resumed", "재개", Tone.INFO, Severity.INFO),
    "SUCCEEDED": ("succeeded", "성공", Tone.GOOD, Severity.INFO),
    "FAILED": ("failed", "실패", Tone.BAD, Severity.HIGH),
    "CANCELED": ("was canceled", "취소됨", Tone.WARN, Severity.LOW),
    "CANCELLED": ("was canceled", "취소됨", Tone.WARN, Severity.LOW),
    "SUPERSEDED": ("was overtaken by a newer run", "더 새로운 실행으로 대체됨", Tone.INFO, Severity.INFO),
    "STOPPING": ("is stopping", "중지 중", Tone.WARN, Severity.LOW),
    "STOPPED": ("was stopped", "중지됨", Tone.WARN, Severity.LOW),
    "ABANDONED": ("was abandoned", "중단됨", Tone.WARN, Severity.LOW),
}


def state(event: Event, reader: Reader) -> tuple[str, tuple[Tone, Severity]]:
    """The state as a verb, and how it feels; a state that is not known is told as it is spelt."""
    spelt = event.detail.text("state", default="?")
    english, korean, tone, severity = _STATES.get(spelt, (spelt, spelt, Tone.INFO, Severity.INFO))
    return spoken(reader, english, korean), (tone, severity)


def thread(event: Event) -> str:
    """The key of the execution's story."""
    detail = event.detail
    execution = detail.text("execution-id", default="")
    return f"codepipeline:{event.account}:{event.region}:{detail.text('pipeline', default='')}:{execution}"


def ways(event: Event, reader: Reader) -> tuple[Link, ...]:
    """Links to the pipeline and to this execution."""
    name = escaped(event.detail.text("pipeline", default=""))
    execution = escaped(event.detail.text("execution-id", default=""))
    home = f"codesuite/codepipeline/pipelines/{name}"
    return links(
        (reader.say("Pipeline", "파이프라인"), page(event.region, f"{home}/view")),
        (
            reader.say("Execution", "실행"),
            page(event.region, f"{home}/executions/{execution}/timeline") if execution else "",
        ),
    )


def failures(event: Event, reader: Reader) -> Iterator[tuple[str, str]]:
    """The actions that failed, and why, as a notification rule with full detail tells."""
    yield reader.say("Failed stage", "실패한 단계"), event.extra.text("failedStage", default="")
    for item in event.extra.each("failedActions"):
        action = item.text("action", default="?")
        yield reader.say("Failed action", "실패한 작업"), f"{action}: {item.text('additionalInformation', default='?')}"


def cause(event: Event, reader: Reader) -> Iterator[tuple[str, str]]:
    """Who or what started the execution, and the commit that it runs."""
    trigger = event.detail.at("execution-trigger")
    yield reader.say("Started by", "시작한 주체"), _trigger(trigger)
    author = trigger.text("author-display-name", default="") or trigger.text("author-id", default="")
    yield from (
        (reader.say("Repository", "리포지토리"), trigger.text("full-repository-name", default="")),
        (
            reader.say("Branch", "브랜치"),
            trigger.text("branch-name", default="") or trigger.text("tag-name", default=""),
        ),
        (reader.say("Commit", "커밋"), _commit(trigger)),
        (reader.say("Author", "작성자"), author),
    )
    for source in event.extra.each("sourceActions"):
        told = source.at("sourceActionVariables")
        parts = (told.text(key, default="") for key in ("RepositoryName", "BranchName", "CommitId", "CommitMessage"))
        yield reader.say("Source", "소스"), clip(" · ".join(part for part in parts if part), 300)


def _trigger(trigger: Payload) -> str:
    kind, by = trigger.text("trigger-type", default=""), trigger.text("trigger-detail", default="")
    return f"{kind} ({by})" if kind and by else kind or by


def _commit(trigger: Payload) -> str:
    commit, message = trigger.text("commit-id", default="")[:12], trigger.text("commit-message", default="")
    return clip(f"{commit} {message}", 200)
