"""The text after an option → the value that botocore takes for it, by the shape in the service's model.

A value that begins with `{` or `[` is JSON and stays as JSON says; anything else for a structure, a map or a list of
these is shorthand, whose texts become numbers and booleans where the model wants them.
https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-types.html
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeGuard

from bellhop.phrase import phrase
from bellhop.syntax import shorthand
from bellhop.syntax.lexer import depth
from bellhop.syntax.refusals import MOST_NESTING
from bellhop.syntax.shapes import ListShape, MapShape, Shape, StructureShape, is_document

_COMPLEX = frozenset({"structure", "list", "map"})
_INTEGERS = frozenset({"integer", "long"})
_FLOATS = frozenset({"float", "double"})


class BadValue(ValueError):
    """A value that the option can't have; `wanted` says what was wanted."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class FileWanted(ValueError):
    """A value that would be read from a file; the text is the file's name, `fix` what to do instead."""

    def __init__(self, name: str, fix: str = "") -> None:
        super().__init__(name)
        self.fix = fix


def expected(wanted: str, value: object) -> BadValue:
    """Say what was expected in the place of a value."""
    return BadValue(phrase("{wanted} was expected, not {value!r}", wanted=wanted, value=value))


def unpack(shape: Shape, raw: str | Sequence[str], *, single_member: bool = False) -> Any:
    """Return the typed value of an option.

    Args:
        shape: the parameter's shape in the model.
        raw: what was typed after the option: one word, or all of them for a list.
        single_member: each word is the only member of a structure (`--instances i-1 i-2` of the classic load balancer).

    Raises:
        BadValue: the text is no such value.
        FileWanted: the text asks for a file.
    """
    if isinstance(shape, ListShape):
        return _list(shape, [raw] if isinstance(raw, str) else list(raw), single_member=single_member)
    text = raw if isinstance(raw, str) else " ".join(raw)
    return _one(shape, text)


def _one(shape: Shape, text: str) -> Any:
    if is_document(shape) or _is_json_header(shape):
        return from_json(text)
    if shape.type_name not in _COMPLEX:
        return scalar(shape, text)
    start = text.lstrip()[:1]
    if start and start in "{[":
        return _json(shape, text)
    if isinstance(shape, StructureShape) and _is_wrapped_string(shape) and "=" not in text:
        return {"Value": text}
    return _from_shorthand(shape, text)


def _list(shape: ListShape, texts: list[str], *, single_member: bool) -> Any:
    start = texts[0].strip()[:1] if texts else ""
    if len(texts) == 1 and start == "[":
        return from_json(texts[0])
    member = shape.member
    if single_member and isinstance(member, StructureShape) and start != "{":
        return [{next(iter(member.members)): text} for text in texts]
    if member.type_name in _COMPLEX and not _holds_documents(shape):
        return [_json(member, text) if start in {"{", "["} else _from_shorthand(member, text) for text in texts]
    return [_one(member, text) for text in texts]


def _json(shape: Shape, text: str) -> Any:
    many = isinstance(shape, ListShape)
    if text.lstrip()[:1] != ("[" if many else "{"):
        raise BadValue("a JSON list was expected" if many else "a JSON object was expected")
    return from_json(text)


def scalar(shape: Shape, text: str) -> Any:
    """Return a number, a boolean or the text itself, as the shape wants it.

    Raises:
        BadValue: the text is no number.
    """
    kind = shape.type_name
    if kind in _INTEGERS:
        return _number(int, text, "a whole number")
    if kind in _FLOATS:
        return _number(float, text, "a number")
    if kind == "boolean":
        return text.lower() != "false" and bool(text)
    return text


def _number(make: Callable[[str], Any], text: str, wanted: str) -> Any:
    try:
        return make(text)
    except (ValueError, TypeError):
        raise expected(wanted, text) from None


