"""What is looked at to decide about noise: what is told, about what, and what makes it the same as something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bellhop.errors import Unreadable
from bellhop.event import Event, Form
from bellhop.notification import Notification, Severity, Step
from bellhop.payload import parse_json, parse_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One event that was told, as far as noise is concerned.

    Args:
        type: the event type's name.
        title: of the message.
        severity: how bad.
        resource: ARN or name, or empty.
        thread: its story's key, or empty.
        step: what it does to its story.
        same: what makes two of them the same, and what kind of sameness that is: `event id`, `content`; or empty.
        first_ok: it says of an alarm that had no data that it is OK.
        document: gives what arrived as JSON, for patterns.
    """

    type: str
    title: str = ""
    severity: Severity = Severity.INFO
    resource: str = ""
    thread: str = ""
    step: Step = Step.OPEN
    same: str = ""
    sameness: str = ""
    first_ok: bool = False
    document: Callable[[], object] = dict


def facts_of(event: Event, notification: Notification) -> Facts:
    """What noise is decided by, of an event and what was told of it."""
    sameness, same = _same(event, notification)
    return Facts(
        type=notification.type,
        title=notification.message.title,
        severity=notification.severity,
        resource=notification.resource,
        thread=notification.thread[:512],
        step=notification.step,
        same=same,
        sameness=sameness,
        first_ok=notification.type.startswith("cloudwatch.") and _first_ok(event),
        document=lambda: _document(event.body),
    )


def _same(event: Event, notification: Notification) -> tuple[str, str]:
    if notification.type.startswith("cloudwatch.") and (change := _alarm_change(event)):
        # The alarm's own action and an EventBridge rule may both tell the same change, each in its form.
        return "alarm change", f"{notification.thread}|{change}"
    if notification.type == "health.event" and (communication := event.detail.text("communicationId", default="")):
        # AWS Health sends copies from a backup Region, with ids of their own.
        # https://docs.aws.amazon.com/health/latest/ug/choosing-a-region.html
        parts = ("affectedAccount", "page", "eventRegion")
        where = "|".join(event.detail.at(part).text(default="") for part in parts)
        return "AWS Health communication", f"{communication}|{where or event.account}"
    if notification.type == "custom.notification" and (key := _custom_key(event, notification)):
        return "dedupe key", key
    if event.form is Form.EVENTBRIDGE and event.id:
        return "event id", event.id
    # Two equal texts may be two things; two equal documents that say when it was are one.
    return ("content", event.body) if event.time else ("", "")


def _alarm_change(event: Event) -> str:
    detail = event.detail
    state = detail.text("NewStateValue", default="") or detail.text("state", "value", default="")
    moment = parse_time(detail.text("StateChangeTime", default="") or detail.text("state", "timestamp", default=""))
    return f"{state} {int(moment.timestamp())}" if state and moment else ""


def _custom_key(event: Event, notification: Notification) -> str:
    return notification.dedupe or event.detail.text("id", default="")


def _first_ok(event: Event) -> bool:
    detail = event.detail
    now = detail.text("NewStateValue", default="") or detail.text("state", "value", default="")
    before = detail.text("OldStateValue", default="") or detail.text("previousState", "value", default="")
    return (now, before) == ("OK", "INSUFFICIENT_DATA")


def _document(body: str) -> object:
    try:
        return parse_json(body)
    except (Unreadable, UnicodeEncodeError):
        return {}
