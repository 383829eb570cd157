"""`Record`: all that a command needs to know of one operation, cut out of its service's model.

The documentation is cut down to first sentences, since that is most of a model's size.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bellhop.syntax.shapes import ServiceModel

MOST_SENTENCE = 200
"""Characters of documentation that are kept of a parameter or an operation."""

_TAGS = re.compile(r"<[^>]+>")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\[(])")
_DROPPED = frozenset({"documentation", "errors", "examples", "documentationUrl", "smithy"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One operation of one service.

    Args:
        api: the API's name of the operation: `ListFunctions`.
        metadata: the service model's metadata.
        operation: the operation's own part of the model.
        shapes: every shape that its input reaches.
        paginator: the operation's pagination (input_token, limit_key, …), or None.
        streams: its answer is a stream of bytes.
        events: it takes or answers with a stream of events.
    """

    api: str
    metadata: Mapping[str, Any]
    operation: Mapping[str, Any]
    shapes: Mapping[str, Any]
    paginator: Mapping[str, Any] | None
    streams: bool
    events: bool


def cut(description: Mapping[str, Any], api: str, paginator: Mapping[str, Any] | None) -> Record:
    """Cut one operation out of a service's description (a botocore `service-2` document)."""
    whole = description["operations"][api]
    operation = {key: value for key, value in whole.items() if key not in _DROPPED}
    operation["documentation"] = first_sentence(whole.get("documentation", ""))
    model = ServiceModel(description).operation_model(api)
    return Record(
        api=api,
        metadata=description["metadata"],
        operation=operation,
        shapes=_shapes(description, whole.get("input")),
        paginator=paginator,
        streams=model.has_streaming_output,
        events=model.has_event_stream_input or model.has_event_stream_output,
    )


def outputs(description: Mapping[str, Any], api: str) -> dict[str, Any]:
    """Cut the shapes that an operation's answer reaches out of a service's description."""
    return _shapes(description, description["operations"][api].get("output"))


def _shapes(description: Mapping[str, Any], end: Mapping[str, str] | None) -> dict[str, Any]:
    if end is None:
        return {}
    shapes = description["shapes"]
    return {name: _trimmed(shapes[name], keep=name == end["shape"]) for name in _reached(shapes, [end["shape"]])}


def first_sentence(markup: str) -> str:
    """Return the first sentence of AWS's HTML documentation as plain text, 200 characters at most."""
    text = re.sub(r"\s+([.,;:)])", r"\1", plain_text(markup))
    sentence = _SENTENCE_END.split(text, maxsplit=1)[0]
    return sentence if len(sentence) <= MOST_SENTENCE else sentence[: MOST_SENTENCE - 1].rstrip() + "…"


def plain_text(markup: str) -> str:
    """Return the beginning of AWS's HTML documentation as plain text, 2,000 characters of markup at most."""
    return " ".join(html.unescape(_TAGS.sub(" ", markup[:2000])).split())


def _reached(shapes: Mapping[str, Any], names: list[str]) -> list[str]:
    found: dict[str, None] = {}
    while names:
        name = names.pop()
        if name in found:
            continue
        found[name] = None
        shape = shapes[name]
        references = [*shape.get("members", {}).values(), *(shape.get(part) for part in ("member", "key", "value"))]
        names += [reference["shape"] for reference in references if reference]
    return list(found)


def _trimmed(shape: Mapping[str, Any], *, keep: bool) -> dict[str, Any]:
    """Drop the documentation of a shape; the members' first sentences stay if `keep` says so."""
    trimmed: dict[str, Any] = {}
    for key, value in shape.items():
        if key == "members":
            trimmed[key] = {name: _member(member, keep=keep) for name, member in value.items()}
        elif key in {"member", "key", "value"}:
            trimmed[key] = _member(value, keep=False)
        elif key not in _DROPPED:
            trimmed[key] = value
    return trimmed


def _member(reference: Mapping[str, Any], *, keep: bool) -> dict[str, Any]:
    trimmed = {key: value for key, value in reference.items() if key not in _DROPPED}
    if keep and "documentation" in reference:
        trimmed["documentation"] = first_sentence(reference["documentation"])
    return trimmed
