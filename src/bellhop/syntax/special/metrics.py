"""CloudWatch's `put-metric-data` for one value, and SES's `send-email` without structures."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

from bellhop.syntax.models import Operation
from bellhop.syntax.options import Parameters, Put, Table, Takes, exclude, extra
from bellhop.syntax.values import BadValue, expected, is_array, is_object


def _number(raw: str) -> float:
    try:
        return float(raw)
    except ValueError:
        raise expected("a number", raw) from None


def _resolution(raw: str) -> int:
    return int(_number(raw))


def _pairs(raw: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for pair in next(csv.reader([raw])):
        key, equals, value = pair.partition("=")
        if not equals or "=" in value:
            raise BadValue("it looks like Name1=Value1,Name2=Value2")
        pairs[key] = value
    return pairs


def _dimensions(raw: str) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in _pairs(raw).items()]


def _statistics(raw: str) -> dict[str, float]:
    return {name: _number(value) for name, value in _pairs(raw).items()}


_DATUM: Mapping[str, tuple[str, Any]] = {
    "metric-name": ("MetricName", str),
    "timestamp": ("Timestamp", str),
    "unit": ("Unit", str),
    "value": ("Value", _number),
    "dimensions": ("Dimensions", _dimensions),
    "statistic-values": ("StatisticValues", _statistics),
    "storage-resolution": ("StorageResolution", _resolution),
}


def _put_metric_data(_: Operation, table: Table) -> None:
    table.change("metric-data", required=False)
    for name, (member, read) in _DATUM.items():
        table.add(extra(name, _putting_datum(member, read)))
    exclude(table, ["metric-data"], [name for name in _DATUM if name != "storage-resolution"])


def _putting_datum(member: str, read: Any) -> Put:
    def put(parameters: Parameters, raw: str) -> None:
        data: Any = parameters.setdefault("MetricData", [{}])
        if not is_array(data) or not data or not is_object(data[0]):
            raise BadValue("--metric-data has to be a list of at least one datum")
        data[0][member] = read(raw)

    return put


def _send_email(_: Operation, table: Table) -> None:
    table.change("message", required=False)
    table.change("destination", required=False)
    for name, member in {"to": "ToAddresses", "cc": "CcAddresses", "bcc": "BccAddresses"}.items():
        table.add(extra(name, _putting_addresses(member), takes=Takes.SOME, kind="list of strings"))
    table.add(extra("subject", _put_subject))
    table.add(extra("text", _putting_body("Text")))
    table.add(extra("html", _putting_body("Html")))
    exclude(table, ["destination"], ["to", "cc", "bcc"])
    exclude(table, ["message"], ["text", "html"])


def _putting_addresses(member: str) -> Put:
    def put(parameters: Parameters, raw: list[str]) -> None:
        parameters.setdefault("Destination", {})[member] = raw

    return put


def _mail(parameters: Parameters) -> dict[str, Any]:
    return parameters.setdefault("Message", {"Subject": {}, "Body": {}})


def _put_subject(parameters: Parameters, raw: str) -> None:
    if raw:
        _mail(parameters)["Subject"] = {"Data": raw}


def _putting_body(member: str) -> Put:
    def put(parameters: Parameters, raw: str) -> None:
        if raw:
            _mail(parameters)["Body"][member] = {"Data": raw}

    return put


ADJUSTMENTS: Mapping[tuple[str, str], Any] = {
    ("cloudwatch", "put-metric-data"): _put_metric_data,
    ("ses", "send-email"): _send_email,
}
