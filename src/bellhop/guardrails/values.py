"""Reading values at places such as `Delete.Objects[].Key` in a command's parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast


def values_at(parameters: Mapping[str, Any], path: str) -> list[Any]:
    """Everything at a place; a part that ends in `[]` stands for each element of a list."""
    found: list[Any] = [parameters]
    for part in path.split("."):
        name, times = part.rstrip("[]"), part.count("[]")
        found = [
            cast("Mapping[str, Any]", one)[name]
            for one in found
            if isinstance(one, Mapping) and cast("Mapping[str, Any]", one).get(name) is not None
        ]
        for _ in range(times):
            found = [item for one in found if isinstance(one, list) for item in cast("list[Any]", one)]
    return found


def texts_at(parameters: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """The texts at a place, the empty ones left out."""
    return tuple(value for value in values_at(parameters, path) if isinstance(value, str) and value)
