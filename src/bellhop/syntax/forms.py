"""How a value of a shape is written: the example that an error shows."""

from __future__ import annotations

from bellhop.syntax.shapes import ListShape, MapShape, Shape, StructureShape, is_document

_SCALARS = {"integer": "5", "long": "5", "float": "0.5", "double": "0.5", "boolean": "true", "timestamp": "2026-01-31"}
_DEEPEST = 2
_MOST_MEMBERS = 4


def form(shape: Shape) -> str:
    """Return an example of a value in shorthand, or in JSON where there is no shorthand; empty for plain text."""
    if is_document(shape):
        return '{"any": "JSON"}'
    if isinstance(shape, ListShape):
        inner = _shorthand(shape.member, 0)
        return f"{inner} {inner}" if inner else ""
    if isinstance(shape, StructureShape | MapShape):
        return _shorthand(shape, 0)
    return _SCALARS.get(shape.type_name, "")


def _shorthand(shape: Shape, level: int) -> str:
    if isinstance(shape, StructureShape):
        names = sorted(shape.members, key=lambda name: name not in shape.required_members)[:_MOST_MEMBERS]
        pairs = ",".join(f"{name}={_inner(shape.members[name], level)}" for name in names)
        return pairs if level == 0 else f"{{{pairs}}}"
    if isinstance(shape, MapShape):
        pair = f"key={_inner(shape.value, level)}"
        return pair if level == 0 else f"{{{pair}}}"
    if isinstance(shape, ListShape):
        return f"[{_inner(shape.member, level)}]"
    enum: list[str] = getattr(shape, "enum", [])
    return enum[0] if enum else _SCALARS.get(shape.type_name, "text")


def _inner(shape: Shape, level: int) -> str:
    return "…" if level >= _DEEPEST else _shorthand(shape, level + 1)
