"""A CodeDeploy deployment started, succeeded, failed or was stopped.

https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
"""

from __future__ import annotations

from bellhop.event import Event, Form
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links, spoken
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(source="aws.codedeploy", detail_type="CodeDeploy Deployment State-change Notification"),
    Bare(keys=("deploymentId", "applicationName", "eventTriggerName"), where={"instanceId": [{"exists": False}]}),
)

_STATES = {
    "START": ("started", "시작", Tone.INFO, Severity.INFO),
    "READY": ("is ready to shift traffic", "트래픽 전환 준비 완료", Tone.INFO, Severity.INFO),
    "SUCCESS": ("succeeded", "성공", Tone.GOOD, Severity.INFO),
    "FAIL": ("failed", "실패", Tone.BAD, Severity.HIGH),
    "STOP": ("was stopped", "중지됨", Tone.WARN, Severity.MEDIUM),
    "ABORT": ("was stopped", "중지됨", Tone.WARN, Severity.MEDIUM),
}


def tell(event: Event, reader: Reader) -> Notification:
    """Says which application's deployment stands how, why it failed, and on how many instances."""
    detail = event.detail
    spelt = detail.text("state", default="") or detail.text("status", default="?")
    known = (words for word, words in _STATES.items() if spelt.upper().startswith(word))
    english, korean, tone, severity = next(known, (spelt, spelt, Tone.INFO, Severity.INFO))
    name = detail.text("application", default="") or detail.text("applicationName", default="?")
    deployment = detail.text("deploymentId", default="")
    error = detail.inner("errorInformation")
    return compose(
        event,
        reader,
        kind="codedeploy.deployment",
        title=reader.say(
            "Deployment of {name} {verb}", "{name} 배포 {verb}", name=name, verb=spoken(reader, english, korean)
        ),
        feel=(tone, severity),
        text=error.text("ErrorMessage", default="") or event.extra.text("errorMessage", default=""),
        details=(
            (reader.say("Error"), error.text("ErrorCode", default="")),
            (
                reader.say("Group", "배포 그룹"),
                detail.text("deploymentGroup", default="") or detail.text("deploymentGroupName", default=""),
            ),
            (reader.say("Deployment", "배포"), deployment),
            (reader.say("Instances", "인스턴스"), _overview(detail.inner("deploymentOverview"))),
        ),
        more=links(
            (
                reader.say("Deployment", "배포"),
                page(event.region, f"codesuite/codedeploy/deployments/{escaped(deployment)}"),
            )
        ),
        resource=name if event.form is Form.JSON else "",
        thread=f"codedeploy:{deployment}" if deployment else "",
        step=Step.UPDATE,
    )


def _overview(counts: Payload) -> str:
    return ", ".join(
        f"{name} {count.text(default='')}" for name, count in counts.items() if count.text(default="0") != "0"
    )
