"""Macie found sensitive data in an S3 object, or a bucket that is open or not encrypted.

https://docs.aws.amazon.com/macie/latest/user/findings-publish-event-schemas.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge
from bellhop.events.severities import by_label
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.macie", detail_type="Macie Finding"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what was found in which bucket and object, how bad, and who may read the bucket."""
    finding = event.detail
    label = finding.text("severity", "description", default="?").upper()
    touched = finding.at("resourcesAffected")
    bucket, key = touched.text("s3Bucket", "name", default=""), touched.text("s3Object", "path", default="")
    found = (
        f"{item.text('category', default='?')} ({item.text('totalCount', default='?')})"
        for item in finding.each("classificationDetails", "result", "sensitiveData")
    )
    identifier = finding.text("id", default="")
    return compose(
        event,
        reader,
        kind="macie.finding",
        title=f"Macie {label}: {finding.text('title', default='') or finding.text('type', default='?')}",
        feel=by_label(label),
        text=finding.text("description", default=""),
        details=(
            (reader.say("Bucket"), bucket),
            (reader.say("Object"), key),
            (reader.say("Found", "발견"), ", ".join(found)),
            (
                reader.say("Bucket is", "버킷 공개 상태"),
                touched.text("s3Bucket", "publicAccess", "effectivePermission", default=""),
            ),
            (reader.say("Type"), finding.text("type", default="")),
            (reader.say("Seen", "횟수"), finding.text("count", default="")),
        ),
        more=links(
            (reader.say("Finding", "결과"), page(event.region, "macie/home", f"findings?itemId={escaped(identifier)}"))
        ),
        resource=touched.text("s3Bucket", "arn", default=""),
        thread=f"macie:{identifier}" if identifier else "",
        step=Step.UPDATE,
    )
