"""An image in Amazon ECR was pushed, deleted, replicated or moved to another storage class.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.ecr",
        detail_type=(
            "ECR Image Action",
            "ECR Pull Through Cache Action",
            "ECR Referrer Action",
            "ECR Replication Action",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which image of which repository, with what done to it, and whether that worked."""
    detail = event.detail
    action, result = (
        detail.text("action-type", default="") or event.detail_type.removeprefix("ECR "),
        detail.text("result", default="") or detail.text("sync-status", default=""),
    )
    repository = detail.text("repository-name", default="") or detail.text("ecr-repository-prefix", default="?")
    tag = detail.text("image-tag", default="")
    image = f"{repository}:{tag}" if tag else repository
    failed = result not in ("", "SUCCESS")
    return compose(
        event,
        reader,
        kind="ecr.image",
        title=reader.say(
            "ECR image {image}: {action}",
            "ECR 이미지 {image}: {action}",
            image=image,
            action=state_words(reader, action),
        )
        + (f" {state_words(reader, result)}" if failed else ""),
        feel=(Tone.BAD, Severity.MEDIUM) if failed else (Tone.INFO, Severity.INFO),
        text=detail.text("failure-reason", default=""),
        details=(
            (reader.say("Digest", "다이제스트"), detail.text("image-digest", default="")),
            (reader.say("Storage class", "스토리지 클래스"), detail.text("target-storage-class", default="")),
            (reader.say("Kind", "종류"), detail.text("artifact-media-type", default="")),
            (
                reader.say("From", "원본"),
                detail.text("source-account", default="") or detail.text("upstream-registry-url", default=""),
            ),
        ),
        more=links(
            (
                reader.say("Repository", "리포지토리"),
                page(event.region, f"ecr/repositories/private/{event.account}/{escaped(repository)}"),
            )
        ),
        resource=image,
    )
