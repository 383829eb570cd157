"""The condition keys of services that a command's own parameters tell, such as `s3:prefix`.

In `keys.json`, `KEY=PLACE` says that the request has the key's value from that parameter, and that it can't be known
where the parameter lacks; `KEY!PLACE` that the request surely lacks the key then. `@` before a place stands for a
Lambda function, of which the key has the ARN.
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from bellhop.guardrails.resources import Where
from bellhop.guardrails.values import values_at

_ENTRY = re.compile(r"([^=!]+)([=!])(@?)(.+)")
_FUNCTION = re.compile(r"[\w-]{1,64}")


@cache
def _table() -> dict[str, dict[str, str]]:
    return msgspec.json.decode(files(__package__ or "bellhop.guardrails").joinpath("keys.json").read_bytes())


@cache
def _entries(service: str, operation: str) -> tuple[tuple[str, bool, bool, str], ...]:
    """Each key in lower case, whether it is surely absent with its parameter, whether it is a function, its place."""
    found = (_ENTRY.fullmatch(entry) for entry in _table().get(service, {}).get(operation, "").split())
    return tuple((one[1].lower(), one[2] == "!", bool(one[3]), one[4]) for one in found if one)


def service_keys(
    service: str, operation: str, parameters: Mapping[str, Any], where: Where
) -> dict[str, tuple[str, ...]]:
    """The values of a service's keys by lower-case key, as far as the parameters tell them.

    Args:
        service: botocore's name of the service.
        operation: the API's name of the operation.
        parameters: the command's.
        where: where it runs.
    """
    known: dict[str, tuple[str, ...]] = {}
    for key, surely, is_function, place in _entries(service, operation):
        values = values_at(parameters, place)
        texts = [_text(value) for value in values]
        if is_function:
            texts = [_function(text, where) for text in texts]
        if None not in texts and (texts or surely):
            known[key] = tuple(text for text in texts if text is not None)
    return known


def _text(value: Any) -> str | None:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float() | Decimal():
            return str(value)
        case _:
            return None


def _function(text: str | None, where: Where) -> str | None:
    if text is None or text.startswith("arn:"):
        return text
    if not (where.partition and where.account and _FUNCTION.fullmatch(text)):
        return None
    return f"arn:{where.partition}:lambda:{where.region}:{where.account}:function:{text}"
