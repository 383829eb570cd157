"""EventBridge event patterns: whether a value matches, by EventBridge's own rules.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any, cast

from bellhop.errors import Unreadable

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "=": lambda left, right: left == right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
}


def matches(pattern: Mapping[str, Any], value: object) -> bool:
    """Whether a JSON value matches an event pattern.

    Every field of the pattern must match; a list in the value matches if one of its elements does. Only leaves count
    as existing. An unknown operator matches nothing: `check` tells of it beforehand.
    """
    if isinstance(value, list):
        return any(matches(pattern, item) for item in cast("list[object]", value))
    fields = cast("Mapping[str, object]", value if isinstance(value, (dict, Mapping)) else {})
    for key, wanted in pattern.items():  # noqa: SIM110  # a loop, as all() takes half as long again
        if not _field(key, wanted, fields):
            return False
    return True


def mismatch(pattern: Mapping[str, Any], value: object, path: str = "$") -> str:
    """The first field of a pattern that a JSON value does not match, as in `$.detail.state`; empty if it matches.

    Args:
        pattern: one that `check` finds no fault with.
        value: what to look at.
        path: where the value stands.
    """
    if matches(pattern, value):
        return ""
    if not isinstance(value, Mapping):
        return path
    fields = cast("Mapping[str, object]", value)
    key, wanted = next((key, wanted) for key, wanted in pattern.items() if not _field(key, wanted, fields))
    here = f"{path}.{key}"
    return mismatch(cast("Mapping[str, Any]", wanted), fields.get(key), here) if isinstance(wanted, Mapping) else here


def _field(key: str, wanted: Any, fields: Mapping[str, object]) -> bool:
    if isinstance(wanted, (dict, Mapping)):
        return matches(cast("Mapping[str, Any]", wanted), fields.get(key))
    if key == "$or":
        return any(matches(choice, fields) for choice in wanted)
    value = fields.get(key)
    if isinstance(value, str):  # the commonest by far, and lists of names are long
        return value in wanted or any(_condition(one, [value]) for one in wanted if not isinstance(one, str))
    leaves = list(_leaves(value)) if key in fields else []
    return any(_condition(condition, leaves) for condition in wanted)


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _leaves(item)
    elif not isinstance(value, Mapping):
        yield value


def _condition(condition: object, leaves: list[object]) -> bool:
    if not isinstance(condition, Mapping):
        return any(_same(condition, leaf) for leaf in leaves)
    operator, operand = next(iter(cast("Mapping[str, Any]", condition).items()))
    if operator == "exists":
        return bool(leaves) == operand
    test = _OPERATORS.get(operator)
    return test is not None and any(test(operand, leaf) for leaf in leaves)


def _same(wanted: object, leaf: object) -> bool:
    return isinstance(wanted, bool) == isinstance(leaf, bool) and wanted == leaf


def _affix(test: Callable[[str, str], bool]) -> Callable[[Any, object], bool]:
    def check(operand: Any, leaf: object) -> bool:
        if not isinstance(leaf, str):
            return False
        if isinstance(operand, Mapping):
            return test(leaf.casefold(), str(cast("Mapping[str, Any]", operand)["equals-ignore-case"]).casefold())
        return any(test(leaf, choice) for choice in _several(operand))

    return check


def _several(operand: Any) -> list[Any]:
    return cast("list[Any]", operand) if isinstance(operand, list) else [operand]


def _anything_but(operand: Any, leaf: object) -> bool:
    if isinstance(operand, Mapping):
        operator, inner = next(iter(cast("Mapping[str, Any]", operand).items()))
        return not any(_OPERATORS[operator](choice, leaf) for choice in _several(inner))
    if isinstance(leaf, str):
        return leaf not in _several(operand)
    return not any(_same(choice, leaf) for choice in _several(operand))


def _numeric(operand: Any, leaf: object) -> bool:
    if isinstance(leaf, bool) or not isinstance(leaf, (int, float)):
        return False
    return all(_COMPARE[sign](leaf, limit) for sign, limit in zip(operand[::2], operand[1::2], strict=True))


def _cidr(operand: Any, leaf: object) -> bool:
    try:
        return ip_address(cast("str", leaf)) in ip_network(operand, strict=False)
    except ValueError:
        return False


@cache
def _wildcard(pattern: str) -> re.Pattern[str]:
    parts = re.findall(r"\\[\\*]|\*+|[^\\*]+|\\", pattern)
    return re.compile(
        "".join(".*" if part[0] == "*" else re.escape(part[-1:] if part[0] == "\\" else part) for part in parts),
        re.DOTALL,
    )


_OPERATORS: dict[str, Callable[[Any, object], bool]] = {
    "prefix": _affix(str.startswith),
    "suffix": _affix(str.endswith),
    "equals-ignore-case": lambda operand, leaf: (
        isinstance(leaf, str) and any(leaf.casefold() == str(choice).casefold() for choice in _several(operand))
    ),
    "wildcard": lambda operand, leaf: (
        isinstance(leaf, str) and any(_wildcard(choice).fullmatch(leaf) is not None for choice in _several(operand))
    ),
    "anything-but": _anything_but,
    "numeric": _numeric,
    "cidr": _cidr,
}


def check(pattern: object, path: str = "$") -> None:
    """Makes sure that a pattern from outside can be matched.

    Raises:
        Unreadable: what is wrong with it, with the path of the place.
    """
    if not isinstance(pattern, Mapping) or not pattern:
        raise Unreadable(path, "wanted an object of fields, as in an EventBridge event pattern")
    for key, wanted in cast("Mapping[str, object]", pattern).items():
        here = f"{path}.{key}"
        if key == "$or":
            if not isinstance(wanted, list) or not wanted:
                raise Unreadable(here, "wanted a list of patterns")
            for index, choice in enumerate(cast("list[object]", wanted)):
                check(choice, f"{here}[{index}]")
        elif isinstance(wanted, Mapping):
            check(cast("object", wanted), here)
        elif isinstance(wanted, list) and wanted:
            for index, condition in enumerate(cast("list[object]", wanted)):
                _check_condition(condition, f"{here}[{index}]")
        else:
            raise Unreadable(here, "wanted a list of values or operators, or an object of fields")


def _check_condition(condition: object, path: str) -> None:
    if isinstance(condition, list):
        raise Unreadable(path, "wanted a value or an operator, not a list")
    if not isinstance(condition, Mapping):
        return
    rule = cast("Mapping[str, object]", condition)
    operator = next(iter(rule), "")
    if len(rule) != 1 or (operator not in _OPERATORS and operator != "exists"):
        raise Unreadable(path, f"wanted one operator of {', '.join(sorted([*_OPERATORS, 'exists']))}")
    if not _fits(operator, rule[operator]):
        raise Unreadable(f"{path}.{operator}", _WANTED.get(operator, "wanted text, or a list of texts"))


_WANTED = {
    "exists": "wanted true or false",
    "numeric": 'wanted comparisons in turn, as in [">", 0, "<=", 5]',
    "cidr": "wanted an address range, as in 10.0.0.0/24",
    "anything-but": "wanted values, or one of prefix, suffix, equals-ignore-case and wildcard",
}


def _fits(operator: str, operand: object) -> bool:
    choices = _several(operand)
    match operator:
        case "exists":
            return isinstance(operand, bool)
        case "numeric":
            pairs = zip(choices[::2], choices[1::2], strict=False)
            return bool(choices) and len(choices) % 2 == 0 and all(_is_limit(sign, limit) for sign, limit in pairs)
        case "cidr":
            return isinstance(operand, str) and _is_range(operand)
        case "anything-but" if isinstance(operand, Mapping):
            inner = cast("Mapping[str, object]", operand)
            return len(inner) == 1 and all(
                key in ("prefix", "suffix", "equals-ignore-case", "wildcard") and _fits(key, inner[key])
                for key in inner
            )
        case "anything-but":
            return bool(choices) and not any(isinstance(choice, (Mapping, list)) for choice in choices)
        case "prefix" | "suffix" if isinstance(operand, Mapping):
            inner = cast("Mapping[str, object]", operand)
            return list(inner) == ["equals-ignore-case"] and isinstance(inner["equals-ignore-case"], str)
        case _:
            return bool(choices) and all(isinstance(choice, str) for choice in choices)


def _is_limit(sign: object, limit: object) -> bool:
    return sign in _COMPARE and isinstance(limit, (int, float)) and not isinstance(limit, bool)


def _is_range(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True
