"""`--output`: an answer as JSON, YAML, tab-separated text or a table, as the AWS CLI prints them.

https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import yaml

from bellhop.message import Block, Code, Table

_WIDEST = 60
"""Characters of a table's cell; a longer one ends in `…`."""


def formatted(value: Any, output: str) -> Block:
    """A value as a block.

    Args:
        value: JSON: no times, no bytes.
        output: `json`, `yaml`, `text` or `table`.
    """
    match output:
        case "yaml":
            text = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, default_flow_style=False, width=10**6)
            return Code(text=text.removesuffix("...\n").rstrip("\n"), fold=True)
        case "text":
            return Code(text="\n".join(_text(value)), fold=True)
        case "table":
            return _table(value)
        case _:
            return Code(text=json.dumps(value, indent=4, ensure_ascii=False), fold=True)


def _is_many(value: Any) -> bool:
    return isinstance(value, Mapping | list)


def _text(value: Any, name: str = "", keys: Sequence[str] | None = None) -> Iterator[str]:
    """Lines of tab-separated values, each behind the name of what holds it; structures sorted by key."""
    if isinstance(value, Mapping):
        found = cast("Mapping[str, Any]", value)
        shown = sorted(key for key in found if not _is_many(found[key])) if keys is None else keys
        if shown:
            yield "\t".join([*([name.upper()] if name else []), *(_word(found.get(key, "")) for key in shown)])
        for key in sorted(key for key in found if _is_many(found[key])):
            yield from _text(found[key], key)
    elif isinstance(value, list):
        yield from _text_of_list(cast("list[Any]", value), name)
    else:
        yield _word(value)


def _text_of_list(items: list[Any], name: str) -> Iterator[str]:
    single = [_word(item) for item in items if not _is_many(item)]
    if single:
        yield from [f"{name.upper()}\t{word}" for word in single] if name else ["\t".join(single)]
    rows = [cast("Mapping[str, Any]", item) for item in items if isinstance(item, Mapping)]
    keys = sorted({key for row in rows for key in row if not _is_many(row[key])})
    for item in items:
        if _is_many(item):
            yield from _text(item, name, keys if isinstance(item, Mapping) else None)


def _word(value: Any) -> str:
    return "None" if value is None else str(value)


def _table(value: Any) -> Block:
    """A table of the rows in a value: its only list, or itself."""
    listed: list[Any] = cast("list[Any]", value) if isinstance(value, list) else [value]
    if isinstance(value, Mapping):
        lists: list[Any] = [item for item in cast("Mapping[str, Any]", value).values() if isinstance(item, list)]
        listed = lists[0] if len(lists) == 1 else listed
    named = [cast("Mapping[str, Any]", row) for row in listed if isinstance(row, Mapping)]
    if named and len(named) == len(listed):
        heads = tuple(dict.fromkeys(key for row in named for key in row))
        return Table(heads=heads, rows=tuple(tuple(_cell(row.get(head, "")) for head in heads) for row in named))
    columns = [cast("list[Any]", row) if isinstance(row, list) else [row] for row in listed]
    width = max(map(len, columns), default=1)
    heads = tuple(str(number) for number in range(1, width + 1))
    return Table(heads=heads, rows=tuple(tuple(_cell(cell) for cell in _filled(row, width)) for row in columns))


def _filled(row: list[Any], width: int) -> list[Any]:
    return row + [""] * (width - len(row))


def _cell(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if _is_many(value) or isinstance(value, bool) else str(value)
    text = "" if value is None else text
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
