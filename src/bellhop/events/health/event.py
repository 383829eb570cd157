"""AWS Health tells of trouble, a planned change or news that concerns this account.

https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
"""

from __future__ import annotations

from msgspec.structs import replace

from bellhop.event import Event
from bellhop.events.health import chapter, touched, way
from bellhop.events.layout import compose, links, spoken, words
from bellhop.events.places import place
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.health", detail_type=("AWS Health Event", "AWS Health Abuse Event")),)

_CATEGORIES = {
    "issue": ("Issue", "장애", Tone.BAD, Severity.HIGH),
    "investigation": ("Under investigation", "조사 중", Tone.WARN, Severity.MEDIUM),
    "scheduledChange": ("Planned change", "예정된 변경", Tone.WARN, Severity.MEDIUM),
    "accountNotification": ("Notice", "알림", Tone.INFO, Severity.LOW),
}


def tell(event: Event, reader: Reader) -> Notification:
    """Says which service has what, where, since when, with AWS's own description and the resources that it touches.

    AWS sends an event that touches many resources in pages; all of them end in one message that names them all.
    """
    detail = event.detail
    kind = detail.text("eventTypeCategory", default="")
    english, korean, tone, severity = _CATEGORIES.get(kind, (words(kind), words(kind), Tone.WARN, Severity.LOW))
    closed = detail.text("statusCode", default="") == "closed"
    service = detail.text("service", default="AWS")
    code = detail.text("eventTypeCode", default="?")
    region = detail.text("eventRegion", default="") or event.region
    what = words(code.removeprefix("AWS_").removeprefix(f"{service}_"))
    values = {"kind": spoken(reader, english, korean), "service": service, "what": what}
    arn = detail.text("eventArn", default="")
    resources = touched(detail, reader)
    return compose(
        event,
        reader,
        kind="health.event",
        title=(reader.say("Resolved: ", "해결: ") if closed else "") + reader.say("{kind}: {service} {what}", **values),
        feel=(Tone.GOOD, Severity.INFO) if closed else (tone, severity),
        text=_description(detail, reader),
        details=(
            (reader.say("Status"), detail.text("statusCode", default="")),
            (reader.say("Region"), place(region, reader)),
            (reader.say("Began", "시작 시각"), reader.moment(detail.time("startTime"))),
            (reader.say("Ended", "종료 시각"), reader.moment(detail.time("endTime"))),
            (resources.label, resources.value),
            (reader.say("Account"), detail.text("affectedAccount", default="")),
            (reader.say("Code", "코드"), code),
        ),
        more=links((reader.say("Health event", "Health 이벤트"), way(event, arn))),
        resource=arn,
        thread=f"health:{arn}:{detail.text('affectedAccount', default=event.account)}" if arn else "",
        step=Step.CLOSE if closed else Step.UPDATE,
        chapters=(replace(chapter(event), facts=(resources,)),),
    )


def _description(detail: Payload, reader: Reader) -> str:
    """AWS's words in the reader's language, else in English, else in whichever there is."""
    said = {
        item.text("language", default="")[:2]: item.text("latestDescription", default="")
        for item in detail.each("eventDescription")
    }
    return said.get(reader.locale) or said.get("en") or next(iter(said.values()), "")
