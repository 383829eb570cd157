"""A command's parameters as a whole: `--cli-input-json`, what is missing, and the check against the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any, cast

import yaml
from botocore.validate import ParamValidator

from bellhop.errors import Field
from bellhop.phrase import phrase
from bellhop.syntax.lexer import depth
from bellhop.syntax.models import Operation
from bellhop.syntax.options import Option
from bellhop.syntax.refusals import MOST_NESTING, bad_value
from bellhop.syntax.shapes import StructureShape
from bellhop.syntax.values import BadValue, from_json, is_object, with_bytes

_VALIDATOR = ParamValidator()
_SOME_TOKEN = "00000000-0000-4000-8000-000000000000"  # noqa: S105  # botocore makes the real one at the call


def merged(parameters: dict[str, Any], raw: str, name: str) -> None:
    """Add the members of `--cli-input-json` or `--cli-input-yaml` that no option gave.

    Raises:
        NotUnderstood: it isn't an object.
    """
    try:
        document = from_json(raw) if name == "cli-input-json" else _from_yaml(raw)
    except BadValue as error:
        raise bad_value(f"--{name}", error.wanted) from None
    if not is_object(document):
        raise bad_value(f"--{name}", 'it has to be an object, as {"FunctionName": "my-function"}')
    for member, value in document.items():
        parameters.setdefault(str(member), value)


class _PlainLoader(yaml.SafeLoader):
    """YAML without anchors: a few lines of those can stand for gigabytes."""

    def compose_node(self, parent: Any, index: int) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise BadValue("aliases (*name) aren't taken")
        return super().compose_node(parent, index)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # untyped in the stubs


def _from_yaml(raw: str) -> Any:
    if depth(raw) > MOST_NESTING:
        raise BadValue(phrase("it nests deeper than {most} levels", most=MOST_NESTING))
    try:
        return yaml.load(raw, Loader=_PlainLoader)  # noqa: S506  # a SafeLoader
    except BadValue:
        raise
    except (yaml.YAMLError, RecursionError) as error:
        raise BadValue(phrase("it isn't YAML: {error}", error=str(error).splitlines()[0])) from None
    except (ValueError, ArithmeticError, AttributeError, LookupError, TypeError):  # what PyYAML makes of 2026-99-99
        raise BadValue("one of its dates, times or numbers can't be read; put it in quotes") from None


def missing_fields(options: Iterable[Option]) -> list[Field]:
    """Return what a person is asked for, an entry an option."""
    return [
        Field(
            name=option.name,
            option=f"--{option.name}",
            type=option.type,
            choices=option.choices,
            sentence=option.sentence,
        )
        for option in options
    ]


def typed_blobs(operation: Operation, parameters: dict[str, Any], *, base64_in: bool) -> dict[str, Any]:
    """Return the parameters with bytes for blobs.

    Raises:
        NotUnderstood: bad-value; a blob isn't base64 although it was said to be.
    """
    shape = operation.input_shape
    if shape is None:
        return parameters
    try:
        return with_bytes(shape, parameters, base64_in=base64_in)
    except BadValue as error:
        raise bad_value(f"{operation.service} {operation.verb}", error.wanted) from None


def unfit(operation: Operation, parameters: Mapping[str, Any]) -> str:
    """Return what in the parameters doesn't fit the operation's model: botocore's report, or nothing if all does."""
    shape = operation.input_shape
    if not isinstance(shape, StructureShape):
        return "it takes no parameters" if parameters else ""
    tokens = {
        name: _SOME_TOKEN
        for name in shape.required_members
        if name not in parameters and shape.members[name].metadata.get("idempotencyToken")
    }
    try:
        report = _VALIDATOR.validate({**parameters, **tokens}, shape)
    except (ArithmeticError, RuntimeError, ValueError):  # what dateutil makes of a time with forty digits
        return "one of the times can't be read; write it as 2026-01-31T09:00:00Z"
    if report.has_errors():
        return report.generate_report()
    return "" if _finite(parameters) else "one of the numbers is infinite, or none at all"


def _finite(value: object) -> bool:
    if isinstance(value, str):
        return True
    if isinstance(value, dict):
        return all(map(_finite, cast("dict[str, object]", value).values()))
    if isinstance(value, list):
        return all(map(_finite, cast("list[object]", value)))
    return not isinstance(value, float) or isfinite(value)
