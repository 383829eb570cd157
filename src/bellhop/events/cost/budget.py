"""AWS Budgets says that spending passed a threshold, or is forecast to.

https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
"""

from __future__ import annotations

import re

from bellhop.event import Event
from bellhop.events.console import page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import Prose
from bellhop.message import Text, Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    Prose(subject=r"^AWS Budgets:"),
    Prose(text=r"\s*AWS Budget Notification"),
)

_FIELD = re.compile(r"^([A-Z][\w ]{2,30}):[ \t]+(\S.*)$", re.MULTILINE)
_ACCOUNT = re.compile(r"AWS Account (\d{12})")


def tell(event: Event, reader: Reader) -> Notification:
    """Says which budget is passed by how much; the `Label: value` lines of AWS's prose are kept."""
    fields = {label: value.strip() for label, value in _FIELD.findall(event.text)}
    name = fields.get("Budget Name") or event.subject.removeprefix("AWS Budgets:").strip() or "?"
    kind = fields.get("Alert Type", "").upper()
    forecast = kind == "FORECASTED"
    amount = next(
        (value for label, value in fields.items() if label.upper() in ("ACTUAL AMOUNT", "FORECASTED AMOUNT")), ""
    )
    values = {"name": name, "amount": amount or "?", "limit": fields.get("Budgeted Amount", "?")}
    if not fields:
        title = reader.say("Budget alert: {name}", "예산 알림: {name}", **values)
    elif forecast:
        title = reader.say(
            "Budget {name} will reach {amount} of {limit}", "예산 {name}: {limit} 중 {amount} 예상", **values
        )
    else:
        title = reader.say(
            "Budget {name} has reached {amount} of {limit}", "예산 {name}: {limit} 중 {amount} 사용", **values
        )
    account = _ACCOUNT.search(event.text)
    return compose(
        event,
        reader,
        kind="cost.budget",
        title=title,
        feel=(Tone.WARN, Severity.LOW if forecast else Severity.MEDIUM),
        details=(*fields.items(), (reader.say("Account"), account[1] if account else "")),
        blocks=() if fields else (Text(text=event.text.strip()),),
        more=links((reader.say("Budgets", "예산"), page("", "billing/home", "/budgets"))),
        resource=name,
    )
