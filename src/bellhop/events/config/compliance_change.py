"""A resource began or ceased to comply with an AWS Config rule.

https://docs.aws.amazon.com/config/latest/developerguide/example-config-rule-compliance-notification.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(source="aws.config", detail_type="Config Rules Compliance Change"),
    Bare(keys=("messageType", "configRuleName"), where={"messageType": ["ComplianceChangeNotification"]}),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which resource complies with which rule or not, why, and how it was before."""
    detail = event.detail
    state = detail.text("newEvaluationResult", "complianceType", default="?")
    bad = state == "NON_COMPLIANT"
    rule, resource = detail.text("configRuleName", default="?"), detail.text("resourceId", default="?")
    values = {"rule": rule, "name": resource}
    titles = {
        "NON_COMPLIANT": ("{name} breaks Config rule {rule}", "{name}: Config 규칙 {rule} 위반"),
        "COMPLIANT": ("{name} complies with Config rule {rule} again", "{name}: Config 규칙 {rule} 준수"),
    }
    english, korean = titles.get(
        state, ("Config rule {rule} no longer applies to {name}", "{name}: Config 규칙 {rule} 적용 안 됨")
    )
    return compose(
        event,
        reader,
        kind="config.compliance_change",
        title=reader.say(english, korean, **values),
        feel=(Tone.BAD, Severity.MEDIUM) if bad else (Tone.GOOD if state == "COMPLIANT" else Tone.INFO, Severity.INFO),
        text=detail.text("newEvaluationResult", "annotation", default=""),
        details=(
            (reader.say("State"), state),
            (reader.say("Before", "이전 상태"), detail.text("oldEvaluationResult", "complianceType", default="")),
            (reader.say("Type"), detail.text("resourceType", default="")),
            (reader.say("Since", "시작"), reader.moment(detail.time("newEvaluationResult", "resultRecordedTime"))),
        ),
        more=links(
            (
                reader.say("Rule", "규칙"),
                page(event.region, "config/home", f"/rules/details?configRuleName={escaped(rule)}"),
            )
        ),
        resource=resource,
        thread=f"config:{event.account}:{event.region}:{rule}:{resource}",
        step=Step.UPDATE if bad else Step.CLOSE,
    )
