"""CloudSearch's structures spread out into options: `define-index-field --name n --type int --facet-enabled true`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bellhop.syntax.models import Operation
from bellhop.syntax.options import Parameters, Put, Table, extra
from bellhop.syntax.values import BadValue, expected

_DEFAULTS = {"Int": int, "Double": float, "IntArray": int, "DoubleArray": float}
_BOOLEANS = {
    "facet-enabled": "FacetEnabled",
    "search-enabled": "SearchEnabled",
    "return-enabled": "ReturnEnabled",
    "sort-enabled": "SortEnabled",
    "highlight-enabled": "HighlightEnabled",
}


def _define_expression(_: Operation, table: Table) -> None:
    table.remove("expression")
    _spread(table, "name", _putting("Expression", "ExpressionName"))
    _spread(table, "expression", _putting("Expression", "ExpressionValue"))


def _define_index_field(_: Operation, table: Table) -> None:
    table.remove("index-field")
    _spread(table, "name", _putting("IndexField", "IndexFieldName"))
    _spread(table, "type", _putting("IndexField", "IndexFieldType"))
    table.add(extra("default-value", _put_default))
    for name, member in _BOOLEANS.items():
        table.add(extra(name, _putting_boolean(member), kind="boolean"))
    table.add(extra("source-field", _putting_option("SourceField")))
    table.add(extra("analysis-scheme", _putting_option("AnalysisScheme")))


def _spread(table: Table, name: str, put: Put) -> None:
    table.add(extra(name, put))
    table.change(name, required=True)


def _putting(outer: str, inner: str) -> Put:
    def put(parameters: Parameters, raw: str) -> None:
        parameters.setdefault(outer, {})[inner] = raw

    return put


def _kind(parameters: Parameters) -> str:
    """Return the field's type as the model spells it within member names: `int-array` → `IntArray`."""
    typed = parameters.get("IndexField", {}).get("IndexFieldType")
    if not typed:
        raise BadValue("--type has to be given too")
    kind = "".join(part.capitalize() for part in typed.split("-"))
    return "LatLon" if kind == "Latlon" else kind


def _put_option(parameters: Parameters, member: str, value: Any) -> None:
    parameters["IndexField"].setdefault(f"{_kind(parameters)}Options", {})[member] = value


def _putting_option(member: str) -> Put:
    def put(parameters: Parameters, raw: str) -> None:
        _kind(parameters)
        _put_option(parameters, member, raw)

    return put


def _putting_boolean(member: str) -> Put:
    def put(parameters: Parameters, raw: str) -> None:
        _kind(parameters)
        _put_option(parameters, member, raw.lower() != "false")

    return put


def _put_default(parameters: Parameters, raw: str) -> None:
    read = _DEFAULTS.get(_kind(parameters), str)
    try:
        _put_option(parameters, "DefaultValue", read(raw))
    except ValueError:
        raise expected("a number", raw) from None


ADJUSTMENTS: Mapping[tuple[str, str], Any] = {
    ("cloudsearch", "define-expression"): _define_expression,
    ("cloudsearch", "define-index-field"): _define_index_field,
}
