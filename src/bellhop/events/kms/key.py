"""A key in AWS KMS was rotated or deleted, or its imported material expired.

https://docs.aws.amazon.com/kms/latest/developerguide/kms-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.kms",
        detail_type=("KMS CMK Deletion", "KMS CMK Rotation", "KMS Imported Key Material Expiration"),
    ),
)

_TITLES = {
    "KMS CMK Deletion": ("KMS key {key} was deleted", "KMS 키 {key} 삭제됨", Tone.BAD, Severity.HIGH),
    "KMS CMK Rotation": ("KMS key {key} was rotated", "KMS 키 {key} 교체됨", Tone.INFO, Severity.INFO),
}
_EXPIRED = (
    "The imported material of KMS key {key} has expired",
    "KMS 키 {key}의 가져온 키 구성 요소 만료",
    Tone.BAD,
    Severity.HIGH,
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what became of which key, and what that means for what it encrypts."""
    key = event.detail.text("key-id", default="?")
    english, korean, tone, severity = _TITLES.get(event.detail_type, _EXPIRED)
    return compose(
        event,
        reader,
        kind="kms.key",
        title=reader.say(english, korean, key=key),
        feel=(tone, severity),
        text=reader.say("What it encrypted can't be read with it.", "이 키로 암호화한 데이터를 읽을 수 없습니다.")
        if tone is Tone.BAD
        else "",
        details=((reader.say("Key", "키"), next(iter(event.resources), key)),),
        more=links((reader.say("Key", "키"), page(event.region, "kms/home", f"/kms/keys/{escaped(key)}"))),
    )
