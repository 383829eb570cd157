"""Amazon ECR finished scanning an image.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links, whole
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.events.severities import by_label
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.ecr", detail_type="ECR Image Scan"),)

_ORDER = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED")


def tell(event: Event, reader: Reader) -> Notification:
    """Says how many findings of each severity the image has, the worst first."""
    detail = event.detail
    repository, status = detail.text("repository-name", default="?"), detail.text("scan-status", default="?")
    counts = {name: whole(count.number(default=0)) for name, count in detail.items("finding-severity-counts")}
    told = ", ".join(f"{counts[name]} {name.lower()}" for name in _ORDER if counts.get(name))
    worst = next((name for name in _ORDER if counts.get(name)), "")
    tags = ", ".join(detail.texts("image-tags"))
    values = {"image": f"{repository}:{tags}" if tags else repository, "told": told or state_words(reader, status)}
    return compose(
        event,
        reader,
        kind="ecr.scan",
        title=reader.say("ECR scan of {image}: {told}", "{image} ECR 검사: {told}", **values),
        feel=by_label(worst) if worst else feeling(status),
        details=(
            (reader.say("Status"), state_words(reader, status)),
            (reader.say("Digest", "다이제스트"), detail.text("image-digest", default="")),
        ),
        more=links(
            (
                reader.say("Repository", "리포지토리"),
                page(event.region, f"ecr/repositories/private/{event.account}/{escaped(repository)}"),
            )
        ),
    )
