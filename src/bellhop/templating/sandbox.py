"""Jinja in which a template can neither reach out, nor run long, nor say too much.

What `{{ … }}` puts in is a value, never markup: it is kept apart from the template's own text (see `Rendered`), so that
each renderer escapes it. Steps are counted: each turn of a loop, each call and each text that is made costs some.
https://jinja.palletsprojects.com/en/stable/sandbox/
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from traceback import extract_tb
from typing import Any, cast
from urllib.parse import quote

from jinja2 import ChainableUndefined, TemplateSyntaxError, Undefined, meta, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from bellhop.platforms.authored import filled, slot

STEPS = 5_000
OUTPUT = 20_000
_TEXT = 5_000
_COST = 100
_TALLY = "the tally"
_FILTERS = """
abs capitalize count d default dictsort first float groupby int items last length list lower map max min reject
rejectattr reverse round select selectattr sort sum title trim truncate unique upper wordcount
"""
_METHODS = """
get items keys values startswith endswith split rsplit splitlines strip lstrip rstrip lower upper title capitalize
partition rpartition removeprefix removesuffix find count isdigit index
"""
_LOOP = frozenset(("index", "index0", "first", "last", "length", "revindex"))
_READING = frozenset(_METHODS.split())


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a template's text became.

    Args:
        text: the template's own text, with a slot for each value (see `platforms.authored`).
        values: the values.
    """

    text: str
    values: tuple[str, ...]

    @property
    def plain(self) -> str:
        """All of it as plain text."""
        return filled(self.text, self.values)


class Tally:
    """What one rendering has used up."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._left = STEPS
        self._room = OUTPUT

    def spend(self, steps: int = 1) -> None:
        """Counts steps.

        Raises:
            SecurityError: there were too many.
        """
        self._left -= steps
        if self._left < 0:
            raise SecurityError(f"it takes more than {STEPS:,} steps")

    def keep(self, value: str) -> str:
        """A slot for a value.

        Raises:
            SecurityError: it says too much.
        """
        self._room -= len(value)
        if self._room < 0 or len(self.values) >= _TEXT:
            raise SecurityError(f"it says more than {OUTPUT:,} characters")
        self.values.append(value)
        return slot(len(self.values) - 1)


def _tally(context: Context) -> Tally:
    return context.parent[_TALLY]


@pass_context
def _put(context: Context, value: Any) -> Any:
    """What `{{ … }}` puts in: a slot; the text in it is what earlier slots in it stand for."""
    if isinstance(value, Undefined) or value is None:
        return ""
    tally = _tally(context)
    text = value if isinstance(value, str) else _as_json(value)
    return tally.keep(filled(text, tuple(tally.values)))


@pass_context
def _counted(context: Context, values: Iterable[Any]) -> Iterator[Any]:
    tally = _tally(context)
    for value in values:
        tally.spend()
        yield value


@pass_context
def _joined(context: Context, parts: list[Any]) -> str:
    texts = [part if isinstance(part, str) else "" if isinstance(part, Undefined) else _as_json(part) for part in parts]
    _tally(context).spend(1 + sum(map(len, texts)) // _COST)
    return "".join(texts)


@pass_context
def _json(context: Context, value: Any, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=min(indent, 8) if indent else None, default=str)
    _tally(context).spend(1 + len(text) // _COST)
    return text


@pass_context
def _string(context: Context, value: Any) -> str:
    return _joined(context, [value])


@pass_context
def _join(context: Context, values: Iterable[Any], between: str = "", attribute: str | None = None) -> str:
    parts: list[Any] = []
    for value in values:
        part = cast("dict[str, Any]", value).get(attribute) if attribute and isinstance(value, dict) else value
        parts.extend([between, part] if parts else [part])
    return _joined(context, parts)


@pass_context
def _replace(context: Context, value: str, old: str, new: str) -> str:
    text = str(value)
    _tally(context).spend(1 + len(text) * (1 + len(new) // max(1, len(old))) // _COST)
    return text.replace(old, new)


def _as_json(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (dict, list, bool)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _code(value: Any) -> str:
    return quote(str(value), safe="")


class _Counting(NodeTransformer):
    """Puts a counter into every loop and every `~`."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802  # Jinja's visitor goes by the node's name
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, "counted", [], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802  # as above
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(parts, "joined", [], [], None, None, lineno=node.lineno)


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment that all templates are compiled in."""

    intercepted_binops = frozenset({"+", "*", "**", "%", "//"})

    def __init__(self) -> None:
        super().__init__(
            autoescape=False, undefined=ChainableUndefined, finalize=_put, trim_blocks=True, lstrip_blocks=True
        )
        self.filters = {name: self.filters[name] for name in _FILTERS.split()} | {
            "counted": _counted,
            "joined": _joined,
            "tojson": _json,
            "string": _string,
            "join": _join,
            "replace": _replace,
            "urlencode": _code,
        }
        self.globals = {"range": _range}

    def wrap_str_format(self, value: Any) -> None:
        """None: `format` can make very long texts."""
        del value

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Only what reads: no formatting, no padding, nothing of Python's own."""
        del value
        if isinstance(obj, LoopContext):
            return attr in _LOOP
        return attr in _READING and isinstance(obj, (str, Mapping, list, tuple))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A document's own field, even one that is called `items`, else what is safe."""
        if isinstance(obj, dict) and attribute in obj:
            return cast("dict[str, Any]", obj)[attribute]
        return super().getattr(obj, attribute)

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Calls, and counts it."""
        _tally(context).spend(5)
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Counts what is reckoned with numbers, joins short texts, and refuses all else."""
        _tally(context).spend()
        numbers = all(isinstance(side, (int, float)) and abs(side) < 1e15 for side in (left, right))
        if numbers and (operator != "**" or abs(right) <= 8):
            return super().call_binop(context, operator, left, right)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return _joined(context, [left, right])
        raise SecurityError(f"{operator} is for numbers; write texts one after another")

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for kind in (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block):
            if found := next(tree.find_all(kind), None):
                raise TemplateSyntaxError(f"{kind.__name__.lower()} is not for these templates", found.lineno, name)
        _Counting().visit(tree)
        return tree


