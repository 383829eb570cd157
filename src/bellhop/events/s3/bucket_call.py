"""Somebody made, changed, opened or deleted an S3 bucket, as CloudTrail records it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
"""

from __future__ import annotations

import re

from bellhop.event import Event
from bellhop.events.cloudtrail import actor, failed, told
from bellhop.events.console import bucket as bucket_page
from bellhop.events.deeds import done, wanted
from bellhop.events.recognise import EventBridge
from bellhop.events.s3 import OBJECT_DEEDS, SOURCES
from bellhop.message import Fact, Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source=SOURCES,
        detail_type="AWS API Call via CloudTrail",
        detail={"eventName": [{"anything-but": list(OBJECT_DEEDS)}]},
    ),
)

_LOUD = re.compile(
    r"DeleteBucket$|DeleteBucket(Policy|Encryption|PublicAccessBlock)|DeleteAccountPublicAccessBlock"
    r"|PutBucket(Policy|Acl|Website|PublicAccessBlock)|PutAccountPublicAccessBlock"
)
"""Calls that may lose data, or open it to others."""


def tell(event: Event, reader: Reader) -> Notification:
    """Says who changed what of which bucket; what may open or lose data is told louder."""
    record = event.detail
    call, error = record.text("eventName", default="?"), failed(record)
    asked = record.at("requestParameters")
    bucket = asked.text("bucketName", default="")
    values = {"who": actor(record, reader).name, "call": call, "error": error, "on": f" ({bucket})" if bucket else ""}
    if error:
        english, korean = "{who} could not {what}{on}: {error}", "{who}: {call}{on} 실패 ({error})"
        title = reader.say(english, korean, what=wanted(call), **values)
    else:
        title = reader.say("{who} {what}{on}", "{who}: {call}{on}", what=done(call), **values)
    loud = _LOUD.match(call) is not None and not error
    return told(
        event,
        reader,
        kind="s3.bucket_call",
        title=title,
        resource=f"arn:aws:s3:::{bucket}" if bucket else "",
        tone=Tone.WARN if loud else Tone.INFO,
        severity=Severity.MEDIUM if loud else Severity.INFO,
        details=(
            (reader.say("Action"), f"s3:{call}"),
            Fact(label=reader.say("Bucket"), value=bucket, url=bucket_page(event.region, bucket)),
            (
                reader.say("Bucket's Region", "버킷 리전"),
                asked.text("CreateBucketConfiguration", "LocationConstraint", default=""),
            ),
            (reader.say("Access list", "ACL"), asked.text("x-amz-acl", default="")),
        ),
    )
