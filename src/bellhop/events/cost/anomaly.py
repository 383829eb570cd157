"""Cost Anomaly Detection saw spending that is not as usual.

https://docs.aws.amazon.com/cost-management/latest/userguide/cad-alert-chime.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.layout import compose, links
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(source="aws.ce", detail_type="Anomaly Detected"),
    Bare(keys=("anomalyId", "impact")),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says how much more than expected was spent, on what, since when, and for which likely causes."""
    detail = event.detail
    impact = detail.at("impact")
    causes = [*detail.each("rootCauses")]
    about = (
        detail.text("dimensionalValue", default="")
        or detail.text("dimensionValue", default="")
        or detail.text("monitorName", default="?")
    )
    values = {"amount": _money(impact.number("totalImpact", default=0)), "about": about}
    return compose(
        event,
        reader,
        kind="cost.anomaly",
        title=reader.say(
            "Unusual cost: {amount} more than expected on {about}",
            "비정상 비용: {about} 예상보다 {amount} 초과",
            **values,
        ),
        feel=(Tone.WARN, Severity.MEDIUM),
        details=(
            (reader.say("Spent", "사용"), _money(impact.number("totalActualSpend", default=-1))),
            (reader.say("Expected", "예상"), _money(impact.number("totalExpectedSpend", default=-1))),
            (reader.say("Since", "시작"), detail.text("anomalyStartDate", default="")[:10]),
            (reader.say("Until", "종료"), detail.text("anomalyEndDate", default="")[:10]),
            *((reader.say("Likely cause", "추정 원인"), _cause(item)) for item in causes[:5]),
            (reader.say("Monitor", "모니터"), detail.text("monitorName", default="")),
            (reader.say("Account"), detail.text("accountId", default="")),
        ),
        more=links((reader.say("Anomaly", "이상 비용"), detail.text("anomalyDetailsLink", default=""))),
        resource=detail.text("monitorArn", default=""),
        thread=f"cost:{detail.text('anomalyId', default='')}",
        step=Step.UPDATE,
    )


def _money(amount: float) -> str:
    return f"${amount:,.2f}" if amount >= 0 else ""


def _cause(item: Payload) -> str:
    account = item.text("linkedAccountName", default="") or item.text("linkedAccount", default="")
    parts = (
        item.text("service", default=""),
        item.text("usageType", default=""),
        item.text("region", default=""),
        account,
    )
    return " · ".join(part for part in parts if part)
