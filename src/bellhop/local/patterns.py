"""EventBridge event patterns: pure.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

import ipaddress
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

_ABSENT = object()

_NUMERIC: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


def matches(pattern: Mapping[str, Any], event: Any) -> bool:
    """Say whether an event, or a part of one, has all that a pattern asks for.

    In a list of objects it is enough that one of them has all of it.
    """
    if isinstance(event, list):
        return any(matches(pattern, each) for each in cast("list[Any]", event))
    node: Mapping[str, Any] = cast("Mapping[str, Any]", event) if isinstance(event, dict) else {}
    return all(_field_matches(key, wanted, node) for key, wanted in pattern.items())


def _field_matches(key: str, wanted: Any, node: Mapping[str, Any]) -> bool:
    if key == "$or":
        return any(matches(each, node) for each in wanted)
    value = node.get(key, _ABSENT)
    if isinstance(wanted, dict):
        return matches(cast("Mapping[str, Any]", wanted), value)
    values = cast("list[Any]", value) if isinstance(value, list) else [value]
    return any(_filter_matches(each, values) for each in cast("list[Any]", wanted))


def _filter_matches(wanted: Any, values: list[Any]) -> bool:
    if isinstance(wanted, dict) and "exists" in wanted:
        # Only leaves exist for AWS: an object on the way to them does not count.
        present = any(value is not _ABSENT and not isinstance(value, dict) for value in values)
        return present is cast("dict[str, Any]", wanted)["exists"]
    return any(value is not _ABSENT and _value_matches(wanted, value) for value in values)


def _value_matches(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, dict):
        return all(_operator(name, argument, value) for name, argument in cast("dict[str, Any]", wanted).items())
    return (type(wanted) is type(value) and wanted == value) or _same_number(wanted, value)


def _same_number(one: Any, other: Any) -> bool:
    return _is_number(one) and _is_number(other) and one == other


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _operator(name: str, argument: Any, value: Any) -> bool:
    match name:
        case "prefix":
            return _text(argument, value, str.startswith)
        case "suffix":
            return _text(argument, value, str.endswith)
        case "equals-ignore-case":
            return _text({"equals-ignore-case": argument}, value, str.__eq__)
        case "wildcard":
            return _text(argument, value, _wildcard)
        case "anything-but":
            return not any(_excluded(each, value) for each in _list(argument))
        case "numeric":
            pairs = zip(argument[::2], argument[1::2], strict=True)
            return _is_number(value) and all(_NUMERIC[sign](value, number) for sign, number in pairs)
        case "cidr":
            return _in_network(str(argument), value)
        case _:
            return False


def _list(argument: Any) -> Iterable[Any]:
    return cast("list[Any]", argument) if isinstance(argument, list) else [argument]


def _excluded(argument: Any, value: Any) -> bool:
    if isinstance(argument, dict):
        return any(_operator(name, inner, value) for name, inner in cast("dict[str, Any]", argument).items())
    return _value_matches(argument, value)


def _text(argument: Any, value: Any, test: Callable[[str, str], bool]) -> bool:
    if not isinstance(value, str):
        return False
    if isinstance(argument, dict):
        folded = cast("dict[str, Any]", argument)["equals-ignore-case"]
        return any(test(value.casefold(), str(each).casefold()) for each in _list(folded))
    return any(test(value, str(each)) for each in _list(argument))


def _wildcard(value: str, pattern: str) -> bool:
    parts = re.findall(r"\\[*\\]|\*|[^*\\]+|\\", pattern)
    regex = "".join(".*" if p == "*" else re.escape(p[1:] if p in ("\\*", "\\\\") else p) for p in parts)
    return re.fullmatch(regex, value, re.DOTALL) is not None


def _in_network(network: str, value: Any) -> bool:
    try:
        return ipaddress.ip_address(value) in ipaddress.ip_network(network)
    except ValueError:
        return False
