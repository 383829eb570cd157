"""Slack's limits on a message, as its documentation has them, to judge payloads by.

https://docs.slack.dev/reference/block-kit/ and https://docs.slack.dev/reference/methods/chat.postMessage/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.pretend.slack_models import objections

Json = Mapping[str, Any]
_CONTROL = re.compile(
    r"<(?:@[UW]\w+|#C\w+|!date\^[^<>]*|(?:https?://|mailto:)[^<>\s|]+(?:\|[^<>\n]*)?)>", re.IGNORECASE
)
PINGS = re.compile(r"<!(?!date\^)|<@S|@(?:channel|here|everyone)\b", re.IGNORECASE)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def problems(payload: Json) -> list[str]:
    """Everything that Slack would refuse, or that would ping or mislead people; empty is good."""
    blocks: Sequence[Json] = payload.get("blocks") or ()
    found = [*objections(payload), *(problem for block in blocks for problem in _block(block))]
    text = str(payload.get("text") or "")
    if not text.strip():
        found.append("no text")
    if units(text) > 4_000:
        found.append("text longer than 4,000")
    if len(blocks) > 50:
        found.append(f"{len(blocks)} blocks")
    if sum(units(str(string)) for string in _strings(blocks)) > 13_000:
        found.append("more than 13,000 characters in all")
    for key in ("block_id", "action_id"):
        ids = [str(value) for name, value in _members(blocks) if name == key]
        if len(ids) != len(set(ids)):
            found.append(f"{key} not unique")
    found += [f"pings: {text[:60]}" for text in (text, *_mrkdwn(blocks)) if PINGS.search(text)]
    found += [
        f"control characters: {text[:60]!r}" for text in _strings(blocks) if re.search(r"[\x00-\x08\x0b-\x1f]", text)
    ]
    return found


def _block(block: Json) -> Iterator[str]:
    kind = str(block["type"])
    if kind not in _LIMITS:
        yield f"block type {kind} not expected"
        return
    yield from _LIMITS[kind](block)


def _section(block: Json) -> Iterator[str]:
    fields: Sequence[Json] = block.get("fields") or ()
    if len(fields) > 10 or ("text" not in block and not fields):
        yield f"section with {len(fields)} fields"
    if "text" in block:
        yield from _text(block["text"], 3_000)
    for one in fields:
        yield from _text(one, 2_000)


def _context(block: Json) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 10:
        yield "context elements"
    for one in block["elements"]:
        yield from _text(one, 2_000)


def _actions(block: Json) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 25:
        yield "actions elements"
    for button in block["elements"]:
        yield from _button(button)


def _image(block: Json) -> Iterator[str]:
    if not str(block["image_url"]).startswith("https://") or units(block["image_url"]) > 3_000:
        yield "image_url"
    if not 1 <= units(block["alt_text"]) <= 2_000:
        yield "alt_text"


def _input(block: Json) -> Iterator[str]:
    yield from _text(block["label"], 2_000)
    element = block["element"]
    if element["type"] != "plain_text_input" or units(element.get("placeholder", {}).get("text", "")) > 150:
        yield "input element"


_LIMITS = {"input": _input, "section": _section, "context": _context, "actions": _actions, "image": _image}


def _button(button: Json) -> Iterator[str]:
    yield from _text(button["text"], 75)
    if button["text"]["type"] != "plain_text":
        yield "button text must be plain"
    if units(button.get("value", "")) > 2_000:
        yield "button value"
    if not 1 <= units(button["action_id"]) <= 255:
        yield "action_id"
    if button.get("style", "primary") not in {"primary", "danger"}:
        yield "button style"


def _text(one: Json, limit: int) -> Iterator[str]:
    text = str(one["text"])
    if not text.strip():
        yield "empty text"
    if units(text) > limit:
        yield f"text of {units(text)} characters, {limit} allowed"
    if one["type"] == "mrkdwn":
        if re.search(r"&(?!amp;|lt;|gt;)", text):
            yield f"unescaped &: {text[:60]}"
        if re.search(r"[<>]", _CONTROL.sub("", text)):
            yield f"unescaped <: {text[:60]}"


def _mrkdwn(value: object) -> Iterator[str]:
    for part in _objects(value):
        if part.get("type") == "mrkdwn":
            yield str(part["text"])


def _objects(value: object) -> Iterator[Json]:
    if isinstance(value, Mapping):
        yield value  # pyright: ignore[reportUnknownVariableType]  # JSON
        for one in value.values():  # pyright: ignore[reportUnknownVariableType]  # JSON
            yield from _objects(one)  # pyright: ignore[reportUnknownArgumentType]  # JSON
    elif isinstance(value, (list, tuple)):
        for one in value:  # pyright: ignore[reportUnknownVariableType]  # JSON
            yield from _objects(one)  # pyright: ignore[reportUnknownArgumentType]  # JSON


def _members(value: object) -> Iterator[tuple[str, Any]]:
    for part in _objects(value):
        yield from part.items()


def _strings(value: object) -> Iterator[str]:
    for _, member in _members(value):
        if isinstance(member, str):
            yield member
