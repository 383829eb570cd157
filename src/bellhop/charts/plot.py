"""`Plot`: figures that AWS gave, ready to be drawn; and where the marks of its axes stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil, floor, log10
from typing import Any
from zoneinfo import ZoneInfo

from bellhop.charts.figure import LARGEST, Figure

Point = tuple[float, float]
"""Seconds since 1970, and a value."""

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_STEPS = (
    *(minutes * _MINUTE for minutes in (1, 2, 5, 10, 15, 30)),
    *(hours * _HOUR for hours in (1, 2, 3, 6, 12)),
    *(days * _DAY for days in (1, 2, 7, 14)),
)
_PREFIXES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A line: its name, and its points by time; what is missing is left out."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What is drawn.

    Args:
        figure: which chart it is.
        curves: its lines, what is measured first.
        band: the lower and the upper edge of what an anomaly detector expects, or None.
    """

    figure: Figure
    curves: tuple[Curve, ...]
    band: tuple[Curve, Curve] | None = None


def plot_of(figure: Figure, results: Sequence[Mapping[str, Any]]) -> Plot:
    """A plot of the `MetricDataResults` of GetMetricData.

    A band comes as two results of one id.
    """
    curves: list[Curve] = []
    edges: list[Curve] = []
    for metric in figure.metrics:
        for result in results:
            if metric.shown and result.get("Id") == metric.id:
                found = Curve(label=metric.words() or str(result.get("Label", "")), points=_points(result))
                (edges if metric.is_band else curves).append(found)
    edges.sort(key=lambda edge: sum(value for _, value in edge.points))
    return Plot(figure=figure, curves=tuple(curves), band=(edges[0], edges[-1]) if len(edges) > 1 else None)


def _points(result: Mapping[str, Any]) -> tuple[Point, ...]:
    times: Sequence[datetime] = result.get("Timestamps") or ()
    values: Sequence[float] = result.get("Values") or ()
    found = ((moment.timestamp(), float(value)) for moment, value in zip(times, values, strict=False))
    return tuple(sorted(point for point in found if abs(point[1]) <= LARGEST))


def value_marks(plot: Plot, most: int) -> list[float]:
    """Round values for the value axis, from below what is drawn to above it; two at least.

    Args:
        plot: what is drawn.
        most: how many there is room for.
    """
    curves = (*plot.curves, *(plot.band or ()))
    values = [value for curve in curves for _, value in curve.points]
    if plot.figure.threshold is not None:
        values.append(plot.figure.threshold)
    low, high = min(values, default=0.0), max(values, default=1.0)
    if 0 <= low < high / 2 or low == high >= 0:
        low = 0.0
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        low, high = low - abs(low) / 2, high + (abs(high) / 2 or 1)
    step = _round_step((high - low) * 1.08 / max(1, most - 1))
    first, last = floor(low / step), ceil((high + (high - low) * 0.04) / step)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def _round_step(wanted: float) -> float:
    scale = 10.0 ** floor(log10(max(wanted, 1e-300)))
    return next((scale * part for part in (1, 2, 2.5, 5) if scale * part >= wanted * 0.999), scale * 10)


def value_words(value: float, step: float) -> str:
    """A value as its axis shows it: `1.5k`, `250`, `0.05`."""
    if abs(value) >= 1e15 or 0 < abs(value) < 1e-4:
        return f"{value:.2g}"
    for size, prefix in _PREFIXES:
        if abs(value) >= size and step >= size / 1000:
            return f"{value / size:.12g}"[:7].rstrip(".") + prefix
    if value == 0:
        return "0"
    digits = max(0, ceil(-log10(step)) + 1) if step < 1 else 1
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def time_marks(figure: Figure, most: int) -> Iterator[tuple[float, str]]:
    """Round times for the time axis, as (seconds since 1970, words on the reader's clock)."""
    start, end, zone = figure.start.timestamp(), figure.end.timestamp(), ZoneInfo(figure.timezone)
    step = next((step for step in _STEPS if (end - start) / step <= most), _STEPS[-1])
    ahead = figure.offset.total_seconds()
    mark = ceil((start + ahead) / step) * step - ahead
    form = "%H:%M" if step < _DAY else "%m-%d"
    while mark <= end:
        yield mark, datetime.fromtimestamp(mark, UTC).astimezone(zone).strftime(form)
        mark += step


def clock_words(figure: Figure) -> str:
    """Day and time zone of the axis: `2026-01-29 · UTC+09:00`."""
    zone = ZoneInfo(figure.timezone)
    first, last = figure.start.astimezone(zone), figure.end.astimezone(zone)
    days = f"{first:%Y-%m-%d}" if first.date() == last.date() else f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"
    ahead = figure.offset
    minutes = round(abs(ahead).total_seconds() / _MINUTE)
    if not minutes:
        return f"{days} · UTC"
    return f"{days} · UTC{'-' if ahead < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"
