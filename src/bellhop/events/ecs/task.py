"""A task in Amazon ECS changed its state.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import clip, compose, links
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.ecs", detail_type="ECS Task State Change"),)

_FAULTS = ("EssentialContainerExited", "TaskFailedToStart", "SpotInterruption", "TerminationNotice")


def tell(event: Event, reader: Reader) -> Notification:
    """Says which task stands how; of a stopped one, why it stopped and with which exit codes."""
    detail = event.detail
    state, wanted = detail.text("lastStatus", default="?"), detail.text("desiredStatus", default="")
    group = detail.text("group", default="").partition(":")[2] or _name(detail.text("taskDefinitionArn", default=""))
    reason, code = detail.text("stoppedReason", default=""), detail.text("stopCode", default="")
    cluster, task = _name(detail.text("clusterArn", default="")), _name(detail.text("taskArn", default=""))
    containers = [*detail.each("containers")]
    failed = state == "STOPPED" and (any(_failed(item) for item in containers) or code in _FAULTS)
    values = {"name": group or task or "?", "state": state_words(reader, state)}
    return compose(
        event,
        reader,
        kind="ecs.task",
        title=reader.say("ECS task of {name} {state}", "ECS {name} 태스크: {state}", **values)
        + (f": {clip(reason, 120)}" if reason else ""),
        feel=(Tone.BAD, Severity.MEDIUM)
        if failed
        else (Tone.WARN, Severity.LOW)
        if reason
        else (Tone.INFO, Severity.INFO),
        details=(
            (reader.say("Reason"), reason),
            (reader.say("Stop code", "중지 코드"), code),
            *((reader.say("Container", "컨테이너"), _container(item, reader)) for item in containers[:10]),
            (reader.say("Wanted state", "원하는 상태"), wanted if wanted != state else ""),
            (reader.say("Cluster", "클러스터"), cluster),
            (reader.say("Launch type", "시작 유형"), detail.text("launchType", default="")),
            (reader.say("Zone", "가용 영역"), detail.text("availabilityZone", default="")),
            (reader.say("Started by", "시작한 주체"), detail.text("startedBy", default="")),
        ),
        more=links(
            (
                reader.say("Task", "태스크"),
                page(event.region, f"ecs/v2/clusters/{escaped(cluster)}/tasks/{escaped(task)}"),
            )
        ),
        thread=detail.text("taskArn", default=""),
        step=Step.UPDATE,
    )


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]


def _failed(item: Payload) -> bool:
    return item.number("exitCode", default=0) != 0 or item.has("reason")


def _container(item: Payload, reader: Reader) -> str:
    said = [item.text("name", default="?"), state_words(reader, item.text("lastStatus", default=""))]
    if item.has("exitCode"):
        said.append(reader.say("exit code {code}", "종료 코드 {code}", code=item.text("exitCode", default="?")))
    return ", ".join(part for part in (*said, item.text("reason", default="")) if part)
