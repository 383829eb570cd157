"""YAML → `Template`, with every mistake at its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from jinja2 import TemplateSyntaxError

from bellhop.errors import ConfigError
from bellhop.templating.sandbox import Text
from bellhop.templating.scope import NAMES
from bellhop.templating.template import Body, Part, Template
from bellhop.yamlfile import Place, read_yaml

_BLOCKS = ("text", "small", "code", "facts")
_KEYS = ("title", "severity", "tone", *_BLOCKS, "blocks", "links", "footer")


def read_template(file: Path) -> Template:
    """The template that stands in a file.

    Raises:
        ConfigError: it is none; `file:line: key: what was wanted`.
    """
    value, lines = read_yaml(file)
    return Reading(lines, file).template(value, (), str(file))


class Reading:
    """Reads templates out of one YAML file.

    Args:
        lines: where each value stands.
        file: the file, for mistakes.
    """

    def __init__(self, lines: Mapping[Place, int], file: Path | str) -> None:
        self._lines = lines
        self._file = file

    def template(self, value: Any, place: Place, name: str) -> Template:
        """The template that a mapping describes.

        Raises:
            ConfigError: it is none.
        """
        if not isinstance(value, dict) or not value:
            raise self._mistake(place, f"wanted keys such as `title:`; there are {', '.join(_KEYS)}")
        given = cast("dict[str, Any]", value)
        if strange := [key for key in given if key not in _KEYS]:
            raise self._mistake((*place, strange[0]), f"no such key; there are {', '.join(_KEYS)}")
        body = tuple(self._bodies(given, place))
        return Template(
            name=name,
            title=self._maybe(given, "title", place),
            severity=self._maybe(given, "severity", place),
            tone=self._maybe(given, "tone", place),
            body=body if any(key in given for key in (*_BLOCKS, "blocks")) else None,
            links=tuple(self._links(given["links"], (*place, "links"))) if "links" in given else None,
            footer=self._maybe(given, "footer", place),
        )

    def _bodies(self, given: Mapping[str, Any], place: Place) -> Iterator[Body]:
        for key, value in given.items():
            if key in _BLOCKS:
                yield self._body(key, value, (*place, key))
            elif key == "blocks":
                for at, block in enumerate(self._list(value, (*place, key))):
                    here = (*place, key, at)
                    entry = cast("dict[str, Any]", block) if isinstance(block, dict) else {}
                    if len(entry) != 1 or next(iter(entry)) not in _BLOCKS:
                        raise self._mistake(here, f"wanted one of {', '.join(_BLOCKS)} with its text")
                    kind, inner = next(iter(entry.items()))
                    yield self._body(kind, inner, (*here, kind))

    def _body(self, kind: Any, value: Any, place: Place) -> Body:
        if kind != "facts" or isinstance(value, str):
            return Body(kind, self._part(value, place))
        if isinstance(value, dict):
            pairs = cast("dict[str, Any]", value)
            facts = [(self._part(key, place), self._part(text, (*place, key)), None) for key, text in pairs.items()]
            return Body(kind, facts=tuple(facts))
        return Body(kind, facts=tuple(self._fact(one, (*place, at)) for at, one in enumerate(self._list(value, place))))

    def _fact(self, value: Any, place: Place) -> tuple[Part, Part, Part | None]:
        fact = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        if not {"label", "value"} <= fact.keys() <= {"label", "value", "url"}:
            raise self._mistake(place, "wanted `label`, `value` and, if you like, `url`")
        label, shown = (self._part(fact[key], (*place, key)) for key in ("label", "value"))
        return label, shown, self._maybe(fact, "url", place)

    def _links(self, value: Any, place: Place) -> Iterator[tuple[Part, Part]]:
        if isinstance(value, dict):
            for label, url in cast("dict[str, Any]", value).items():
                yield self._part(label, place), self._part(url, (*place, label))
            return
        for at, one in enumerate(self._list(value, place)):
            link = cast("dict[str, Any]", one) if isinstance(one, dict) else {}
            if link.keys() != {"label", "url"}:
                raise self._mistake((*place, at), "wanted `label` and `url`")
            yield self._part(link["label"], (*place, at, "label")), self._part(link["url"], (*place, at, "url"))

    def _list(self, value: Any, place: Place) -> list[Any]:
        if not isinstance(value, list):
            raise self._mistake(place, "wanted a list")
        return cast("list[Any]", value)

    def _maybe(self, given: Mapping[str, Any], key: str, place: Place) -> Part | None:
        return self._part(given[key], (*place, key)) if key in given else None

    def _part(self, value: Any, place: Place) -> Part:
        if isinstance(value, (dict, list)) or value is None:
            raise self._mistake(place, "wanted a text; one that begins with {{ stands in quotes")
        # A text of many lines begins beneath its key.
        line = self._line(place) + ("\n" in str(value))
        try:
            return Part(Text(str(value), NAMES), str(self._file), line)
        except TemplateSyntaxError as error:
            key = ".".join(map(str, place))
            raise ConfigError(
                error.message or "no Jinja", file=self._file, line=line + error.lineno - 1, key=key
            ) from None

    def _line(self, place: Place) -> int:
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def _mistake(self, place: Place, message: str) -> ConfigError:
        return ConfigError(message, file=self._file, line=self._line(place), key=".".join(map(str, place)))
