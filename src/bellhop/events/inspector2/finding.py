"""Inspector found a vulnerability or an open network path, or one is closed.

https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import page
from bellhop.events.layout import clip, compose, links
from bellhop.events.recognise import EventBridge
from bellhop.events.severities import by_label
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.inspector2", detail_type="Inspector2 Finding"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what is vulnerable, how bad, which packages, and which version has the fix."""
    finding = event.detail
    label = finding.text("severity", default="?").upper()
    closed = finding.text("status", default="") in ("CLOSED", "SUPPRESSED")
    hole = finding.at("packageVulnerabilityDetails")
    resources = [item.text("id", default="") for item in finding.each("resources")]
    arn = finding.text("findingArn", default="")
    return compose(
        event,
        reader,
        kind="inspector2.finding",
        title=(reader.say("Resolved: ", "해결: ") if closed else "")
        + f"Inspector {label}: {finding.text('title', default='?')}",
        feel=(Tone.GOOD, Severity.INFO) if closed else by_label(label),
        text=clip(finding.text("description", default=""), 1500),
        details=(
            (reader.say("Status"), finding.text("status", default="")),
            (reader.say("Resources"), "\n".join(filter(None, resources[:5]))),
            (reader.say("Vulnerability", "취약점"), hole.text("vulnerabilityId", default="")),
            (reader.say("Score", "점수"), finding.text("inspectorScore", default="")),
            (
                reader.say("Packages", "패키지"),
                "\n".join(_package(item) for item in [*hole.each("vulnerablePackages")][:5]),
            ),
            (reader.say("Exploit known", "공격 코드 존재"), finding.text("exploitAvailable", default="")),
            (reader.say("Fix", "수정"), finding.text("fixAvailable", default="")),
            (reader.say("What to do", "조치"), finding.text("remediation", "recommendation", "text", default="")),
        ),
        more=links(
            (reader.say("Findings", "결과"), page(event.region, "inspector/v2/home", "/findings/all")),
            (reader.say("Vulnerability", "취약점"), hole.text("sourceUrl", default="")),
        ),
        thread=arn,
        step=Step.CLOSE if closed else Step.UPDATE,
    )


def _package(item: Payload) -> str:
    fixed = item.text("fixedInVersion", default="")
    return f"{item.text('name', default='?')} {item.text('version', default='')}" + (f" → {fixed}" if fixed else "")
