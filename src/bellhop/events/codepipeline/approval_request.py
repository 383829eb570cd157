"""CodePipeline waits for somebody to approve or reject, as the approval action itself says on its topic.

https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-json-format.html
"""

from __future__ import annotations

import shlex

from bellhop.event import Event
from bellhop.events.layout import compose, links
from bellhop.events.recognise import Bare
from bellhop.message import Action, Style, Tone
from bellhop.notification import Notification, Severity
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (Bare(keys=("approval",), where={"approval": {"pipelineName": [{"exists": True}]}}),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what waits, until when, with the author's words; its buttons obey the guardrails like any command."""
    asked = event.detail.at("approval")
    values = {"action": asked.text("actionName", default="?"), "name": asked.text("pipelineName")}
    return compose(
        event,
        reader,
        kind="codepipeline.approval_request",
        title=reader.say(
            "Approval needed: {action} in pipeline {name}", "승인 필요: 파이프라인 {name}의 {action}", **values
        ),
        feel=(Tone.WARN, Severity.MEDIUM),
        text=asked.text("customData", default=""),
        details=(
            (reader.say("Stage", "단계"), asked.text("stageName", default="")),
            (reader.say("Until", "기한"), reader.moment(asked.time("expires")) or asked.text("expires", default="")),
        ),
        more=links(
            (reader.say("Review", "검토"), asked.text("approvalReviewLink", default="")),
            (reader.say("To review", "검토 대상"), asked.text("externalEntityLink", default="")),
            (reader.say("Pipeline", "파이프라인"), event.detail.text("consoleLink", default="")),
        ),
        actions=_answers(asked, event.region, reader) if asked.text("token", default="") else (),
        resource=values["name"],
    )


def _answers(asked: Payload, region: str, reader: Reader) -> tuple[Action, ...]:
    fields = (("pipeline", "pipelineName"), ("stage", "stageName"), ("action", "actionName"))
    named = " ".join(f"--{option}-name {shlex.quote(asked.text(key, default=''))}" for option, key in fields)
    where = f" --region {region}" if region else ""

    def command(status: str) -> str:
        result = f"--result status={status},summary=Bellhop --token {shlex.quote(asked.text('token'))}"
        return f"codepipeline put-approval-result {named} {result}{where}"

    return (
        Action(label=reader.say("Approve", "승인"), name="say", value=command("Approved"), style=Style.PRIMARY),
        Action(label=reader.say("Reject", "거절"), name="say", value=command("Rejected"), style=Style.DANGER),
    )
