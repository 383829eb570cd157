"""Where bellhop.yaml was read, and what is wrong in it, with file, line and key."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from bellhop.errors import ConfigError
from bellhop.yamlfile import Place


class Source(NamedTuple):
    """The file that a configuration stands in, and the lines of its keys."""

    file: Path
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of a key, or of what is around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def mistake_at(place: Place, message: str) -> ValidationError:
    """What a validator raises of a key further inside than itself; without the value, which may be a secret."""
    detail = InitErrorDetails(type=PydanticCustomError("value_error", "{said}", {"said": message}), loc=place, input="")
    return ValidationError.from_exception_data("bellhop.yaml", [detail])


def mistakes_of(error: ValidationError, model: type[BaseModel], source: Source) -> ConfigError:
    """One error for all mistakes, one line for each.

    Args:
        error: what pydantic says.
        model: the type of the whole file.
        source: where it was read.
    """
    return _join([_explain(detail, model, source) for detail in error.errors()])


def _explain(detail: Any, model: type[BaseModel], source: Source) -> ConfigError:
    place: Place = tuple(part for part in detail["loc"] if part != "[key]")
    key = ".".join(str(part) for part in place)
    return ConfigError(_sentence(detail, place, model), file=source.file, line=source.line(place), key=key)


def _sentence(detail: Any, place: Place, model: type[BaseModel]) -> str:
    kind, text = detail["type"], str(detail["msg"]).removeprefix("Value error, ")
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(place[-1]), _keys_at(place[:-1], model), n=1)
        return f"no such key; did you mean {near[0]!r}?" if near else "no such key"
    if kind == "missing":
        return "this key is needed"
    if kind == "string_pattern_mismatch" and "topics" in place:
        return f"wanted the ARN of an SNS topic, `*` allowed at its end, not {detail['input']!r}"
    return text[:1].lower() + text[1:]


def _keys_at(place: Place, model: type[BaseModel]) -> list[str]:
    for part in place:
        field = model.model_fields.get(str(part))
        if field is None:  # the name of a channel, or the number of an element: what it leads to is of the same kind
            continue
        inner = [kind for kind in _inside(field.annotation) if isinstance(kind, type) and issubclass(kind, BaseModel)]
        if not inner:
            return []
        model = inner[0]
    return list(model.model_fields)


def _inside(annotation: Any) -> list[Any]:
    parts = getattr(annotation, "__args__", ())
    return [annotation, *(inner for part in parts for inner in _inside(part))]


def _join(mistakes: list[ConfigError]) -> ConfigError:
    first = mistakes[0]
    first.message = "\n".join(mistake.message for mistake in mistakes)
    first.args = (first.message,)
    return first
