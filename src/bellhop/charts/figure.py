"""`Figure`: what an alarm's chart shows, read out of the alarm's own definition."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Literal
from zoneinfo import ZoneInfo

from bellhop.arn import parse_arn
from bellhop.events.alarms import Alarm, Metric, evaluated, metrics, period

Sign = Literal[">", ">=", "<", "<=", ""]

_PERIODS = 36
_LONGEST = timedelta(days=60)
_BEFORE = 4
_THRESHOLD = re.compile(r"((?:greater|less) than(?: or equal to)?) the threshold \(([^)]+)\)")
_SIGNS: dict[str, Sign] = {
    "GreaterThanThreshold": ">",
    "GreaterThanOrEqualToThreshold": ">=",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "<=",
    "greater than": ">",
    "greater than or equal to": ">=",
    "less than": "<",
    "less than or equal to": "<=",
}
_REGION = re.compile(r"[a-z]{2,3}(-[a-z]+)+-\d")
LARGEST = 2.0**360
"""CloudWatch takes no larger values, up or down; what is no number compares as larger too."""
_METRICS = 100
"""As many metrics as AWS takes in one widget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What is to be seen in a chart.

    Args:
        name: the alarm's name.
        state: `ALARM`, `OK` or `INSUFFICIENT_DATA`.
        region: where the metrics are.
        account: the alarm's account, empty where not told.
        metrics: what is measured first; each has an id.
        threshold: what it is compared with; None for a band.
        sign: how what is measured compares with the threshold when it alarms, empty where not told.
        period: seconds of one datapoint.
        since: when the state began.
        start: where the time axis begins.
        end: where it ends.
        timezone: IANA name of the time zone that the axis is labelled in.
    """

    name: str
    state: str
    region: str
    account: str
    metrics: tuple[Metric, ...]
    threshold: float | None
    sign: Sign
    period: int
    since: datetime
    start: datetime
    end: datetime
    timezone: str

    @property
    def shown(self) -> tuple[Metric, ...]:
        """The metrics that are drawn as lines: neither parts of an expression nor the band."""
        return tuple(metric for metric in self.metrics if metric.shown and not metric.is_band)

    @property
    def side(self) -> Literal["above", "below", ""]:
        """The side of the threshold on which it alarms."""
        return "above" if self.sign[:1] == ">" else "below" if self.sign else ""

    @property
    def offset(self) -> timedelta:
        """How far the time zone was ahead of UTC when the state began."""
        return self.since.astimezone(ZoneInfo(self.timezone)).utcoffset() or timedelta()

    def seen_from(self, account: str) -> Figure:
        """The same figure as another account asks for it: metrics then say whose they are."""
        if not self.account or not account or self.account == account:
            return self
        metrics = (
            metric if metric.account or metric.expression else replace(metric, account=self.account)
            for metric in self.metrics
        )
        return replace(self, metrics=tuple(metrics))


def figure_of(alarm: Alarm, timezone: str) -> Figure | None:
    """The chart of an alarm; None where its message does not tell enough for one.

    Args:
        alarm: as it was told, in either form.
        timezone: IANA name of the time zone of whoever looks at it.
    """
    watched = metrics(alarm)[:_METRICS]
    arn = parse_arn(alarm.arn)
    if not watched or not alarm.since or not _REGION.fullmatch(alarm.region):
        return None
    seconds = int(period(alarm))
    start, end = _window(alarm, alarm.since.astimezone(UTC), timedelta(seconds=seconds))
    threshold, sign = _threshold(alarm)
    return Figure(
        name=alarm.name,
        state=alarm.state,
        region=alarm.region,
        account=arn.account if arn else "",
        metrics=_named(watched),
        threshold=None if any(metric.is_band for metric in watched) else threshold,
        sign=sign,
        period=seconds,
        since=alarm.since,
        start=start,
        end=end,
        timezone=timezone,
    )


def _window(alarm: Alarm, since: datetime, step: timedelta) -> tuple[datetime, datetime]:
    """From some periods before the change, and before the state that it ended, until shortly after it."""
    span = min(max(_PERIODS * step, _BEFORE * evaluated(alarm), timedelta(hours=1)), _LONGEST)
    if alarm.state == "OK" and alarm.before_since and alarm.before_since < since:
        span = min(max(span, (since - alarm.before_since) * 1.25), _LONGEST)
    return _floor(since - span, step), _floor(since + span / 12, step) + step


def _floor(moment: datetime, step: timedelta) -> datetime:
    seconds = max(60.0, step.total_seconds())
    return datetime.fromtimestamp(moment.timestamp() // seconds * seconds, UTC)


def _threshold(alarm: Alarm) -> tuple[float | None, Sign]:
    told = _THRESHOLD.search(alarm.reason)
    nothing = float("nan")
    spelt = (alarm.definition.number("Threshold", default=nothing), alarm.data.number("threshold", default=nothing))
    value = next((number for number in spelt if isfinite(number)), nothing)
    if not isfinite(value) and told:
        value = _number(told[2])
    words = alarm.definition.text("ComparisonOperator", default="") or (told[1] if told else "")
    return (float(value) if abs(value) <= LARGEST else None), _SIGNS.get(words, "")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _named(watched: tuple[Metric, ...]) -> tuple[Metric, ...]:
    return tuple(
        metric if metric.id else replace(metric, id=f"m{number}") for number, metric in enumerate(watched, start=1)
    )
