"""What a button's id and value carry there and back.

Slack has been seen to give `&`, `<` and `>` back as HTML entities (https://github.com/slackapi/bolt-python/issues/513);
a command must come back as it went, so values with such characters travel percent-encoded.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

ACTION = re.compile(r"^bellhop:(?P<name>.+):\d+$")
"""The ids of our buttons; the number makes them unique in a message."""

_SPECIAL = re.compile(r"[&<>%\x00-\x1f\ud800-\udfff]")

ENTRY = "bellhop-entry"
"""The id of the line that a message's `Entry` is, and of the block around it."""


def action_id(name: str, number: int) -> str:
    """The id of a button, which Slack wants unique in a message."""
    return f"bellhop:{pack(name)}:{number}"


def name_of(action_id: str) -> str:
    """The name of the action behind a button's id, empty if it is none of ours."""
    match = ACTION.match(action_id)
    return unpack(match["name"]) if match else ""


def pack(value: str) -> str:
    """A value as it may travel; half characters (lone surrogates), which no JSON can hold, are replaced."""
    if not _SPECIAL.search(value):
        return value
    whole = re.sub(r"[\ud800-\udfff]", "\ufffd", value)
    return re.sub(r"[&<>%\x00-\x1f]", lambda match: f"%{ord(match[0]):02X}", whole)


def unpack(value: str) -> str:
    """The value that travelled."""
    return re.sub(r"%[0-7][0-9A-F]", lambda match: unquote(match[0]), value)
