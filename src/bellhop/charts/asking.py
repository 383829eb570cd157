"""How AWS is asked for a chart, or for the figures to draw one from.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Metric-Widget-Structure.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bellhop.charts.figure import Figure
from bellhop.charts.look import BAND, COLOURS, HEIGHT, LINES, WIDTH
from bellhop.events.alarms import Metric


def widget(figure: Figure) -> dict[str, Any]:
    """The `MetricWidget` of GetMetricWidgetImage."""
    colour = COLOURS.get(figure.state, BAND)
    annotations: dict[str, Any] = {
        "vertical": [{"color": colour, "label": figure.state, "value": _iso(figure.since)}],
    }
    if figure.threshold is not None:
        line = {"color": colour, "label": f"Threshold {figure.threshold:g}", "value": figure.threshold}
        annotations["horizontal"] = [{**line, "fill": figure.side} if figure.side else line]
    return {
        "view": "timeSeries",
        "stacked": False,
        "width": WIDTH,
        "height": HEIGHT,
        "title": figure.name[:200],
        "region": figure.region,
        "period": figure.period,
        "start": _iso(figure.start),
        "end": _iso(figure.end),
        "timezone": offset(figure.offset),
        "legend": {"position": "bottom"},
        "metrics": [_row(figure, number, metric) for number, metric in enumerate(figure.metrics)],
        "annotations": annotations,
    }


def metric_data(figure: Figure) -> dict[str, Any]:
    """The parameters of GetMetricData."""
    return {
        "StartTime": figure.start,
        "EndTime": figure.end,
        "ScanBy": "TimestampAscending",
        "MetricDataQueries": [_query(figure, metric) for metric in figure.metrics],
    }


def offset(ahead: timedelta) -> str:
    """A distance from UTC as AWS spells it: `+0900`, `-0330`."""
    minutes = round(ahead.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _row(figure: Figure, number: int, metric: Metric) -> list[Any]:
    options: dict[str, Any] = {"id": metric.id, "visible": metric.shown, "period": _period(figure, metric)}
    options["color"] = BAND if metric.is_band else LINES[number % len(LINES)]
    if metric.account:
        options["accountId"] = metric.account
    if metric.expression:
        label = {"label": metric.name} if metric.name else {}
        return [{**options, **label, "expression": metric.expression}]
    names = [part for pair in metric.dimensions for part in pair]
    stat = {"stat": metric.statistic} if metric.statistic else {}
    return [metric.namespace, metric.name, *names, {**options, **stat}]


def _query(figure: Figure, metric: Metric) -> dict[str, Any]:
    query: dict[str, Any] = {"Id": metric.id, "ReturnData": metric.shown}
    if metric.account:
        query["AccountId"] = metric.account
    if metric.expression:
        return {**query, "Expression": metric.expression, "Period": _period(figure, metric)}
    named = [{"Name": name, "Value": value} for name, value in metric.dimensions]
    stat: dict[str, Any] = {
        "Metric": {"Namespace": metric.namespace, "MetricName": metric.name, "Dimensions": named},
        "Period": _period(figure, metric),
        "Stat": metric.statistic or "Average",
    }
    if metric.unit:
        stat["Unit"] = metric.unit
    return {**query, "MetricStat": stat}


def _period(figure: Figure, metric: Metric) -> int:
    return int(metric.period) if 1 <= metric.period <= 864000 else figure.period


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
