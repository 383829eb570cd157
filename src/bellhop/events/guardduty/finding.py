"""GuardDuty found a threat, or saw one again.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.guardduty import names, origins
from bellhop.events.layout import compose, links, whole
from bellhop.events.places import place
from bellhop.events.recognise import Bare, EventBridge
from bellhop.events.severities import by_label, guardduty_label
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(source="aws.guardduty", detail_type="GuardDuty Finding"),
    Bare(keys=("schemaVersion", "accountId", "service", "severity", "type")),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what was seen on which resource, from which address, how bad it is, how often and since when."""
    finding = event.detail
    score = finding.number("severity", default=0)
    label = guardduty_label(score)
    service = finding.at("service")
    count = whole(service.number("count", default=1))
    return compose(
        event,
        reader,
        kind="guardduty.finding",
        title=f"GuardDuty {label}: {finding.text('title', default='') or finding.text('type', default='?')}",
        feel=by_label(label),
        text=finding.text("description", default=""),
        details=(
            (reader.say("Severity", "심각도"), f"{label} ({score:g})"),
            (reader.say("Type"), finding.text("type", default="")),
            (reader.say("Resource"), ", ".join(dict.fromkeys(names(finding.at("resource"))))),
            (reader.say("From", "출발지"), ", ".join(dict.fromkeys(origins(service.at("action"))))),
            (reader.say("API call", "API 호출"), service.text("action", "awsApiCallAction", "api", default="")),
            (reader.say("Threat", "위협"), service.text("additionalInfo", "threatName", default="")),
            (reader.say("Seen", "횟수"), reader.say("{count} times", "{count}회", count=count) if count > 1 else ""),
            (reader.say("First seen", "처음"), reader.moment(service.time("eventFirstSeen"))),
            (reader.say("Last seen", "마지막"), reader.moment(service.time("eventLastSeen"))),
            (reader.say("Account"), finding.text("accountId", default="")),
            (reader.say("Region"), place(finding.text("region", default=""), reader)),
        ),
        more=links(
            (
                reader.say("Finding", "결과"),
                page(
                    event.region,
                    "guardduty/home",
                    f"/findings?macros=current&fId={escaped(finding.text('id', default=''))}",
                ),
            )
        ),
        resource=finding.text("arn", default=""),
        thread=finding.text("arn", default="") or finding.text("id", default=""),
        step=Step.UPDATE,
    )
