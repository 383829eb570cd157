"""CloudWatch metrics as alarms read them: what arrived, by series, newest kept."""

from __future__ import annotations

import statistics
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from bellhop.local.backends import ACCOUNT, backend
from bellhop.local.times import naive_utc, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KEPT = 10_000
"""Samples kept a series; more than any alarm's window holds on one machine."""

Series = tuple[str, str, frozenset[tuple[str, str]]]
"""Namespace, metric name and dimensions: what identifies a metric."""


class Counter(Protocol):
    """Adds to a metric of AWS's own, as `AWS/Events` Invocations."""

    def __call__(
        self,
        region: str,
        namespace: str,
        name: str,
        dimensions: Mapping[str, str],
        *,
        value: float = 1.0,
        account: str = ACCOUNT,
    ) -> None:
        """Count `value` now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Values that were put at one time: a single one, or a statistic set of several."""

    time: datetime
    unit: str | None
    total: float
    low: float
    high: float
    count: float


def count(
    region: str,
    namespace: str,
    name: str,
    dimensions: Mapping[str, str],
    *,
    value: float = 1.0,
    account: str = ACCOUNT,
) -> None:
    """Put one value of one metric, now."""
    datum = {
        "MetricName": name,
        "Dimensions": [{"Name": key, "Value": text} for key, text in dimensions.items()],
        "Timestamp": naive_utc(now()),
        "Value": value,
        "Unit": "Count",
    }
    backend("cloudwatch", region, account).put_metric_data(namespace, [datum])


def series(namespace: str, name: str, dimensions: Iterable[tuple[str, str]]) -> Series:
    """Return what identifies a metric."""
    return namespace, name, frozenset(dimensions)


def keep(cloudwatch: Any, namespace: str, data: Iterable[Mapping[str, Any]]) -> None:
    """Remember PutMetricData's data beside moto's own, so that an alarm need not search all there is."""
    for datum in data:
        dimensions = [(d["Name"], d["Value"]) for d in datum.get("Dimensions") or ()]
        kept = _kept(cloudwatch).setdefault(series(namespace, datum["MetricName"], dimensions), deque(maxlen=KEPT))
        kept.extend(_samples(datum))


def between(cloudwatch: Any, which: Series, start: datetime, end: datetime, unit: str | None) -> list[Sample]:
    """Return a series' samples with start < time <= end, and of a unit if one is asked for."""
    found = tuple(_kept(cloudwatch).get(which, ()))
    return [s for s in found if start < s.time <= end and unit in (None, s.unit)]


def statistic(samples: list[Sample], name: str) -> float:
    """Return Sum, Average, Minimum, Maximum, SampleCount or a percentile (`p90`) of one sample or more.

    Raises:
        ValueError: for any other statistic, as trimmed means are.
    """
    total, number = sum(s.total for s in samples), sum(s.count for s in samples)
    if name == "Sum":
        return total
    if name == "SampleCount":
        return number
    if name == "Average":
        return total / number if number else 0.0
    if name == "Minimum":
        return min(s.low for s in samples)
    if name == "Maximum":
        return max(s.high for s in samples)
    if name.startswith("p"):
        return _percentile([s.total / s.count for s in samples if s.count], float(name[1:]))
    raise ValueError(f"the local AWS does not know the statistic {name}")


def _percentile(values: list[float], percent: float) -> float:
    if len(values) < 2 or percent >= 100:
        return max(values)
    return statistics.quantiles(values, n=1000, method="inclusive")[max(0, round(percent * 10) - 1)]


def _kept(cloudwatch: Any) -> dict[Series, deque[Sample]]:
    """Return the series kept beside a backend's own state, so that a reset of moto drops them too."""
    return cloudwatch.__dict__.setdefault("bellhop_series", {})


def _samples(datum: Mapping[str, Any]) -> Iterable[Sample]:
    time = datum.get("Timestamp")
    at = naive_utc(time) if isinstance(time, datetime) else naive_utc(now())
    unit: str | None = datum.get("Unit")
    if sets := datum.get("StatisticValues"):
        low, high = float(sets["Minimum"]), float(sets["Maximum"])
        yield Sample(time=at, unit=unit, total=float(sets["Sum"]), low=low, high=high, count=float(sets["SampleCount"]))
        return
    values = [float(v) for v in datum.get("Values") or [datum.get("Value", 0.0)]]
    counts = [float(c) for c in datum.get("Counts") or [1.0] * len(values)]
    for value, times in zip(values, counts, strict=True):
        yield Sample(time=at, unit=unit, total=value * times, low=value, high=value, count=times)
