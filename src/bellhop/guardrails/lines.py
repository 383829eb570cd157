"""JSON and YAML texts as values, with the line of every key and element."""

from __future__ import annotations

import json
import re
from typing import Any

from bellhop.errors import ConfigError
from bellhop.yamlfile import Place, parse_yaml

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|\n|[^\s{}\[\]:,"]+')
_BETWEEN = frozenset({"\n", ",", "]", "}", ":"})


def read_document(text: str, file: str) -> tuple[Any, dict[Place, int]]:
    """A document's value, and the line (from 1) of every key and element by its place.

    Args:
        text: JSON, or YAML if the file's name ends in `.yaml` or `.yml`.
        file: how the file is spoken of.

    Raises:
        ConfigError: it is neither, or a key stands there twice.
    """
    if file.endswith((".yaml", ".yml")):
        return parse_yaml(text, file)
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise ConfigError(f"no JSON: {error.msg}", file=file, line=error.lineno) from None
    except ValueError as error:
        raise ConfigError(str(error), file=file) from None
    return value, _lines(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} stands here a second time")
    return found


def _lines(text: str) -> dict[Place, int]:
    """The lines in a text that is known to be JSON."""
    lines: dict[Place, int] = {(): 1}
    line = 1
    place: list[str | int] = []
    word = ""
    wants_key = False
    for found in _TOKEN.finditer(text):
        token = found[0]
        if place and isinstance(place[-1], int) and token not in _BETWEEN:
            lines.setdefault(tuple(place), line)
        match token:
            case "\n":
                line += 1
            case "{" | "[":
                place.append(0 if token == "[" else "")  # noqa: S105  # a bracket, no password
                wants_key = token == "{"  # noqa: S105  # as above
            case "}" | "]":
                place.pop()
                wants_key = False
            case ",":
                last = place[-1]
                wants_key = isinstance(last, str)
                place[-1] = "" if isinstance(last, str) else last + 1
            case ":":
                place[-1], wants_key = word, False
                lines.setdefault(tuple(place), line)
            case _ if wants_key:
                word = json.loads(token)
            case _:
                pass
    return lines
