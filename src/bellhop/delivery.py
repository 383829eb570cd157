"""`Delivery`: one notification for one channel, and its fate. `Receipt`: what the platform says was posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bellhop.chapter import Chapter
from bellhop.message import Message
from bellhop.notification import Step


class State(StrEnum):
    """Where a delivery stands: pending → leased → sent, dead or back to pending; the last two are final.

    grouped: a digest tells it. silent: nobody hears of it, for a stored reason.
    """

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    DEAD = "dead"
    GROUPED = "grouped"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform's own id of a posted message, so that it can be updated or threaded.

    Args:
        id: Slack's `ts`, the console's message id; empty where the platform gives none (Chime).
        thread: id of the parent message, empty for a parent.
    """

    id: str
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One notification for one channel.

    Args:
        id: a UUID; goes with the message as metadata where the platform allows it, so that it can be found again.
        channel: the channel's name in bellhop.yaml.
        type: the event type's name, or `answer` for a command's answer.
        message: what to show.
        thread: key of the story, or empty.
        step: what it does to the thread.
        summary: one line for the parent of a reply.
        reply_to: the platform's id of the message to post beneath, for an answer; else empty.
        replaces: the platform's id of the message to put this in the place of, for an answer; else empty.
        expanded: nothing is folded.
        because: the route or topic that led to the channel; empty for an answer.
        at: when it happened (aware), or None.
        chapters: how parts of the story stand; the first is what the message is about.
        attempts: how often sending was tried before.
        first_attempt: when it was first tried, or None.
        trace: the W3C `traceparent` of what it came from; empty while traces are off.
    """

    id: str
    channel: str
    type: str
    message: Message
    thread: str = ""
    step: Step = Step.OPEN
    summary: str = ""
    reply_to: str = ""
    replaces: str = ""
    expanded: bool = False
    because: str = ""
    at: datetime | None = None
    chapters: tuple[Chapter, ...] = ()
    attempts: int = 0
    first_attempt: datetime | None = None
    trace: str = ""
