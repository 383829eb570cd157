"""What every CloudTrail record tells: who, from where, with what, and how it went.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import cast

from bellhop.event import Event
from bellhop.events.client import client
from bellhop.events.console import trail_event
from bellhop.events.identity import Who, who
from bellhop.events.layout import clip, footer, links
from bellhop.message import Block, Fact, Link, Message, Text, Tone, facts
from bellhop.notification import Notification, Severity
from bellhop.payload import Payload
from bellhop.reader import Reader


def actor(record: Payload, reader: Reader) -> Who:
    """Who made the call."""
    return who(record.at("userIdentity"), reader)


def failed(record: Payload) -> str:
    """The error that AWS answered with, `AccessDenied`; empty if the call went well."""
    return record.text("errorCode", default="") or (record.text("errorMessage", default="") and "Error")


_DENIALS = ("AccessDenied", "UnauthorizedOperation", "Forbidden", "Unauthorized", "NotAuthorized")


def denied(record: Payload) -> bool:
    """Whether the call was refused for want of permission."""
    return failed(record).startswith(("Client.Unauthorized", *_DENIALS))


def told(
    event: Event,
    reader: Reader,
    *,
    kind: str,
    title: str,
    resource: str,
    details: tuple[Fact | tuple[str, str] | None, ...],
    tone: Tone = Tone.INFO,
    severity: Severity = Severity.INFO,
    more: tuple[Link, ...] = (),
    blocks: tuple[Block, ...] = (),
) -> Notification:
    """The notification of a record: its own facts, then who, from where, with what, the result and the ids.

    A refused or failed call and the root user raise tone and severity.
    """
    record = event.detail
    person, error = actor(record, reader), failed(record)
    if denied(record) or person.root:
        tone, severity = Tone.WARN if tone is not Tone.BAD else tone, min(severity, Severity.MEDIUM, key=_RANK.index)
    elif error and tone in (Tone.INFO, Tone.GOOD):
        tone = Tone.WARN
    message = Message(
        title=clip(title, 300),
        tone=tone,
        blocks=(
            facts(
                (reader.say("Who"), person.words),
                *details,
                (reader.say("Address"), record.text("sourceIPAddress", default="")),
                (reader.say("Client"), client(record.text("userAgent", default=""), reader)),
                (reader.say("Result"), _result(error, record.text("errorMessage", default=""), reader)),
                (reader.say("MFA"), _mfa(record, reader)),
            ),
            *blocks,
            *_ids(record, reader),
        ),
        links=(*more, *_own_page(event, reader)),
        footer=footer(event, reader),
    )
    return Notification(
        type=kind, message=message, severity=severity, resource=resource, at=record.time("eventTime") or event.time
    )


_RANK = list(Severity)


def _ids(record: Payload, reader: Reader) -> tuple[Text, ...]:
    """The ids that support asks for, in small print."""
    known = (
        (reader.say("request", "요청"), record.text("requestID", default="")),
        (reader.say("event", "이벤트"), record.text("eventID", default="")),
        (reader.say("user agent", "사용자 에이전트"), record.text("userAgent", default="")),
    )
    ids = " · ".join(f"{label} {value}" for label, value in known if value)
    return (Text(text=ids, small=True),) if ids else ()


def _own_page(event: Event, reader: Reader) -> tuple[Link, ...]:
    record = event.id and event.detail.text("eventID", default="")
    return links((reader.say("CloudTrail record", "CloudTrail 기록"), trail_event(event.region, record)))


def _result(error: str, reason: str, reader: Reader) -> str:
    if not error:
        return reader.say("done", "완료")
    return f"{error}: {reason}" if reason else error


def _mfa(record: Payload, reader: Reader) -> str:
    used = record.text("userIdentity", "sessionContext", "attributes", "mfaAuthenticated", default="")
    return reader.say("yes", "예") if used == "true" else ""


_NAMED = ("name", "arn", "id", "identifier", "key")
_NOT_NAMES = ("token", "sessionname", "requestid", "kmskeyid", "rolearn", "policyarn", "accountid", "ownerid")
_HIDDEN = ("", "***", "HIDDEN_DUE_TO_SECURITY_REASONS")


def leaves(value: Payload) -> Iterator[tuple[str, str]]:
    """Every plain value inside, depth first, by the key that it stands under; what AWS hides is left out."""
    return _leaves("", value.value)


def _leaves(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            yield from _leaves(key, inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _leaves(name, inner)
    elif (text := value if isinstance(value, str) else Payload(value).text(default="")) not in _HIDDEN:
        yield name, text


def subject(record: Payload) -> str:
    """What a call was about: a name, an id or an ARN out of its parameters, its resources or its answer; or empty.

    What stands at the top of the parameters goes before what stands deeper.
    """
    asked, answer = record.at("requestParameters"), record.at("responseElements")
    top = ((key, value.text(default="")) for key, value in asked.items())
    arns = (item.text("ARN", default="") or item.text("arn", default="") for item in record.each("resources"))
    return _name(top) or _name(leaves(asked)) or next(filter(None, arns), "") or _name(leaves(answer))


def _name(pairs: Iterable[tuple[str, str]]) -> str:
    named = [(key.lower(), text) for key, text in islice(pairs, 200) if text not in _HIDDEN]
    fit = [(key, text) for key, text in named if not key.endswith(_NOT_NAMES)]
    return next((text for ending in _NAMED for key, text in fit if key.endswith(ending)), "")
