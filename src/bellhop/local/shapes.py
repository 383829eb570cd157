"""Values and botocore's shapes: an answer as its shape writes it, and the limits that botocore's validator skips."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast


def written(shape: Any, value: Any) -> Any:
    """A value as JSON of a shape: members under their wire names, unknown and absent ones left out, times as seconds.

    https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#timestamp-formats
    """
    match shape.type_name:
        case "structure":
            held = cast("Mapping[str, Any]", value)
            return {
                member.serialization.get("name", name): written(member, held[name])
                for name, member in shape.members.items()
                if held.get(name) is not None
            }
        case "list":
            return [written(shape.member, each) for each in value]
        case "map":
            return {key: written(shape.value, each) for key, each in value.items()}
        case "timestamp":
            return value.timestamp() if isinstance(value, datetime) else value
        case _:
            return value


def limits(shape: Any, value: Any, path: str) -> Iterator[str]:
    """What is wrong with a value by its shape's enumeration, pattern and maximum, as AWS words it."""
    match shape.type_name:
        case "structure":
            for name, each in cast("Mapping[str, Any]", value).items():
                yield from limits(shape.members[name], each, f"{path}.{name}".removeprefix("."))
        case "list":
            for number, each in enumerate(value, 1):
                yield from limits(shape.member, each, f"{path}.{number}.member")
        case "map":
            for key, each in value.items():
                yield from limits(shape.value, each, f"{path}.{key}")
        case _:
            pass
    wanted = _wanted(shape, value)
    if wanted:
        yield f"Value '{value}' at '{path}' failed to satisfy constraint: {wanted}"


@functools.cache
def pattern(text: str) -> re.Pattern[str]:
    """A pattern of a model, which is written for Java, as Python's: letters, digits and spaces of any alphabet."""
    for theirs, ours in (("\\p{L}", r"\w"), ("\\p{N}", r"\d"), ("\\p{Z}", r"\s")):
        text = text.replace(theirs, ours)
    return re.compile(text)


def _wanted(shape: Any, value: Any) -> str:
    rules: Mapping[str, Any] = shape.metadata
    size = value if shape.type_name in ("integer", "long", "float", "double") else None
    size = len(value) if size is None and shape.type_name in ("string", "list", "map") else size
    if "max" in rules and size is not None and size > rules["max"]:
        return f"Member must have a length or value of at most {rules['max']}"
    if shape.type_name == "string":
        if getattr(shape, "enum", None) and value not in shape.enum:
            return f"Member must satisfy enum value set: {list(shape.enum)}"
        if "pattern" in rules and not pattern(rules["pattern"]).fullmatch(value):
            return f"Member must satisfy regular expression pattern: {rules['pattern']}"
    return ""
