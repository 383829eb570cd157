"""The channel's card: an answer as indented `Key: value` lines, in the form of AWS's chatbot.

Functions (2):
-
FunctionName: one
Layers (1):
  -
  Arn: arn:aws:…
-
FunctionName: two
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from bellhop.reader import Reader
from bellhop.showing.spelling import members

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)")
_SECONDS = re.compile(r"(?<= \d\d:\d\d):\d\d\b")


def card(answer: Mapping[str, Any], shape: Any, reader: Reader) -> str:
    """An answer's lines; empty if there is nothing in it.

    Args:
        answer: what AWS said, in the API's spelling; members without a value are left out.
        shape: the model's shape of it, or None.
        reader: whose clock tells the times, to the minute.
    """
    return "\n".join(_structure(answer, shape, reader, "", top=True))


def scalar(value: Any, reader: Reader) -> str:
    """A single value as text: `true`, `12`, `2026-01-29 15:39 UTC`; JSON inside a string is laid out."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _SECONDS.sub("", reader.moment(value))
    text = str(value)
    if _TIME.fullmatch(text):
        return _SECONDS.sub("", reader.moment(datetime.fromisoformat(text)))
    return _laid_out(text) if text[:1] in {"{", "["} else text


def _structure(
    value: Mapping[str, Any], shape: Any, reader: Reader, indent: str, *, top: bool = False
) -> Iterator[str]:
    for name, item, below in members(value, shape):
        if isinstance(item, list | tuple):
            yield from _list(name, cast("Sequence[Any]", item), below, reader, indent, top=top)
        elif isinstance(item, Mapping):
            lines = list(_structure(cast("Mapping[str, Any]", item), below, reader, indent + "  "))
            yield from [f"{indent}{name}:", *lines] if lines else []
        elif item is not None and item != "":
            yield from _line(name, scalar(item, reader), indent)


def _line(name: str, text: str, indent: str) -> Iterator[str]:
    if "\n" not in text:
        yield f"{indent}{name}: {text}"
        return
    yield f"{indent}{name}:"
    yield from (f"{indent}  {line}".rstrip() for line in text.rstrip("\n").split("\n"))


def _list(
    name: str, items: Sequence[Any], shape: Any, reader: Reader, indent: str, *, top: bool = False
) -> Iterator[str]:
    if not items:
        yield f"{indent}{name} (0)"
        return
    yield f"{indent}{name} ({len(items)}):"
    yield from entries(items, getattr(shape, "member", None), reader, indent if top else indent + "  ")


def entries(items: Sequence[Any], shape: Any, reader: Reader, indent: str = "") -> Iterator[str]:
    """A list's items: structures each under a `-` line, single values each behind one."""
    for item in items:
        if isinstance(item, Mapping):
            yield f"{indent}-"
            yield from _structure(cast("Mapping[str, Any]", item), shape, reader, indent)
        elif isinstance(item, list | tuple):
            yield f"{indent}-"
            yield from entries(cast("Sequence[Any]", item), getattr(shape, "member", None), reader, indent + "  ")
        else:
            first, *rest = scalar("null" if item is None else item, reader).split("\n")
            yield f"{indent}- {first}"
            yield from (f"{indent}  {line}" for line in rest)


def _laid_out(text: str) -> str:
    """JSON as its author might have written it: short on its line, long over several."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text if len(text) <= 60 or not value else json.dumps(value, indent=2, ensure_ascii=False)
