"""Somebody called an AWS API, as CloudTrail records it: the layout for every service without one of its own.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
"""

from __future__ import annotations

from itertools import islice

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.cloudtrail import actor, failed, leaves, subject, told
from bellhop.events.deeds import done, wanted
from bellhop.events.layout import clip
from bellhop.events.recognise import EventBridge
from bellhop.events.sensitive import OPENED, SENSITIVE
from bellhop.message import Fact, Text, Tone
from bellhop.notification import Notification, Severity
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        detail_type=(
            "AWS API Call via CloudTrail",
            "AWS Console Action via CloudTrail",
            "AWS Network Activity via CloudTrail",
        )
    ),
)

_DULL = ("clienttoken", "maxresults", "nexttoken", "maxitems", "dryrun", "requesttoken", "clientrequesttoken")


def tell(event: Event, reader: Reader) -> Notification:
    """Says who called what on which resource, with the call's parameters, and why a sensitive call matters."""
    record = event.detail
    call, error = record.text("eventName", default="?"), failed(record)
    resource = subject(record)
    arn = parse_arn(resource)
    short = clip(arn.name if arn else resource, 120)
    values = {"who": actor(record, reader).name, "call": call, "error": error, "on": f" ({short})" if short else ""}
    if error:
        english, korean = "{who} could not {what}{on}: {error}", "{who}: {call}{on} 실패 ({error})"
        title = reader.say(english, korean, what=wanted(call), **values)
    else:
        title = reader.say("{who} {what}{on}", "{who}: {call}{on}", what=done(call), **values)
    why = None if error else OPENED if _opens(record, call) else SENSITIVE.get(call)
    return told(
        event,
        reader,
        kind="cloudtrail.api_call",
        title=title,
        resource=resource,
        tone=(Tone.BAD if why is OPENED else Tone.WARN) if why else Tone.INFO,
        severity=why.severity if why else Severity.INFO,
        details=(
            (reader.say("Action"), f"{event.source.removeprefix('aws.')}:{call}"),
            (reader.say("Resource"), resource),
            *_asked(record, resource),
        ),
        blocks=(Text(text=reader.say(why.english, why.korean)),) if why else (),
    )


def _asked(record: Payload, resource: str) -> tuple[Fact, ...]:
    """The call's first plain parameters, however deep they stand."""
    plain = islice(leaves(record.at("requestParameters")), 200)
    told = ((key, text) for key, text in plain if key.replace("-", "").lower() not in _DULL and text != resource)
    return tuple(Fact(label=clip(key, 60), value=clip(text, 300)) for key, text in islice(told, 8))


def _opens(record: Payload, call: str) -> bool:
    """Whether a security group is opened to every address there is."""
    asked = islice(leaves(record.at("requestParameters")), 500)
    return call == "AuthorizeSecurityGroupIngress" and any(text in ("0.0.0.0/0", "::/0") for _, text in asked)
