"""AWS's optional lists and maps: absent, null and empty mean the same."""

from __future__ import annotations

from typing import Any


def items(value: Any) -> list[Any]:
    """Return a list that may be absent."""
    return value or []


def fields(value: Any) -> dict[str, Any]:
    """Return a map that may be absent."""
    return value or {}
