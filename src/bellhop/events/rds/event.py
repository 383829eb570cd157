"""Something happened to a database, cluster, snapshot, proxy or group of Amazon RDS.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.console import page
from bellhop.events.layout import clip, compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(source="aws.rds", detail={"EventID": [{"prefix": "RDS-EVENT"}]}),
    Bare(keys=("Event Source", "Event Message")),
)

_WARN = {"deletion", "maintenance", "recovery", "security"}


def tell(event: Event, reader: Reader) -> Notification:
    """Says what AWS says of which resource, in which category; failures and failovers louder."""
    detail = event.detail
    name = detail.text("SourceIdentifier", default="") or detail.text("Source ID", default="?")
    said = detail.text("Message", default="") or detail.text("Event Message", default="?")
    sort = (
        (detail.text("SourceType", default="") or detail.text("Event Source", default="resource"))
        .replace("_", " ")
        .lower()
    )
    categories = detail.texts("EventCategories")
    identifier = detail.text("EventID", default="") or detail.text("Event ID", default="").rpartition("#")[2]
    return compose(
        event,
        reader,
        kind="rds.event",
        title=reader.say(
            "RDS {sort} {name}: {said}", "RDS {sort} {name}: {said}", sort=sort, name=name, said=clip(said, 180)
        ),
        feel=_feel(categories, said),
        text=said if len(said) > 180 else "",
        details=(
            (reader.say("Category", "범주"), ", ".join(categories)),
            (reader.say("Event", "이벤트"), identifier),
            (reader.say("Resource"), detail.text("SourceArn", default="")),
        ),
        more=links(
            (reader.say("Database", "데이터베이스"), detail.text("Identifier Link", default="").strip()),
            (reader.say("Databases", "데이터베이스"), page(event.region, "rds/home", "databases:")),
        ),
        resource=detail.text("SourceArn", default=""),
        at=detail.time("Date") or detail.time("Event Time"),
    )


def _feel(categories: tuple[str, ...], said: str) -> tuple[Tone, Severity]:
    if "failover" in categories or "failure" in categories or "low storage" in categories:
        return Tone.BAD, Severity.HIGH
    if _WARN.intersection(categories):
        return Tone.WARN, Severity.LOW
    tone, severity = feeling(said)
    return (tone, severity) if tone is not Tone.BAD else (Tone.WARN, Severity.MEDIUM)
