"""Which IAM actions an AWS operation needs and how far they reach, from the table that tools/build_access.py writes."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from bellhop.command import Access

_READING = re.compile(
    r"(?:Admin|Batch|Transact)?(?:Get|List|Describe|Head)"
    r"|Search|Lookup|Query|Scan|Count|Filter|View|Check|Validate|Simulate|Compare|Estimate|Contains|Discover|Is"
)
_WORD_ENDS = re.compile(r"(?=[A-Z0-9]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What an operation needs: its IAM actions, as in `s3:ListBucket`, and the access level of the first."""

    actions: tuple[str, ...]
    access: Access


@cache
def _table() -> dict[str, dict[str, Any]]:
    packed = files(__package__ or "bellhop.guardrails").joinpath("access.json.gz").read_bytes()
    return msgspec.json.decode(gzip.decompress(packed))["services"]


@cache
def _service(service: str) -> dict[str, Needs]:
    entry = _table().get(service)
    if entry is None:
        return {}
    known = {
        name: Needs(actions=(f"{entry['prefix']}:{name}",), access=Access(level))
        for level, names in entry["levels"].items()
        for name in names.split()
    }
    for name, odd in entry["odd"].items():
        level, *actions = odd.split()
        known[name] = Needs(actions=tuple(actions), access=Access(level))
    return known


def needs(service: str, operation: str) -> Needs:
    """What an operation needs; one that the table lacks needs the action of its own name, at an unknown level.

    Args:
        service: botocore's name of the service, `s3` where the CLI says `s3api`.
        operation: the API's name of the operation.
    """
    found = _service(service).get(operation)
    return found or Needs(actions=(f"{service}:{operation}",), access=Access.UNKNOWN)


def reads(operation: str) -> bool:
    """Whether an operation is named as one that only looks: by a whole word, so `Issue…` is not `Is`.

    IAM's level alone does not say it: `Start…Query`, `Receive…` and `Invoke…` have level Read and start, take or cost.
    """
    match = _READING.match(operation)
    return bool(match and _WORD_ENDS.match(operation, match.end()))
