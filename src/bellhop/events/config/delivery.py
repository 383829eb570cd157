"""AWS Config delivered a snapshot or history, or began or failed to.

https://docs.aws.amazon.com/config/latest/developerguide/notifications-for-AWS-Config.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling, scalars
from bellhop.events.recognise import Bare, EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

_KINDS = ("Configuration Snapshot Delivery Status", "Configuration History Delivery Status")
_MESSAGES = [
    {"prefix": "ConfigurationSnapshot"},
    {"prefix": "ConfigurationHistory"},
    {"prefix": "ConfigRulesEvaluation"},
]

RECOGNISES = (
    EventBridge(source="aws.config", detail_type=tuple(f"Config {kind}" for kind in _KINDS)),
    Bare(keys=("messageType", "recordVersion"), where={"messageType": _MESSAGES}),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what was delivered where, or what failed."""
    detail = event.detail
    said = state_words(reader, detail.text("messageType", default="")) or event.detail_type
    return compose(
        event,
        reader,
        kind="config.delivery",
        title=reader.say("AWS Config: {said}", said=said),
        feel=feeling(said),
        details=scalars(detail, detail.text("messageType", default=""), limit=8),
        resource=detail.text("s3Bucket", default=""),
    )
