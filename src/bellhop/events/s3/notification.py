"""S3 itself tells that something happened to an object: made, removed, restored, moved, copied.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
"""

from __future__ import annotations

from urllib.parse import unquote_plus

from bellhop.event import Event
from bellhop.events.console import s3_object
from bellhop.events.layout import clip, compose, links, spoken, words
from bellhop.events.recognise import Bare, EventBridge
from bellhop.events.s3 import DETAIL_TYPES, HAPPENED
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(source="aws.s3", detail_type=DETAIL_TYPES),
    Bare(keys=("Records",), where={"Records": {"eventSource": ["aws:s3"]}}),
    Bare(keys=("s3", "eventName")),
)

_RESTORED = ("glacierEventData", "restoreEventData", "lifecycleRestorationExpiryTime")


def tell(event: Event, reader: Reader) -> Notification:
    """Says what happened to which object of which bucket, why, how large it is, and who asked for it."""
    record = event.detail.at("Records", 0) or event.detail
    told = record.at("s3") or record
    bucket, key = told.text("bucket", "name", default="?"), told.text("object", "key", default="?")
    # A bucket's own notifications have their keys encoded as in a URL, EventBridge's have not.
    key = key if event.detail_type else unquote_plus(key)
    name = event.detail_type or record.text("eventName", default="?").removeprefix("s3:")
    size = told.number("object", "size", default=-1)
    bad = "Failed" in name or "Missed" in name
    gone = "Remov" in name or "Delet" in name or "Expir" in name
    more = len([*event.detail.each("Records")]) - 1
    until = told.time("restore-expiry-time") or record.time(*_RESTORED)
    return compose(
        event,
        reader,
        kind="s3.notification",
        title=f"S3: {clip(f's3://{bucket}/{key}', 200)} {_happened(name, reader)}",
        feel=(Tone.BAD, Severity.MEDIUM) if bad else (Tone.WARN if gone else Tone.INFO, Severity.INFO),
        details=(
            (reader.say("Size"), reader.size(size) if size >= 0 else ""),
            (reader.say("Reason"), _either(told, ("reason",), ("deletion-type",))),
            (reader.say("Who"), _either(told, ("requester",)) or _either(record, ("userIdentity", "principalId"))),
            (reader.say("Address"), _either(record, ("source-ip-address",), ("requestParameters", "sourceIPAddress"))),
            (reader.say("Version", "버전"), _either(told, ("object", "version-id"), ("object", "versionId"))),
            (
                reader.say("Storage class", "스토리지 클래스"),
                _either(told, ("destination-storage-class",), ("source-storage-class",)),
            ),
            (reader.say("Restored until", "복원 만료"), reader.moment(until)),
            (reader.say("Rule", "규칙"), told.text("configurationId", default="")),
            (reader.say("Further objects", "추가 객체"), str(more) if more > 0 else ""),
        ),
        more=links(
            (reader.say("Object"), s3_object(event.region or record.text("awsRegion", default=""), bucket, key))
        ),
        resource=f"arn:aws:s3:::{bucket}/{key}",
        at=record.time("eventTime"),
    )


def _happened(name: str, reader: Reader) -> str:
    said = next((HAPPENED[start] for start in HAPPENED if name.startswith(start)), (words(name.replace(":", " ")),) * 2)
    return spoken(reader, *said)


def _either(value: Payload, *paths: tuple[str, ...]) -> str:
    return next((text for path in paths if (text := value.text(*path, default=""))), "")
