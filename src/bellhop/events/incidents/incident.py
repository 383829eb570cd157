"""Incident Manager began, changed or resolved an incident, as it writes to the topics of a response plan.

https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_IncidentRecord.html
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Action, Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.payload import Payload
from bellhop.reader import Reader
from bellhop.saying import buttons, say

RECOGNISES = (
    EventBridge(source="aws.ssm-incidents"),
    Bare(keys=("incidentRecordSource", "impact")),
    Bare(keys=("incidentRecord",)),
    Bare(keys=("incidentRecordArn",)),
)

_IMPACTS = {
    "1": ("critical", "치명적", Tone.BAD, Severity.CRITICAL),
    "2": ("high", "높음", Tone.BAD, Severity.HIGH),
    "3": ("medium", "보통", Tone.WARN, Severity.MEDIUM),
    "4": ("low", "낮음", Tone.WARN, Severity.LOW),
    "5": ("none", "없음", Tone.INFO, Severity.INFO),
}


def tell(event: Event, reader: Reader) -> Notification:
    """Says which incident stands how, how bad it is, what it is about and who began it; one thread per incident."""
    record = _record(event.detail)
    arn = record.text("arn", default="") or record.text("incidentRecordArn", default="")
    resolved = record.text("status", default="").upper() == "RESOLVED"
    impact = record.text("impact", default="").partition(".")[0]
    english, korean, tone, severity = _IMPACTS.get(impact, ("", "", Tone.WARN, Severity.MEDIUM))
    name = record.text("title", default="") or arn.rpartition("/")[2] or "?"
    source = record.at("incidentRecordSource")
    return compose(
        event,
        reader,
        kind="incidents.incident",
        title=reader.say("Incident resolved: {name}", "인시던트 해결: {name}", name=name)
        if resolved
        else reader.say("Incident: {name}", "인시던트: {name}", name=name),
        feel=(Tone.GOOD, Severity.INFO) if resolved else (tone, severity),
        text=record.text("summary", default=""),
        details=(
            (
                reader.say("Impact", "영향"),
                reader.say(f"{impact} – {english}", f"{impact} – {korean}") if english else "",
            ),
            (reader.say("Status"), record.text("status", default="")),
            (reader.say("Began", "시작 시각"), reader.moment(_time(record, "creationTime"))),
            (reader.say("Resolved", "해결 시각"), reader.moment(_time(record, "resolvedTime"))),
            (reader.say("Source", "원인"), source.text("resourceArn", default="") or source.text("source", default="")),
            (reader.say("Started by", "시작한 주체"), source.text("createdBy", default="")),
            (reader.say("Changed by", "변경한 주체"), record.text("lastModifiedBy", default="")),
            *_happened(record, reader),
        ),
        more=links(
            (
                reader.say("Incident", "인시던트"),
                page(event.region, "systems-manager/incidents/home", f"/incidents/{escaped(arn)}") if arn else "",
            )
        ),
        actions=_looks(arn, record.text("status", default="").upper(), reader),
        resource=arn,
        thread=arn,
        step=Step.REPLY if record.has("eventType") else Step.CLOSE if resolved else Step.UPDATE,
        at=_time(record, "lastModifiedTime"),
    )


def _record(detail: Payload) -> Payload:
    inner = detail.at("incidentRecord")
    return inner if inner.has("arn") or inner.has("title") else detail


def _time(record: Payload, key: str) -> datetime | None:
    """A time as text, or as seconds since 1970, which is how AWS's own JSON protocol writes it."""
    seconds = record.number(key, default=0)
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 1e11 else record.time(key)


def _happened(record: Payload, reader: Reader) -> Iterator[tuple[str, str]]:
    """An entry of the timeline: what kind, and its words."""
    yield reader.say("Event", "이벤트"), record.text("eventType", default="")
    yield reader.say("Details", "상세"), record.text("eventData", default="")


def _looks(arn: str, status: str, reader: Reader) -> tuple[Action, ...]:
    parts = parse_arn(arn)
    if parts is None or parts.service != "ssm-incidents":
        return ()
    close = ("ssm-incidents", "update-incident-record", "--arn", arn, "--status", "RESOLVED")
    return buttons(
        say(reader.say("Incident", "인시던트"), ("ssm-incidents", "get-incident-record", "--arn", arn)),
        say(
            reader.say("Timeline", "타임라인"), ("ssm-incidents", "list-timeline-events", "--incident-record-arn", arn)
        ),
        say(reader.say("Resolve", "해결"), close) if status == "OPEN" else None,
    )
