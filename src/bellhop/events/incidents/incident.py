"""Incident Manager began, changed or resolved an incident, as it writes to the topics of a response plan.

https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_IncidentRecord.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.incidents import happened, looks, record_of, time_of
from bellhop.events.layout import compose, links, spoken
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(source="aws.ssm-incidents"),
    Bare(keys=("incidentRecordSource", "impact")),
    Bare(keys=("incidentRecord",)),
    Bare(keys=("incidentRecordArn",)),
)

_TITLES = (("Incident: {name}", "인시던트: {name}"), ("Incident resolved: {name}", "인시던트 해결: {name}"))
_IMPACTS = {
    "1": ("critical", "치명적", Tone.BAD, Severity.CRITICAL),
    "2": ("high", "높음", Tone.BAD, Severity.HIGH),
    "3": ("medium", "보통", Tone.WARN, Severity.MEDIUM),
    "4": ("low", "낮음", Tone.WARN, Severity.LOW),
    "5": ("none", "없음", Tone.INFO, Severity.INFO),
}


def tell(event: Event, reader: Reader) -> Notification:
    """Says which incident stands how, how bad it is, what it is about and who began it; one thread per incident."""
    record = record_of(event.detail)
    arn = record.text("arn", default="") or record.text("incidentRecordArn", default="")
    status = record.text("status", default="").upper()
    resolved = status == "RESOLVED"
    impact = record.text("impact", default="").partition(".")[0]
    english, korean, tone, severity = _IMPACTS.get(impact, ("", "", Tone.WARN, Severity.MEDIUM))
    name = record.text("title", default="") or arn.rpartition("/")[2] or "?"
    source = record.at("incidentRecordSource")
    return compose(
        event,
        reader,
        kind="incidents.incident",
        title=reader.say(*_TITLES[resolved], name=name),
        feel=(Tone.GOOD, Severity.INFO) if resolved else (tone, severity),
        text=record.text("summary", default=""),
        details=(
            (reader.say("Impact", "영향"), f"{impact} ({spoken(reader, english, korean)})" if english else ""),
            (reader.say("Status"), status),
            (reader.say("Began", "시작 시각"), reader.moment(time_of(record, "creationTime"))),
            (reader.say("Resolved", "해결 시각"), reader.moment(time_of(record, "resolvedTime"))),
            (reader.say("Source", "원인"), source.text("resourceArn", default="") or source.text("source", default="")),
            (reader.say("Started by", "시작한 주체"), source.text("createdBy", default="")),
            (reader.say("Changed by", "변경한 주체"), record.text("lastModifiedBy", default="")),
            *happened(record, reader),
        ),
        more=links(
            (
                reader.say("Incident", "인시던트"),
                page(event.region, "systems-manager/incidents/home", f"/incidents/{escaped(arn)}") if arn else "",
            )
        ),
        actions=looks(arn, status, reader),
        resource=arn,
        thread=arn,
        step=Step.REPLY if record.has("eventType") else Step.CLOSE if resolved else Step.UPDATE,
        at=time_of(record, "lastModifiedTime"),
    )
