"""Somebody read, wrote or deleted an S3 object, as CloudTrail's data events record it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.cloudtrail import actor, failed, told
from bellhop.events.console import bucket as bucket_page
from bellhop.events.console import s3_object
from bellhop.events.layout import clip, links
from bellhop.events.recognise import EventBridge
from bellhop.events.s3 import OBJECT_DEEDS, SOURCES
from bellhop.message import Fact, Tone
from bellhop.notification import Notification, Severity
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(source=SOURCES, detail_type="AWS API Call via CloudTrail", detail={"eventName": list(OBJECT_DEEDS)}),
)

_TONES = {"delete": (Tone.WARN, Severity.LOW), "permissions": (Tone.WARN, Severity.LOW)}


def tell(event: Event, reader: Reader) -> Notification:
    """Says who did what to which object, from where, with which program, and how it went."""
    record = event.detail
    asked = record.at("requestParameters")
    deed = OBJECT_DEEDS[record.text("eventName")]
    bucket = asked.text("bucketName", default="")
    key = asked.text("key", default="") or asked.text("Key", default="")
    target = f"s3://{bucket}/{key}" if key else f"s3://{bucket}"
    tone, severity = _TONES.get(deed.effect, (Tone.INFO, Severity.INFO))
    origin = asked.text("x-amz-copy-source", default="")
    return told(
        event,
        reader,
        kind="s3.api_call",
        title=_title(record, deed.done, deed.wanted, deed.korean, target, reader),
        resource=f"arn:aws:s3:::{bucket}/{key}" if key else f"arn:aws:s3:::{bucket}",
        tone=tone,
        severity=severity,
        details=(
            Fact(label=reader.say("Bucket"), value=bucket, url=bucket_page(event.region, bucket)),
            (reader.say("Object"), key),
            (reader.say("Copied from", "원본"), origin),
            (reader.say("Prefix", "접두사"), asked.text("prefix", default="")),
            (reader.say("Part", "파트"), asked.text("partNumber", default="")),
            (
                reader.say("Version", "버전"),
                asked.text("versionId", default="") or record.text("responseElements", "x-amz-version-id", default=""),
            ),
            (reader.say("Size"), _size(record, reader)),
            (reader.say("Access list", "ACL"), asked.text("x-amz-acl", default="")),
        ),
        more=links((reader.say("Object"), s3_object(event.region, bucket, key))) if key else (),
    )


def _title(record: Payload, done: str, wanted: str, korean: str, target: str, reader: Reader) -> str:
    name, error = actor(record, reader).name, failed(record)
    values = {
        "name": name,
        "target": clip(target, 200),
        "done": done,
        "wanted": wanted,
        "korean": korean,
        "error": error,
    }
    if error:
        return reader.say(
            "{name} could not {wanted} {target}: {error}", "{name}: {target} {korean} 실패 ({error})", **values
        )
    return reader.say("{name} {done} {target}", "{name}: {target} {korean}", **values)


def _size(record: Payload, reader: Reader) -> str:
    """How many bytes went to S3 or came from it; the answer to an upload is only headers."""
    if failed(record):
        return ""
    sent = record.number("additionalEventData", "bytesTransferredIn", default=0)
    got = record.number("additionalEventData", "bytesTransferredOut", default=0)
    moved = sent or (got if record.text("eventName").startswith(("GetObject", "SelectObject")) else 0)
    return reader.size(moved) if moved else ""
