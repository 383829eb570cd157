"""Messages as text that the store keeps, readable across versions of Bellhop."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar, cast

import msgspec

from bellhop.errors import Unreadable
from bellhop.message import (
    Action,
    Block,
    Code,
    Entry,
    Facts,
    File,
    Link,
    Mention,
    Message,
    Picture,
    Style,
    Table,
    Text,
    Tone,
)
from bellhop.payload import parse_json

_KINDS: Mapping[str, type[Block]] = {
    "text": Text,
    "code": Code,
    "facts": Facts,
    "table": Table,
    "picture": Picture,
    "file": File,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_E = TypeVar("_E", bound=StrEnum)


def dump_message(message: Message) -> str:
    """A message as JSON; every block says its kind."""
    value: dict[str, Any] = msgspec.to_builtins(message, enc_hook=str)  # msgspec does not know that a phrase is a text
    value["blocks"] = [
        {"kind": _NAMES[type(block)], **msgspec.to_builtins(block, enc_hook=str)} for block in message.blocks
    ]
    return msgspec.json.encode(value).decode()


def load_message(text: str) -> Message:
    """The message that `dump_message` wrote, in this or another version.

    Unknown keys are passed over; a tone or style that this version does not know becomes the plain one; a block of an
    unknown kind is shown as its JSON.

    Raises:
        Unreadable: the text holds no message.
    """
    value = parse_json(text)
    if not isinstance(value, dict):
        raise Unreadable("$", "wanted a message")
    known = cast("dict[str, Any]", value)
    try:
        return Message(
            title=msgspec.convert(known.get("title"), str),
            heading=msgspec.convert(known.get("heading", ""), str),
            tone=_choice(Tone, known.get("tone"), Tone.INFO),
            blocks=tuple(_block(block) for block in msgspec.convert(known.get("blocks", ()), list[dict[str, Any]])),
            links=msgspec.convert(known.get("links", ()), tuple[Link, ...]),
            entry=msgspec.convert(known.get("entry"), Entry | None),
            actions=_actions(known.get("actions", ())),
            others=_actions(known.get("others", ())),
            footer=msgspec.convert(known.get("footer", ""), str),
            mentions=msgspec.convert(known.get("mentions", ()), tuple[Mention, ...]),
        )
    except msgspec.ValidationError as error:
        raise Unreadable("$", f"wanted a message: {error}") from None


def _block(value: dict[str, Any]) -> Block:
    kind = _KINDS.get(str(value.get("kind")))
    if kind is None:
        return Code(text=msgspec.json.format(msgspec.json.encode(value)).decode())
    return msgspec.convert(value, kind)


def _actions(value: object) -> tuple[Action, ...]:
    return tuple(
        msgspec.convert({**action, "style": _choice(Style, action.get("style"), Style.PLAIN)}, Action)
        for action in msgspec.convert(value, list[dict[str, Any]])
    )


def _choice(kind: type[_E], value: object, default: _E) -> _E:
    try:
        return kind(value)
    except ValueError:
        return default