def _range(*limits: int) -> range:
    if len(found := range(*limits)) > 1_000:
        raise SecurityError("range is for up to 1,000 numbers")
    return found


class Text:
    """One text of a template, compiled.

    Args:
        source: Jinja.
        known: the names that it may use.

    Raises:
        jinja2.TemplateSyntaxError: it is no Jinja, or uses another name; its `lineno` says where.
    """

    def __init__(self, source: str, known: Iterable[str]) -> None:
        environment = sandbox()
        tree = environment.parse(source)
        lost = sorted(meta.find_undeclared_variables(tree) - set(known) - {"range"})
        if lost:
            line = next((node.lineno for node in tree.find_all(nodes.Name) if node.name == lost[0]), 1)
            raise TemplateSyntaxError(f"nothing is called {lost[0]!r}; there are {', '.join(sorted(known))}", line)
        self._template = environment.from_string(source)

    def render(self, names: Mapping[str, Any]) -> Rendered:
        """The text of one event.

        Raises:
            Exception: whatever goes wrong in it; it did nothing.
        """
        tally = Tally()
        text = self._template.render({**names, _TALLY: tally})
        if len(text) > OUTPUT:
            raise SecurityError(f"it says more than {OUTPUT:,} characters")
        return Rendered(text, tuple(tally.values))

    def line_of(self, error: BaseException) -> int:
        """The line of the text in which an error arose, from 1."""
        lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == "<template>"]
        return lines[-1] if lines and lines[-1] else 1


@cache
def sandbox() -> Sandbox:
    """The one environment of all templates."""
    return Sandbox()
