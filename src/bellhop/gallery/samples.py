"""Samples of all event types: the tests' fixtures, our own writing, packed by docs/generate.py."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec


class Sample(msgspec.Struct, frozen=True):
    """One document as it may arrive.

    Args:
        type: the event type that tells it.
        case: what is particular about it, as in `alarm_to_ok`.
        document: JSON or plain text.
    """

    type: str
    case: str
    document: str


@cache
def samples() -> tuple[Sample, ...]:
    """All samples, by type and case."""
    packed = files("bellhop.gallery").joinpath("samples.json").read_bytes()
    return msgspec.json.decode(packed, type=tuple[Sample, ...])
