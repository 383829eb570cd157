"""What CodePipeline's events share: one execution is one story, whichever way and in whichever order its events come.

https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bellhop.chapter import Chapter, Stand
from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import clip, links, spoken
from bellhop.message import Action, Fact, Link, Tone
from bellhop.notification import Severity
from bellhop.payload import Payload
from bellhop.reader import Reader
from bellhop.saying import buttons, say

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


_STANDS = {
    "SUCCEEDED": Stand.DONE,
    "SUPERSEDED": Stand.STOPPED,
    "FAILED": Stand.FAILED,
    "CANCELED": Stand.STOPPED,
    "CANCELLED": Stand.STOPPED,
    "STOPPED": Stand.STOPPED,
    "ABANDONED": Stand.STOPPED,
}


def chapters(event: Event, reader: Reader, *path: str, note: str = "", waits: bool = False) -> Iterator[Chapter]:
    """How the execution, a stage (`path`) or an action stands, and which actions failed as far as the event knows.

    Args:
        event: of the execution, of a stage or of an action.
        reader: whose language the commit and its author are told in.
        path: the stage, and the action in it; none for the execution itself.
        note: why it failed.
        waits: it waits for somebody's approval.
    """
    stand = _STANDS.get(event.detail.text("state", default=""), Stand.RUNNING)
    yield Chapter(
        path=path,
        stand=Stand.WAITING if waits else stand,
        at=event.time,
        began=None if path else event.detail.time("start-time"),
        note=note if stand is Stand.FAILED else "",
        facts=tuple(Fact(label=label, value=value) for label, value in cause(event, reader) if value),
    )
    stage = event.extra.text("failedStage", default="") or (path[0] if path else "")
    for item in event.extra.each("failedActions") if stage else ():
        why = clip(item.text("additionalInformation", default=""), 600)
        parts = (stage, item.text("action", default="?"))
        yield Chapter(path=parts, stand=Stand.FAILED, at=event.time, note=why)


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


_ENDED_BADLY = ("FAILED", "STOPPED", "CANCELED", "CANCELLED")


def look_and_start(event: Event, reader: Reader) -> tuple[Action, ...]:
    """Buttons of an execution: how the pipeline stands and, after a bad end, its failed stage or all of it again."""
    name, where = event.detail.text("pipeline", default=""), region(event)
    if not name:
        return ()
    started = event.detail.text("state", default="") in _ENDED_BADLY
    words = ("codepipeline", "start-pipeline-execution", "--name", name, *where)
    return buttons(
        say(
            reader.say("Pipeline state", "파이프라인 상태"),
            ("codepipeline", "get-pipeline-state", "--name", name, *where),
        ),
        *retry(event, event.extra.text("failedStage", default=""), reader),
        say(reader.say("Start again", "다시 시작"), words) if started else None,
    )


def retry(event: Event, stage: str, reader: Reader) -> tuple[Action, ...]:
    """A button that runs the failed actions of a stage again; none unless it failed.

    https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-retry.html
    """
    named = {key: event.detail.text(key, default="") for key in ("pipeline", "execution-id")}
    if event.detail.text("state", default="") != "FAILED" or not stage or not all(named.values()):
        return ()
    words = ("codepipeline", "retry-stage-execution", "--pipeline-name", named["pipeline"], "--stage-name", stage)
    which = ("--pipeline-execution-id", named["execution-id"], "--retry-mode", "FAILED_ACTIONS", *region(event))
    return buttons(say(reader.say("Retry stage", "단계 재시도"), (*words, *which)))


def region(event: Event) -> tuple[str, ...]:
    """Where a command about an event's pipeline has to run."""
    return ("--region", event.region) if event.region else ()


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


_PATIENCE = timedelta(days=7)


def deadline(event: Event, reader: Reader) -> str:
    """Until when an approval is waited for: the events don't say, and unless the action says otherwise it is a week.

    https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
    """
    if event.time is None:
        return ""
    until = reader.moment(event.time + _PATIENCE)
    return reader.say(
        "{until}, unless the action has a timeout of its own",
        "{until} (작업에 별도 제한 시간이 없는 경우)",
        until=until,
    )


def _trigger(trigger: Payload) -> str:
    kind, by = trigger.text("trigger-type", default=""), trigger.text("trigger-detail", default="")
    return f"{kind} ({by})" if kind and by else kind or by


def _commit(trigger: Payload) -> str:
    commit, message = trigger.text("commit-id", default="")[:12], trigger.text("commit-message", default="")
    return clip(f"{commit} {message}", 200)
