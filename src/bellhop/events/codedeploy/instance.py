"""A CodeDeploy deployment started, succeeded or failed on one instance.

https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import Bare, EventBridge
from bellhop.notification import Notification, Step
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(source="aws.codedeploy", detail_type="CodeDeploy Instance State-change Notification"),
    Bare(keys=("deploymentId", "instanceId", "eventTriggerName")),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says on which instance the deployment stands how, and in which lifecycle event it failed."""
    detail = event.detail
    state = detail.text("state", default="") or detail.text("instanceStatus", default="?")
    deployment = detail.text("deploymentId", default="")
    values = {
        "name": detail.text("application", default="") or detail.text("applicationName", default="") or deployment,
        "instance": detail.text("instanceId", default="?").rpartition("/")[2],
        "state": state,
    }
    return compose(
        event,
        reader,
        kind="codedeploy.instance",
        title=reader.say(
            "Deployment of {name} on {instance}: {state}", "{name} 배포, 인스턴스 {instance}: {state}", **values
        ),
        feel=feeling(state),
        details=(
            (reader.say("Group", "배포 그룹"), detail.text("deploymentGroup", default="")),
            (reader.say("Deployment", "배포"), deployment),
            *((reader.say("Step", "수명 주기 이벤트"), _step(item)) for item in detail.inner("lifecycleEvents").each()),
        ),
        more=links(
            (
                reader.say("Deployment", "배포"),
                page(event.region, f"codesuite/codedeploy/deployments/{escaped(deployment)}"),
            )
        ),
        thread=f"codedeploy:{deployment}" if deployment else "",
        step=Step.REPLY,
    )


def _step(item: Payload) -> str:
    name = item.text("LifecycleEvent", default="") or item.text("lifecycleEventName", default="?")
    return f"{name} {item.text('LifecycleEventStatus', default='') or item.text('status', default='')}".strip()
