"""IAM Access Analyzer found that something can be reached from outside, or that access is not used.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links, words
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.access-analyzer",
        detail_type=(
            "Access Analyzer Finding",
            "Internal Access Finding",
            "Unused Access Finding for IAM entities",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what is open to whom for which actions, or which access nobody uses, and how the finding stands."""
    detail = event.detail
    status = detail.text("status", default="?")
    public, live = detail.flag("isPublic"), status == "ACTIVE" and not detail.flag("isDeleted")
    unused = _unused(event)
    title = _title(event, reader)
    severity = Severity.HIGH if public else Severity.LOW if unused else Severity.MEDIUM
    key = detail.text("id", default="") or detail.text("findingId", default="")
    return compose(
        event,
        reader,
        kind="access_analyzer.finding",
        title=title if live else reader.say("No longer: {title}", "해소됨: {title}", title=title),
        feel=(Tone.BAD if public else Tone.WARN, severity) if live else (Tone.GOOD, Severity.INFO),
        details=(
            (reader.say("Resource"), detail.text("resource", default="")),
            (reader.say("Error"), detail.text("error", default="")),
            (
                reader.say("Open to", "공개 대상"),
                ", ".join(f"{kind} {name.text(default='')}" for kind, name in detail.items("principal")),
            ),
            (reader.say("Actions", "작업"), ", ".join(detail.texts("action")[:10])),
            (reader.say("Type"), detail.text("resourceType", default="")),
            (reader.say("Status"), status),
            (reader.say("Unused services", "미사용 서비스"), detail.text("numberOfUnusedServices", default="")),
            (reader.say("Unused actions", "미사용 작업"), detail.text("numberOfUnusedActions", default="")),
            (reader.say("Found", "발견"), reader.moment(detail.time("createdAt"))),
        ),
        more=links(
            (
                reader.say("Finding", "결과"),
                page(event.region, "access-analyzer/home", f"/findings/details/{escaped(key)}"),
            )
        ),
        resource=detail.text("resource", default="?"),
        thread=f"access-analyzer:{key}" if key else "",
        step=Step.UPDATE if live else Step.CLOSE,
    )


def _unused(event: Event) -> bool:
    return event.detail_type.startswith("Unused")


def _title(event: Event, reader: Reader) -> str:
    detail, say = event.detail, reader.say
    arn = parse_arn(detail.text("resource", default=""))
    sort = detail.text("resourceType", default="").removeprefix("AWS::").replace("::", " ")
    name = (arn.name if arn else detail.text("resource", default="")) or "?"
    kind = words(detail.text("findingType", default="access"))
    values = {"name": f"{sort} {name}".strip(), "kind": kind}
    if detail.has("error"):
        return say("Access Analyzer could not analyze {name}", "Access Analyzer 분석 실패: {name}", **values)
    if _unused(event):
        return say("Unused access on {name}: {kind}", "{name}: 사용되지 않는 액세스 ({kind})", **values)
    if detail.flag("isPublic"):
        return say("{name} is open to everybody", "{name}: 모두에게 공개됨", **values)
    return say("{name} is open to outsiders", "{name}: 외부에 공개됨", **values)
