"""AWS Config saw a resource come, change or go.

https://docs.aws.amazon.com/config/latest/developerguide/example-sns-notification.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.layout import clip, compose, spoken, words
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.payload import Payload
from bellhop.reader import Reader

_MESSAGES = [{"prefix": "ConfigurationItemChange"}, {"prefix": "OversizedConfigurationItemChange"}]

RECOGNISES = (
    EventBridge(source="aws.config", detail_type="Config Configuration Item Change"),
    Bare(keys=("messageType", "recordVersion"), where={"messageType": _MESSAGES}),
)

_CHANGES = {"CREATE": ("was created", "생성"), "UPDATE": ("changed", "변경"), "DELETE": ("was deleted", "삭제")}


def tell(event: Event, reader: Reader) -> Notification:
    """Says which resource changed in which properties; a delivery of details that failed is told with its error."""
    detail = event.detail
    item = detail.at("configurationItem") or detail.at("configurationItemSummary")
    change = detail.text("configurationItemDiff", "changeType", default="") or item.text("changeType", default="")
    english, korean = _CHANGES.get(change, (words(change or item.text("configurationItemStatus", default="?")),) * 2)
    delivery = detail.at("s3DeliverySummary")
    error = delivery.text("errorCode", default="")
    values = {
        "kind": item.text("resourceType", default="").removeprefix("AWS::").replace("::", " "),
        "name": item.text("resourceName", default="") or item.text("resourceId", default="?"),
        "what": spoken(reader, english, korean),
    }
    return compose(
        event,
        reader,
        kind="config.item_change",
        title=reader.say("{kind} {name} {what}", "{kind} {name} {what}", **values),
        feel=(Tone.WARN, Severity.LOW) if error or change == "DELETE" else (Tone.INFO, Severity.INFO),
        text=delivery.text("errorMessage", default=""),
        details=(
            (reader.say("Error"), error),
            *(
                (_short(name), _diff(value))
                for name, value in [*detail.items("configurationItemDiff", "changedProperties")][:8]
            ),
            (reader.say("Resource"), item.text("ARN", default="")),
            (reader.say("Status"), words(item.text("configurationItemStatus", default=""))),
            (reader.say("Details in S3", "S3의 상세 내용"), delivery.text("s3BucketLocation", default="")),
        ),
        resource=item.text("ARN", default=""),
        at=item.time("configurationItemCaptureTime"),
    )


def _short(name: str) -> str:
    return clip(name.removeprefix("Configuration."), 60)


def _diff(value: Payload) -> str:
    before, after = (value.text(key, default="") or _kind(value.at(key)) for key in ("previousValue", "updatedValue"))
    return clip(f"{before or '∅'} → {after or '∅'}", 300)


def _kind(value: Payload) -> str:
    return "…" if value else ""