def from_json(text: str) -> Any:
    """Return what a JSON text says.

    Raises:
        BadValue: it is not JSON, or nests too deeply.
    """
    if depth(text) > MOST_NESTING:
        raise BadValue(phrase("it nests deeper than {most} levels", most=MOST_NESTING))
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadValue(phrase("it isn't JSON: {error}", error=str(error))) from None


def _no_constant(name: str) -> Any:
    raise BadValue(phrase("{name} is no JSON value", name=name))


def _from_shorthand(shape: Shape, text: str) -> Any:
    try:
        return _typed(shape, shorthand.parse(text))
    except shorthand.FileInShorthand as error:
        raise FileWanted(str(error)) from None
    except shorthand.ShorthandError as error:
        place = {"at": error.at + 1, "text": text}
        raise BadValue(phrase("{wanted} (at character {at} of {text!r})", wanted=error.wanted, **place)) from None


def _typed(shape: Shape, value: Any) -> Any:
    """Give shorthand's texts the types of the model; a lone value is a list of one where a list is wanted."""
    if isinstance(shape, StructureShape):
        return _typed_members(shape, value)
    if isinstance(shape, MapShape):
        return {key: _typed(shape.value, item) for key, item in value.items()} if is_object(value) else value
    if isinstance(shape, ListShape):
        return [_typed(shape.member, item) for item in (value if is_array(value) else [value])]
    if shape.type_name in _INTEGERS:
        return _number(int, value, "a whole number")
    if shape.type_name in _FLOATS:
        return _number(float, value, "a number")
    if shape.type_name == "boolean":
        return _boolean(value)
    return value


def _typed_members(shape: StructureShape, value: Any) -> Any:
    if is_document(shape):
        raise BadValue("a free-form value has to be written as JSON")
    if not is_object(value):
        return value
    members = shape.members
    return {key: _typed(members[key], item) if key in members else item for key, item in value.items()}


def _boolean(value: Any) -> Any:
    if not isinstance(value, str):
        raise expected("true or false", value)
    return {"true": True, "false": False}.get(value.lower(), value)


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Say whether a value from JSON or shorthand is an object."""
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Say whether a value from JSON or shorthand is a list."""
    return isinstance(value, list)


def _is_wrapped_string(shape: StructureShape) -> bool:
    members = shape.members
    return len(members) == 1 and "Value" in members and members["Value"].type_name == "string"


def _is_json_header(shape: Shape) -> bool:
    where = shape.serialization
    return bool(where.get("jsonvalue")) and where.get("location") == "header" and shape.type_name == "string"


def _holds_documents(shape: Shape) -> bool:
    while isinstance(shape, ListShape | MapShape):
        shape = shape.member if isinstance(shape, ListShape) else shape.value
    return is_document(shape)


def with_bytes(shape: Shape, value: Any, *, base64_in: bool) -> Any:
    """Return the value with bytes in the place of every blob's text.

    Args:
        shape: the value's shape.
        value: what `unpack` or JSON gave.
        base64_in: blobs were typed in base64 (`--cli-binary-format base64`) instead of as they are.

    Raises:
        BadValue: a blob is not base64 although it was said to be.
    """
    if isinstance(shape, StructureShape) and is_object(value):
        members = shape.members
        return {
            key: with_bytes(members[key], item, base64_in=base64_in) if key in members else item
            for key, item in value.items()
        }
    if isinstance(shape, ListShape) and is_array(value):
        return [with_bytes(shape.member, item, base64_in=base64_in) for item in value]
    if isinstance(shape, MapShape) and is_object(value):
        return {key: with_bytes(shape.value, item, base64_in=base64_in) for key, item in value.items()}
    if shape.type_name == "blob" and isinstance(value, str):
        return _blob(value, base64_in=base64_in)
    return value


def _blob(text: str, *, base64_in: bool) -> bytes:
    if not base64_in:
        return text.encode()
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadValue("base64 was expected, as --cli-binary-format base64 says") from None
