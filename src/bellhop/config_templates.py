"""The keys `templates` of bellhop.yaml: a file, or the template itself, for each event type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator

from bellhop.config_mistakes import Source
from bellhop.custom_actions import unknown_type
from bellhop.errors import ConfigError
from bellhop.retelling import Layout
from bellhop.yamlfile import Place


def _known(kind: str) -> str:
    if kind != "*" and (near := unknown_type(kind)) is not None:
        raise ValueError(f"there is no event type {kind!r}" + (f"; did you mean {near!r}?" if near else ""))
    return kind


Templates = dict[Annotated[str, AfterValidator(_known)], str | dict[str, Any] | None]
"""By event type, family or `*`; null = the standard layout, whatever the defaults say."""


def build_layouts(given: Mapping[Place, Templates], source: Source) -> dict[str, Layout]:
    """The layouts of a channel.

    Args:
        given: templates by where they stand; later ones replace earlier ones of the same type.
        source: the file that they stand in; files are looked for beside it.

    Raises:
        ConfigError: one of them is none; at its file and line.
    """
    found: dict[str, Layout] = {}
    for place, templates in given.items():
        for kind, template in templates.items():
            found.pop(kind, None)
            if template is not None:
                found[kind] = _build(template, (*place, kind), source)
    return found


def _build(template: str | dict[str, Any], place: Place, source: Source) -> Layout:
    from bellhop.templating.reading import Reading, read_template  # noqa: PLC0415  # Jinja, only where it is used

    if isinstance(template, dict):
        return Reading(source.lines, source.file).template(template, place, ".".join(map(str, place)))
    file = source.file.parent / template
    if not file.is_file():
        key = ".".join(map(str, place))
        raise ConfigError(f"there is no file {file}", file=source.file, line=source.line(place), key=key)
    return read_template(file)
