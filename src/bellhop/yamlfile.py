"""YAML with line numbers: plain values, and where each of them stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bellhop.errors import ConfigError

Place = tuple[str | int, ...]
_DEPTH = 100
_SIZE = 100_000
_TOO_DEEP = f"lists and mappings stand more than {_DEPTH} deep in each other, or an alias stands inside what it names"


def read_yaml(file: Path) -> tuple[Any, dict[Place, int]]:
    """The file's value, and the line (from 1) of every key and element by its place.

    Raises:
        ConfigError: the file is missing, no YAML, has a key twice, or nests too deep.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"can't be read: {error.strerror}", file=file, fix="copy bellhop.example.yaml, or name your file with -c"
        ) from None
    except UnicodeDecodeError:
        raise ConfigError("wanted UTF-8 text", file=file) from None
    return parse_yaml(text, file)


def parse_yaml(text: str, file: Path | str) -> tuple[Any, dict[Place, int]]:
    """A text's value, and the line (from 1) of every key and element by its place.

    Raises:
        ConfigError: it is no YAML, has a key twice, or nests too deep.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"no YAML: {error.problem}", file=file, line=line) from None
    except yaml.YAMLError as error:
        raise ConfigError(f"no YAML: {error}", file=file) from None
    except RecursionError:
        raise ConfigError(_TOO_DEEP, file=file) from None
    lines: dict[Place, int] = {}
    value: Any = _plain(node, (), lines, file) if node else {}
    return value, lines


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], file: Path | str) -> Any:
    line = node.start_mark.line + 1
    if len(place) > _DEPTH:
        raise ConfigError(_TOO_DEEP, file=file, line=line)
    if len(lines) > _SIZE:  # aliases of aliases make much of little
        raise ConfigError(f"more than {_SIZE:,} values, aliases counted each time", file=file, line=line)
    lines.setdefault(place, line)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines, file)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, index), lines, file) for index, item in enumerate(node.value)]
    constructor = yaml.constructor.SafeConstructor()
    return constructor.construct_object(node)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # PyYAML's stubs leave the value's type open


def _mapping(node: yaml.MappingNode, place: Place, lines: dict[Place, int], file: Path | str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            kind = "a mapping" if isinstance(key_node, yaml.MappingNode) else "a list"
            raise ConfigError(f"wanted a name as the key, not {kind}", file=file, line=line)
        key = str(key_node.value)
        if key in found:
            raise ConfigError(
                f"stands here a second time; first in line {lines[*place, key]}", file=file, line=line, key=key
            )
        lines[*place, key] = line
        found[key] = _plain(value_node, (*place, key), lines, file)
    return found
