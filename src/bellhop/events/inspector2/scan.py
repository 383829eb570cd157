"""Inspector finished a scan of a container image, an instance or a function.

https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose, whole
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.inspector2", detail_type=("Inspector2 Scan", "Inspector2 Coverage")),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what was scanned, and how many findings of each severity there are."""
    detail = event.detail
    subject = next(
        (
            text
            for key in ("repository-name", "instance-id", "function-name", "resourceId")
            if (text := detail.text(key, default=""))
        ),
        "",
    )
    arn = parse_arn(subject)
    counts = {name: whole(count.number(default=0)) for name, count in detail.items("finding-severity-counts")}
    bad, high = counts.get("CRITICAL", 0), counts.get("HIGH", 0)
    state = detail.text("scan-status", default="") or detail.text("scanStatus", "statusCodeValue", default="?")
    values = {"name": (arn.name if arn else subject) or "?", "state": state_words(reader, state)}
    return compose(
        event,
        reader,
        kind="inspector2.scan",
        title=reader.say("Inspector scan of {name}: {state}", "{name} Inspector 검사: {state}", **values),
        feel=(Tone.WARN, Severity.MEDIUM) if bad or high else (Tone.INFO, Severity.INFO),
        details=(
            (reader.say("Findings", "결과"), ", ".join(f"{name} {count}" for name, count in counts.items())),
            (reader.say("Tags", "태그"), ", ".join(detail.texts("image-tags"))),
            (reader.say("Image", "이미지"), detail.text("image-digest", default="")),
            (reader.say("Reason"), detail.text("scanStatus", "reason", default="")),
        ),
    )
