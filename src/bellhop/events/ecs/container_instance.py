"""A container instance of Amazon ECS joined, drains, left or lost its agent.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_container_instance_events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.ecs", detail_type="ECS Container Instance State Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which instance of which cluster stands how, whether its agent answers, and how many tasks run there."""
    detail = event.detail
    instance, status = detail.text("ec2InstanceId", default="?"), detail.text("status", default="?")
    cluster = detail.text("clusterArn", default="").rpartition("/")[2]
    lost = detail.has("agentConnected") and not detail.flag("agentConnected")
    values = {"instance": instance, "cluster": cluster, "status": state_words(reader, status)}
    return compose(
        event,
        reader,
        kind="ecs.container_instance",
        title=reader.say(
            "ECS lost the agent on {instance} in {cluster}", "ECS {cluster}: {instance} 에이전트 연결 끊김", **values
        )
        if lost
        else reader.say(
            "ECS instance {instance} in {cluster}: {status}", "ECS {cluster} 인스턴스 {instance}: {status}", **values
        ),
        feel=(Tone.BAD, Severity.MEDIUM) if lost else feeling(status),
        text=detail.text("statusReason", default=""),
        details=(
            (reader.say("Running tasks", "실행 중인 태스크"), detail.text("runningTasksCount", default="")),
            (reader.say("Pending tasks", "대기 중인 태스크"), detail.text("pendingTasksCount", default="")),
            (reader.say("Agent", "에이전트"), detail.text("versionInfo", "agentVersion", default="")),
        ),
        more=links(
            (
                reader.say("Cluster", "클러스터"),
                page(event.region, f"ecs/v2/clusters/{escaped(cluster)}/infrastructure"),
            )
        ),
        thread=detail.text("containerInstanceArn", default=""),
        step=Step.UPDATE,
    )
