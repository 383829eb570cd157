"""An answer's list as CSV: a row an item, a column a value, structures flattened into columns with dots in their names.

https://www.rfc-editor.org/rfc/rfc4180
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import jmespath

_FORMULA = re.compile(r"[=+\-@\t\r]")
_ROWS: Mapping[tuple[str, str], str] = {
    ("ec2", "DescribeInstances"): "Reservations[].Instances[]",
    ("cloudfront", "ListDistributions"): "DistributionList.Items",
}
"""Answers whose list stands deeper than at the top → where."""

_PAIRS = (("Key", "Value"), ("key", "value"), ("Name", "Value"), ("name", "value"), ("TagKey", "TagValue"))
_Row = Mapping[str, Any]


def spreadsheet(value: Any, service: str = "", operation: str = "") -> str:
    """A value as CSV, with a line of column names, in the order in which they first appear.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers.
    https://owasp.org/www-community/attacks/CSV_Injection

    Args:
        value: JSON: no times, no bytes.
        service: botocore's name of the service that it came from.
        operation: the API's name of the operation.
    """
    rows = [dict(_cells(item)) for item in _items(value, service, operation)]
    heads = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([safe_cell(name) for name in heads])
    writer.writerows([safe_cell(row.get(name)) for name in heads] for row in rows)
    return text.getvalue()


def longest_list(value: Any) -> list[Any]:
    """The list that an answer is about: the first of structures, else the first of anything; empty if there is none."""
    if isinstance(value, list):
        return cast("list[Any]", value)
    lists = [cast("list[Any]", item) for item in value.values() if isinstance(item, list)] if _is_row(value) else []
    filled = [items for items in lists if items]
    return next((items for items in filled if _is_row(items[0])), filled[0] if filled else [])


def _items(value: Any, service: str, operation: str) -> list[Any]:
    deep = _ROWS.get((service, operation))
    found: Any = jmespath.search(deep, value) if deep and _is_row(value) else None  # pyright: ignore[reportUnknownMemberType]  # it has no types
    if isinstance(found, list):
        return cast("list[Any]", found)
    return longest_list(value) or ([value] if value not in (None, {}, []) else [])


def _is_row(value: Any) -> bool:
    return isinstance(value, Mapping)


def _cells(item: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """A row's columns: `Tags.Name` of a list of pairs, `State.Code` of a structure, JSON of a list of structures."""
    if isinstance(item, Mapping):
        for key, value in cast("_Row", item).items():
            yield from _cells(value, f"{name}.{key}" if name else str(key))
    elif not isinstance(item, list):
        yield name or "Value", item
    elif not name:
        for place, value in enumerate(cast("list[Any]", item), 1):
            yield from _cells(value, f"Column{place}")
    elif pairs := _paired(cast("list[Any]", item)):
        yield from ((f"{name}.{key}", value) for key, value in pairs)
    elif any(isinstance(value, Mapping | list) for value in cast("list[Any]", item)):
        yield name, json.dumps(item, ensure_ascii=False)
    else:
        yield name, "; ".join(str(value) for value in cast("list[Any]", item))


def _paired(items: Sequence[Any]) -> list[tuple[str, Any]]:
    """A list of tags or dimensions as pairs, if it is one."""
    for key, value in _PAIRS:
        if items and all(_is_row(item) and set(item) == {key, value} for item in items):
            pairs = {str(item[key]): item[value] for item in items}
            return list(pairs.items()) if len(pairs) == len(items) else []
    return []


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe before it."""
    if value is None or isinstance(value, int | float):
        return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) else text
