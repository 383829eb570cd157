"""`Notification`: what one event module tells of an event."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from bellhop.chapter import Chapter
from bellhop.message import Message


class Severity(StrEnum):
    """How bad it is, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Step(StrEnum):
    """What a notification does to the thread that it belongs to."""

    OPEN = "open"
    """Posts a new parent message, which the following ones update or answer."""
    UPDATE = "update"
    """Replaces the parent in place; posts a parent if there is none."""
    CLOSE = "close"
    """Replaces the parent in place and ends the thread; the next one of its kind is a new parent."""
    REPLY = "reply"
    """Is posted beneath the parent; becomes the parent if there is none."""


class Notification(Struct, frozen=True, kw_only=True, gc=False):
    """What happened, to what, how bad, as a message.

    Args:
        type: the event type's name: its module's path under `events`, as in `cloudwatch.alarm`.
        message: what a person reads.
        severity: how bad.
        resource: ARN or name of what it is about, or empty.
        thread: key of the story that it belongs to (an alarm's ARN, a pipeline execution); empty = it stands alone.
        step: what it does to that thread.
        summary: one line for the parent when this is a reply (a custom notification's Update Summary).
        dedupe: what makes two of its kind the same, as its author says; empty = its author says nothing.
        mentions: names of people or groups whom its author wants told; the channel decides whether they are.
        at: when it happened (aware), or None.
        chapters: how parts of the story stand; the first is what the message is about. With them the story's message
            is made of all its events, in whichever order they come.
    """

    type: str
    message: Message
    severity: Severity = Severity.INFO
    resource: str = ""
    thread: str = ""
    step: Step = Step.OPEN
    summary: str = ""
    dedupe: str = ""
    mentions: tuple[str, ...] = ()
    at: datetime | None = None
    chapters: tuple[Chapter, ...] = ()
