"""A certificate in AWS Certificate Manager is about to expire, has expired, needs action, or is renewed.

https://docs.aws.amazon.com/acm/latest/userguide/supported-events.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links, whole
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.acm",
        detail_type=(
            "ACM Certificate Approaching Expiration",
            "ACM Certificate Available",
            "ACM Certificate Expired",
            "ACM Certificate Renewal Action Required",
            "ACM Certificate Revoked",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which certificate, for which name, how many days are left, and what is using it."""
    detail = event.detail
    days = whole(detail.number("DaysToExpiry", default=-1))
    values = {"name": detail.text("CommonName", default="") or detail.text("DomainName", default="?"), "days": days}
    sort = event.detail_type.removeprefix("ACM Certificate ")
    titles = {
        "Approaching Expiration": ("Certificate for {name} expires in {days} days", "{name} 인증서가 {days}일 뒤 만료"),
        "Available": ("Certificate for {name} is ready", "{name} 인증서 사용 가능"),
        "Expired": ("Certificate for {name} has expired", "{name} 인증서 만료됨"),
        "Renewal Action Required": ("Certificate for {name} needs you to be renewed", "{name} 인증서 갱신에 조치 필요"),
    }
    english, korean = titles.get(sort, ("Certificate for {name} was revoked", "{name} 인증서 해지됨"))
    urgent = sort in ("Expired", "Revoked") or 0 <= days <= 7
    arn = next(iter(event.resources), "")
    parts = parse_arn(arn)
    return compose(
        event,
        reader,
        kind="acm.certificate",
        title=reader.say(english, korean, **values),
        feel=(Tone.GOOD, Severity.INFO)
        if sort == "Available"
        else (Tone.BAD, Severity.HIGH)
        if urgent
        else (Tone.WARN, Severity.MEDIUM),
        details=(
            (reader.say("Days left", "남은 일수"), str(days) if days >= 0 else ""),
            (reader.say("Reason"), detail.text("RenewalStatusReason", default="")),
            (reader.say("Action"), detail.text("Action", default="")),
            (reader.say("In use", "사용 여부"), detail.text("InUse", default="")),
            (reader.say("Certificate", "인증서"), arn),
        ),
        more=links(
            (
                reader.say("Certificate", "인증서"),
                page(event.region, "acm/home", f"/certificates/{escaped(parts.name)}") if parts else "",
            )
        ),
        thread=arn,
    )
