"""CodePipeline waits for somebody to approve or reject, as the approval action itself says on its topic.

https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-json-format.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.layout import compose, links
from bellhop.events.recognise import Bare
from bellhop.message import Action, Style, Tone
from bellhop.notification import Notification, Severity
from bellhop.payload import Payload
from bellhop.reader import Reader
from bellhop.saying import buttons, say

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
    named = [word for option, key in fields for word in (f"--{option}-name", asked.text(key, default=""))]
    where = ("--region", region) if region else ()

    def command(status: str) -> tuple[str, ...]:
        result = ("--result", f"status={status},summary=Bellhop", "--token", asked.text("token"))
        return ("codepipeline", "put-approval-result", *named, *result, *where)

    return buttons(
        say(reader.say("Approve", "승인"), command("Approved"), Style.PRIMARY),
        say(reader.say("Reject", "거절"), command("Rejected"), Style.DANGER),
    )
