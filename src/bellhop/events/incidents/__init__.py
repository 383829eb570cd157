"""Incidents that Incident Manager, a part of Systems Manager, keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bellhop.arn import parse_arn
from bellhop.message import Action
from bellhop.payload import Payload
from bellhop.reader import Reader
from bellhop.saying import buttons, say


def record_of(detail: Payload) -> Payload:
    """The incident, or the entry of its timeline, which some messages wrap."""
    inner = detail.at("incidentRecord")
    return inner if inner.has("arn") or inner.has("title") else detail


def time_of(record: Payload, key: str) -> datetime | None:
    """A time as text, or as seconds since 1970, which is how AWS's own JSON protocol writes it."""
    seconds = record.number(key, default=0)
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 1e11 else record.time(key)


def happened(record: Payload, reader: Reader) -> Iterator[tuple[str, str]]:
    """An entry of the timeline: what kind, and its words."""
    yield reader.say("Event", "이벤트"), record.text("eventType", default="")
    yield reader.say("Details", "상세"), record.text("eventData", default="")


def looks(arn: str, status: str, reader: Reader) -> tuple[Action, ...]:
    """Buttons: the incident, its timeline and, while it is open, its end."""
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
