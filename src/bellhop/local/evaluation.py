"""From an alarm's datapoints to its state, and the sentence that says why: pure.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

COMPARISONS: dict[str, tuple[Callable[[float, float], bool], str]] = {
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "LessThanThreshold": (operator.lt, "less than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
}

TREATMENTS = {"breaching": "Breaching", "notBreaching": "NonBreaching", "ignore": "Ignore", "missing": "Missing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When an alarm alarms: `needed` of the last `periods` datapoints beyond the threshold."""

    comparison: str
    threshold: float
    periods: int
    needed: int
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Datapoint:
    """The statistic of one period, by when the period began (UTC), or None if nothing came."""

    start: datetime
    value: float | None
    samples: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The state that an alarm should be in, and the reason."""

    state: str
    reason: str


def judge(condition: Condition, points: Sequence[Datapoint], before: str) -> Verdict:
    """Return the state for the datapoints of the last `periods` periods, newest first, after the state `before`."""
    state = _state(condition, points, before)
    return Verdict(state=state, reason=_reason(condition, points, state))


def _state(condition: Condition, points: Sequence[Datapoint], before: str) -> str:
    beyond, _ = COMPARISONS[condition.comparison]
    breaching = [p.value is not None and beyond(p.value, condition.threshold) for p in points]
    absent = [p.value is None for p in points]
    number = sum(breaching)
    if condition.missing == "breaching":
        return "ALARM" if number + sum(absent) >= condition.needed else "OK"
    if number >= condition.needed:
        return "ALARM"
    if condition.missing == "notBreaching" or not any(absent):
        return "OK"
    uncontradicted = all(b or a for b, a in zip(breaching, absent, strict=True))
    if condition.missing == "ignore":
        return before if uncontradicted else "OK"
    if all(absent):
        return "INSUFFICIENT_DATA"
    # AWS does not wait for data that may never come: an old breach that nothing has contradicted since is enough.
    oldest = max((place for place, is_breach in enumerate(breaching, start=1) if is_breach), default=0)
    return "ALARM" if oldest >= condition.needed and uncontradicted else "OK"


def _reason(condition: Condition, points: Sequence[Datapoint], state: str) -> str:
    present = [p for p in points if p.value is not None]
    absent = len(points) - len(present)
    if state == "INSUFFICIENT_DATA":
        return f"Insufficient Data: {_number(absent, 'datapoint')} {'was' if absent == 1 else 'were'} unknown."
    if not present:
        treated = f"[{TREATMENTS.get(condition.missing, condition.missing)}]"
        return (
            f"Threshold Crossed: no datapoints were received for {_number(len(points), 'period')} and "
            f"{_number(absent, 'missing datapoint')} {'was' if absent == 1 else 'were'} treated as {treated}."
        )
    beyond, words = COMPARISONS[condition.comparison]
    alarming = state == "ALARM"
    shown = [p for p in present if beyond(p.value or 0.0, condition.threshold) is alarming] or present
    values = ", ".join(f"{p.value} ({p.start:%d/%m/%y %H:%M:%S})" for p in shown)
    least = condition.needed if alarming else condition.periods - condition.needed + 1
    return (
        f"Threshold Crossed: {len(shown)} out of the last {_number(len(points), 'datapoint', always=True)} [{values}] "
        f"{'was' if len(shown) == 1 else 'were'} {'' if alarming else 'not '}{words} the threshold "
        f"({condition.threshold}) (minimum {_number(least, 'datapoint')} for "
        f"{'OK -> ALARM' if alarming else 'ALARM -> OK'} transition)."
    )


def _number(count: int, noun: str, *, always: bool = False) -> str:
    return f"{count} {noun}{'' if count == 1 and not always else 's'}"
