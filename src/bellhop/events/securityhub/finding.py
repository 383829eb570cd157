"""Security Hub has findings: imported, or sent on by an analyst with a custom action.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import clip, compose, links
from bellhop.events.recognise import Bare, EventBridge
from bellhop.events.securityhub import resolved, titles
from bellhop.events.severities import by_label
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.securityhub",
        detail_type=(
            "Security Hub Findings - Imported",
            "Security Hub Findings - Custom Action",
            "Findings Imported V2",
        ),
    ),
    Bare(keys=("ProductArn", "GeneratorId", "AwsAccountId")),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what was found on which resource, how bad, whether it passed, and what AWS advises."""
    finding = event.detail.at("findings", 0) or event.detail
    told = finding.at("finding_info")
    label = (finding.text("Severity", "Label", default="") or finding.text("severity", default="?")).upper()
    title = finding.text("Title", default="") or told.text("title", default="?")
    passed = finding.text("Compliance", "Status", default="") == "PASSED" or resolved(finding)
    resources = _resources(finding)
    key = finding.text("Id", default="") or told.text("uid", default="")
    advice = finding.at("Remediation", "Recommendation") or finding.at("remediation")
    region = finding.text("Region", default="") or finding.text("cloud", "region", default="") or event.region
    return compose(
        event,
        reader,
        kind="securityhub.finding",
        title=(reader.say("Resolved: ", "해결: ") if passed else "") + f"Security Hub {label}: {title}",
        feel=(Tone.GOOD, Severity.INFO) if passed else by_label(label),
        text=finding.text("Description", default="") or told.text("desc", default=""),
        details=_details(event, finding, advice, reader),
        more=links(
            (
                reader.say("Finding", "결과"),
                page(region, "securityhub/home", f"/findings?search=Id%3D{escaped(escaped(key))}"),
            ),
            (reader.say("Remediation", "해결 방법"), advice.text("Url", default="")),
        ),
        resource=next(iter(resources), ""),
        thread=key,
        step=Step.CLOSE if passed else Step.UPDATE,
    )


def _resources(finding: Payload) -> list[str]:
    found = (item for key in ("Resources", "resources") for item in finding.each(key))
    return [item.text("Id", default="") or item.text("uid", default="") for item in found]


def _details(event: Event, finding: Payload, advice: Payload, reader: Reader) -> tuple[tuple[str, str], ...]:
    account = finding.text("AwsAccountId", default="") or finding.text("cloud", "account", "uid", default="")
    return (
        (reader.say("Action"), event.detail.text("actionName", default="")),
        (reader.say("Resources"), clip("\n".join(filter(None, _resources(finding)[:5])), 1000)),
        (reader.say("Compliance", "규정 준수"), finding.text("Compliance", "Status", default="")),
        (reader.say("Workflow", "워크플로"), finding.text("Workflow", "Status", default="")),
        (reader.say("Product", "제품"), finding.text("ProductName", default="")),
        (reader.say("Type"), ", ".join(finding.texts("Types"))),
        (reader.say("Account"), account),
        (reader.say("What to do", "조치"), advice.text("Text", default="") or advice.text("desc", default="")),
        (reader.say("First seen", "처음"), reader.moment(finding.time("FirstObservedAt"))),
        (reader.say("Further findings", "추가 결과"), titles([*event.detail.each("findings")][1:])),
    )
