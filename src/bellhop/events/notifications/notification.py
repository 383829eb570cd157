"""AWS User Notifications tells of another service's event in its own words.

https://docs.aws.amazon.com/notifications/latest/APIReference/API_NotificationEvent.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.layout import compose, links
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(source="aws.notifications"),
    Bare(keys=("messageComponents", "sourceEventMetadata")),
    Bare(keys=("notificationEvent",)),
    Bare(keys=("content", "notificationConfigurationArn")),
    Bare(keys=("content", "managedNotificationConfigurationArn")),
)

_FEELS = {
    "ALERT": (Tone.BAD, Severity.HIGH),
    "WARNING": (Tone.WARN, Severity.MEDIUM),
    "ANNOUNCEMENT": (Tone.INFO, Severity.LOW),
    "INFORMATIONAL": (Tone.INFO, Severity.INFO),
}
_LOCALES = {"en": "en_US", "ko": "ko_KR"}


def tell(event: Event, reader: Reader) -> Notification:
    """Says AWS's headline and summary in the reader's language where AWS has it, with what it names as important."""
    told = _told(event.detail)
    said, source = told.at("messageComponents"), told.at("sourceEventMetadata")
    headline = _words(told, said.text("headline", default=""), reader)
    text = next(
        filter(
            None,
            (_words(told, said.text(key, default=""), reader) for key in ("completeDescription", "paragraphSummary")),
        ),
        "",
    )
    dimensions = [(item.text("name", default=""), item.text("value", default="")) for item in said.each("dimensions")]
    return compose(
        event,
        reader,
        kind="notifications.notification",
        title=headline or source.text("eventType", default="") or "AWS User Notifications",
        feel=_FEELS.get(told.text("notificationType", default=""), (Tone.INFO, Severity.INFO)),
        text=text if text != headline else "",
        details=(
            *((_words(told, name, reader), _words(told, value, reader)) for name, value in dimensions if name),
            (reader.say("Service", "서비스"), source.text("source", default="")),
            (reader.say("Account"), source.text("relatedAccount", default="")),
            (reader.say("Region"), source.text("eventOriginRegion", default="")),
        ),
        more=links(
            (
                told.text("sourceEventDetailUrlDisplayText", default="") or reader.say("Details", "상세"),
                told.text("sourceEventDetailUrl", default=""),
            )
        ),
        resource=next(iter(source.texts("relatedResources")), "") or event.detail.text("arn", default=""),
        at=source.time("eventOccurrenceTime"),
    )


def _told(detail: Payload) -> Payload:
    """The event itself, which some answers and messages wrap."""
    wraps = (detail.at("content"), detail.at("notificationEvent"), detail.at("detail"))
    return next((inner for inner in wraps if inner.has("messageComponents")), detail)


def _words(told: Payload, text: str, reader: Reader) -> str:
    """A text; `$Name` stands for one of the event's own, kept once for each language."""
    if not text.startswith("$"):
        return text
    part = told.at("textParts", text[1:])
    by = part.at("textByLocale")
    spoken = by.text(_LOCALES.get(reader.locale, "en_US"), default="") or by.text("en_US", default="")
    return spoken or part.text("displayText", default="") or part.text("url", default="")
