"""A mail sent by Amazon SES bounced, was complained about, rejected, delayed, delivered, opened or clicked.

https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
"""

from __future__ import annotations

from collections.abc import Iterator

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import clip, compose
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (
    Bare(keys=("notificationType", "mail"), where={"notificationType": [{"anything-but": "Received"}]}),
    Bare(keys=("eventType", "mail")),
    EventBridge(source="aws.ses", detail={"mail": {"messageId": [{"exists": True}]}}),
)

_NAMES = {
    "Rendering Failure": "failure",
    "DeliveryDelay": "deliveryDelay",
    "Bounced": "bounce",
    "Complaint Received": "complaint",
}
_FEELS = {
    "Bounce": (Tone.WARN, Severity.LOW),
    "Bounced": (Tone.WARN, Severity.LOW),
    "Complaint": (Tone.BAD, Severity.MEDIUM),
    "Reject": (Tone.BAD, Severity.MEDIUM),
    "Rejected": (Tone.BAD, Severity.MEDIUM),
    "Rendering": (Tone.BAD, Severity.MEDIUM),
    "DeliveryDelay": (Tone.WARN, Severity.LOW),
    "Delivery": (Tone.GOOD, Severity.INFO),
}


def tell(event: Event, reader: Reader) -> Notification:
    """Says what became of which mail to whom, and why."""
    detail = event.detail
    kind = (
        detail.text("eventType", default="")
        or detail.text("notificationType", default="")
        or event.detail_type.removeprefix("Email ")
    )
    mail = detail.at("mail")
    key = kind[:1].lower() + kind[1:]
    told = next((found for name in (key, _NAMES.get(kind, "")) if name and (found := detail.at(name))), Payload(None))
    people = [*_people(told)] or [*mail.texts("destination")]
    values = {"kind": state_words(reader, kind), "people": clip(", ".join(people), 150) or "?"}
    return compose(
        event,
        reader,
        kind="ses.sending",
        title=reader.say("Mail {kind}: {people}", "메일 {kind}: {people}", **values),
        feel=_FEELS.get(kind.split(" ")[0], (Tone.INFO, Severity.INFO)),
        text="\n".join(
            dict.fromkeys(item.text("diagnosticCode", default="") for item in told.each("bouncedRecipients"))
        ),
        details=_details(told, mail, reader),
        resource=mail.text("sourceArn", default=""),
        at=told.time("timestamp") or mail.time("timestamp"),
    )


def _details(told: Payload, mail: Payload, reader: Reader) -> tuple[tuple[str, str], ...]:
    bounce = " · ".join(filter(None, (told.text("bounceType", default=""), told.text("bounceSubType", default=""))))
    reasons = (told.text(key, default="") for key in ("reason", "errorMessage", "delayType"))
    return (
        (reader.say("Kind", "종류"), bounce or told.text("complaintFeedbackType", default="")),
        (reader.say("Reason"), next(filter(None, reasons), "")),
        (reader.say("From", "발신"), mail.text("source", default="")),
        (reader.say("Subject"), mail.text("commonHeaders", "subject", default="")),
        (reader.say("Link clicked", "클릭한 링크"), told.text("link", default="")),
        (reader.say("Answer of the server", "서버 응답"), told.text("smtpResponse", default="")),
        (reader.say("Message id", "메시지 ID"), mail.text("messageId", default="")),
    )


def _people(told: Payload) -> Iterator[str]:
    for key in ("bouncedRecipients", "complainedRecipients", "delayedRecipients"):
        yield from (item.text("emailAddress", default="?") for item in told.each(key))
    yield from told.texts("recipients")
