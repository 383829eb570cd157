"""Amazon ECR scans repositories more or less often than before.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.layout import compose, words
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.ecr", detail_type="ECR Scan Resource Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says for which repositories the scanning changed, from what to what."""
    changed = [
        (
            item.text("repository-name", default="?"),
            " → ".join(words(item.text(f"{when}scan-frequency", default="?")) for when in ("previous-", "")),
        )
        for item in event.detail.each("repositories")
    ]
    return compose(
        event,
        reader,
        kind="ecr.scan_frequency",
        title=reader.say(
            "ECR scans {count} repositories at another pace",
            "ECR 리포지토리 {count}개의 검사 주기 변경",
            count=len(changed),
        ),
        details=changed[:20],
    )
