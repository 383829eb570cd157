"""IAM's condition operators, each a comparison of one value of the request with one of the policy's.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from bellhop.guardrails.wildcard import Look, Pattern, read_pattern

Compare = Callable[[str, Look], "bool | None"]
"""Whether a value of the request is as the policy wants it; None if that can't be known."""

_FIELD_END = re.compile(r":(?![^{}]*\})")
"""A colon outside of a variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A condition operator.

    Args:
        read: makes a comparison of a policy's value; raises ValueError for one that does not fit.
        negated: the condition holds if no value compares.
    """

    read: Callable[[str, bool], Compare]
    negated: bool = False


def _text(value: str, variables: bool, *, like: bool = False, fold: bool = False) -> Compare:
    pattern = read_pattern(value.lower() if fold else value, variables=variables, wildcards=like)

    def compare(given: str, look: Look) -> bool | None:
        return (
            _certain(pattern, given.lower(), lambda key: _lower(look(key))) if fold else _certain(pattern, given, look)
        )

    return compare


def _lower(values: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(value.lower() for value in values)


def _certain(pattern: Pattern, given: str, look: Look) -> bool | None:
    if pattern.surely(given, look):
        return True
    if pattern.whole is not None:
        return False
    return None if pattern.maybe(given, look) else False


def _ordered(value: str, _: bool, *, by: Callable[[Any, Any], bool], read: Callable[[str], Any]) -> Compare:
    wanted = read(value)

    def compare(given: str, _: Look) -> bool | None:
        try:
            return by(read(given), wanted)
        except ValueError:
            return None

    return compare


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number") from None
    if not number.is_finite():
        raise ValueError(f"{text!r} is no number")
    return number


def _date(text: str) -> datetime:
    try:
        if text.replace(".", "", 1).isdigit() and len(text) != 4:
            return datetime.fromtimestamp(float(text), UTC)
        found = datetime.fromisoformat(text if len(text) != 4 else f"{text}-01-01")
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"{text!r} is no date; wanted 2026-01-31T12:00:00Z or seconds since 1970") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _truth(value: str, _: bool) -> Compare:
    wanted = value.lower()
    if wanted not in {"true", "false"}:
        raise ValueError(f"{value!r} is neither true nor false")
    return lambda given, _: given.lower() == wanted


def _binary(value: str, _: bool) -> Compare:
    wanted = _bytes(value)

    def compare(given: str, _: Look) -> bool | None:
        try:
            return _bytes(given) == wanted
        except ValueError:
            return None

    return compare


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f"{text!r} is no base64") from None


def _address(value: str, _: bool) -> Compare:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        raise ValueError(f"{value!r} is no address range; wanted 203.0.113.0/24 or 2001:db8::/32") from None

    def compare(given: str, _: Look) -> bool | None:
        try:
            return ipaddress.ip_address(given) in network
        except ValueError:
            return None

    return compare


def _arn(value: str, variables: bool) -> Compare:
    if value.strip("*") == "":
        return lambda _, __: True
    fields = _FIELD_END.split(value, 5)
    if len(fields) != 6:
        return lambda _, __: None
    patterns = [read_pattern(part, variables=variables) for part in fields]

    def compare(given: str, look: Look) -> bool | None:
        parts = given.split(":", 5)
        if len(parts) != 6:
            return False
        found = [_certain(pattern, part, look) for pattern, part in zip(patterns, parts, strict=True)]
        return False if False in found else None if None in found else True

    return compare


_PLAIN = {
    "StringEquals": _text,
    "StringEqualsIgnoreCase": partial(_text, fold=True),
    "StringLike": partial(_text, like=True),
    "NumericEquals": partial(_ordered, by=operator.eq, read=_number),
    "DateEquals": partial(_ordered, by=operator.eq, read=_date),
    "BinaryEquals": _binary,
    "Bool": _truth,
    "IpAddress": _address,
    "ArnEquals": _arn,
    "ArnLike": _arn,
}
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}
_ORDERS = {
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}

OPERATORS: dict[str, Operator] = {
    **{name: Operator(read=read) for name, read in _PLAIN.items()},
    **{name: Operator(read=_PLAIN[plain], negated=True) for name, plain in _NEGATED.items()},
    **{f"Numeric{name}": Operator(read=partial(_ordered, by=by, read=_number)) for name, by in _ORDERS.items()},
    **{f"Date{name}": Operator(read=partial(_ordered, by=by, read=_date)) for name, by in _ORDERS.items()},
}
"""All operators but `Null`, by name, without `IfExists` and set prefixes."""
