"""Which resources a command touches: ARNs out of its parameters, by the table that tools/build_resources.py writes.

What the parameters don't tell stays `UNKNOWN` in the ARN, or is all of it. The table's slots and signs are explained
in tools/resource_exceptions.py.
"""

from __future__ import annotations

import gzip
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import msgspec

from bellhop.arn import parse_arn
from bellhop.guardrails.wildcard import UNKNOWN

_SLOT = re.compile(r"\{([^}]+)\}")
_SIGNS = "~-/^=<>#"
_LONGEST = 1024
_MOST = 100
_SECRET_ENDING = re.compile(r".*-[A-Za-z0-9]{6}")
_OTHER_BUCKETS = ("-s3alias", "--ol-s3", "--x-s3", ".mrap")
_PARTITIONS = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "us-isof-": "aws-iso-f",
    "eu-isoe-": "aws-iso-e",
    "eusc-": "aws-eusc",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where a command runs; empty = unknown.

    Args:
        region: as in `ap-northeast-2`.
        account: 12 digits.
    """

    region: str = ""
    account: str = ""

    @property
    def partition(self) -> str:
        """`aws`, `aws-cn`, …; empty if the region is unknown."""
        if not self.region:
            return ""
        return next((name for start, name in _PARTITIONS.items() if self.region.startswith(start)), "aws")


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    packed = files(__package__ or "bellhop.guardrails").joinpath("resources.json.gz").read_bytes()
    return msgspec.json.decode(gzip.decompress(packed))["services"]


def touched(service: str, operation: str, action: str, parameters: Mapping[str, Any], where: Where) -> tuple[str, ...]:
    """The resources that an action of a command is asked for, each an ARN; `*` if the action knows none.

    Args:
        service: botocore's name of the service.
        operation: the API's name of the operation.
        action: one of the IAM actions that it needs.
        parameters: the command's.
        where: where it runs.

    Returns:
        At least one; parts that can't be told are `UNKNOWN`.
    """
    entries = _table().get(service, {}).get(operation, {}).get(action)
    if entries is None:
        return (UNKNOWN,)
    if not entries:
        return ("*",)
    found = [_Entry(text, parameters, where) for text in entries.split()]
    given = [entry for entry in found if entry.optional and entry.slots and entry.complete]
    # An index is asked for instead of its table's like, a version instead of its function.
    closest = [one for one in given if not any(set(one.slots) < set(other.slots) for other in given)]
    listed = [arn for entry in [*(one for one in found if not one.optional), *closest] for arn in entry.arns()]
    if not listed:
        return (UNKNOWN,)
    return tuple(dict.fromkeys(listed[:_MOST] + [UNKNOWN] * (len(listed) > _MOST)))


class _Entry:
    """One kind of resource that an operation touches."""

    def __init__(self, text: str, parameters: Mapping[str, Any], where: Where) -> None:
        self.optional = text.startswith("?")
        template, *wholes = text[1:].split("|@")
        self._parameters = parameters
        self._where = where
        self._template = template
        given = [slot for slot in wholes if _values(parameters, slot)]
        self._whole = given[0] if given else ""
        self.slots = (self._whole,) if given else tuple(slot for slot in _SLOT.findall(template) if slot != "*")
        self.complete = all(_values(parameters, slot.lstrip(_SIGNS)) for slot in self.slots)

    def arns(self) -> Iterator[str]:
        if not self._template:
            return
        if self._whole:
            yield from (self._arn_or_unknown(value) for value in _values(self._parameters, self._whole))
            return
        choices = [_values(self._parameters, slot.lstrip(_SIGNS)) or (UNKNOWN,) for slot in self.slots]
        for values in itertools.islice(itertools.product(*choices), _MOST + 1):
            yield self._filled(values)

    def _filled(self, values: tuple[str, ...]) -> str:
        if any(len(value) > _LONGEST or (UNKNOWN in value and value != UNKNOWN) for value in values):
            return UNKNOWN
        if any(
            slot == "Bucket" and value.endswith(_OTHER_BUCKETS) for slot, value in zip(self.slots, values, strict=True)
        ):
            return UNKNOWN  # an alias: what is asked for is an access point
        whole = [value for value in values if value.startswith("arn:")]
        if whole and not any(">" in slot for slot in self.slots):
            return self._arn_or_unknown(whole[0]) if len(values) == 1 else UNKNOWN
        given = iter(zip(self.slots, values, strict=True))
        text = self._template

        def fill(found: re.Match[str]) -> str:
            if found[1] == "*":
                return UNKNOWN
            slot, value = next(given)
            return _signed(slot, value)

        where = self._where
        for sign, known in (("$P", where.partition), ("$R", where.region), ("$A", where.account)):
            text = text.replace(sign, known or UNKNOWN)
        if "<" in text and (queue := _queue(values[0], where)):
            return queue
        return _SLOT.sub(fill, text)

    def _arn_or_unknown(self, value: str) -> str:
        arn, own = parse_arn(value), parse_arn(self._template)
        if arn is None or own is None or arn.service != own.service or len(value) > _LONGEST or UNKNOWN in value:
            return UNKNOWN
        secret = arn.service == "secretsmanager" and not _SECRET_ENDING.fullmatch(value)
        return f"{value}-{UNKNOWN}" if secret else value


def _signed(slot: str, value: str) -> str:
    """A slot's value as it stands in an ARN, by the sign before it."""
    if value == UNKNOWN:
        return value
    sign = slot[0] if slot[0] in _SIGNS else ""
    plain: dict[str, Callable[[str], str]] = {
        "~": lambda name: f"{UNKNOWN}{name}",
        "-": lambda name: f"{name}-{UNKNOWN}",
        "/": lambda name: name.lstrip("/"),
        "^": str.lower,
        "#": lambda name: UNKNOWN if "/" in name else name,
        "<": lambda _: UNKNOWN,
        ">": _copied,
    }
    if ":" in value and sign not in {"=", ">", "<"}:
        return UNKNOWN
    return plain[sign](value) if sign in plain else value


def _copied(source: str) -> str:
    """`bucket/key` of CopySource: it may begin with a slash, be quoted as in URLs, and name a version."""
    name = unquote(source.partition("?versionId=")[0]).lstrip("/")
    return UNKNOWN if name.startswith("arn:") else name


def _queue(url: str, where: Where) -> str:
    """A queue's ARN by its URL, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME."""
    parts = urlsplit(url).path.strip("/").split("/")
    if len(parts) != 2 or not parts[0].isdigit():
        return ""
    return f"arn:{where.partition or UNKNOWN}:sqs:{where.region or UNKNOWN}:{parts[0]}:{parts[1]}"


def _values(parameters: Any, path: str) -> tuple[str, ...]:
    """The texts at a path such as `Delete.Objects[].Key`."""
    found: list[Any] = [parameters]
    for part in path.split("."):
        name = part.removesuffix("[]")
        inner = [cast("Mapping[str, Any]", one).get(name) for one in found if isinstance(one, Mapping)]
        if part.endswith("[]"):
            found = [item for one in inner if isinstance(one, list) for item in cast("list[Any]", one)]
        else:
            found = inner
    return tuple(value for value in found if isinstance(value, str) and value)
