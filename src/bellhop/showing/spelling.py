"""AWS's answers in the spelling that chat shows, UpperCamelCase, and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, cast


class Model(Protocol):
    """An operation's model, as far as showing needs it; `botocore.model.OperationModel` is one.

    The types are `Any` since botocore's properties compute themselves on first use, which protocols can't say.
    """

    @property
    def name(self) -> Any:
        """The API's name of the operation."""
        ...

    @property
    def service_model(self) -> Any:
        """The model of its service."""
        ...

    @property
    def output_shape(self) -> Any:
        """The shape of its answers, or None."""
        ...


def upper_camel(name: str) -> str:
    """A member's name as AWS's chatbot spells it: `taskArns` and `task_arns` become `TaskArns`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[_\-\s]+", name)) or name


def members(value: Mapping[str, Any], shape: Any) -> Iterator[tuple[str, Any, Any]]:
    """A mapping's (name, value, shape), named in UpperCamelCase and in the model's order if it is a structure.

    The keys of a map (tags, environment variables, headers) are somebody's own and stay as they are.
    """
    known: Mapping[str, Any] = getattr(shape, "members", {})
    ordered = [name for name in known if name in value]
    for name in [*ordered, *(name for name in value if name not in known)]:
        shown = upper_camel(name) if name in known else name
        yield shown, value[name], known.get(name, getattr(shape, "value", None))


def respelled(value: Any, shape: Any) -> Any:
    """The whole value in UpperCamelCase, as JSON would have it."""
    if isinstance(value, Mapping):
        return {name: respelled(item, below) for name, item, below in members(cast("Mapping[str, Any]", value), shape)}
    if isinstance(value, list | tuple):
        return [respelled(item, getattr(shape, "member", None)) for item in cast("Sequence[Any]", value)]
    return jsonable(value)


def jsonable(value: Any) -> Any:
    """The value in the API's own spelling as JSON would have it: times are ISO 8601 with their offset."""
    if isinstance(value, Mapping):
        return {str(name): jsonable(item) for name, item in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in cast("Sequence[Any]", value)]
    return value.isoformat() if isinstance(value, datetime) else value
