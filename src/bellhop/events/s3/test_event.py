"""S3 tried whether it may publish to the topic that a bucket is to notify.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.layout import compose
from bellhop.events.recognise import Bare
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (Bare(keys=("Event", "Service", "Bucket"), where={"Event": ["s3:TestEvent"]}),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says for which bucket notifications were just switched on."""
    bucket = event.detail.text("Bucket")
    return compose(
        event,
        reader,
        kind="s3.test_event",
        title=reader.say(
            "S3 bucket {bucket} will notify this topic", "S3 버킷 {bucket}이(가) 이 주제로 알립니다", bucket=bucket
        ),
        feel=(Tone.GOOD, Severity.INFO),
        resource=f"arn:aws:s3:::{bucket}",
    )
