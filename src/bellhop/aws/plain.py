"""What botocore parsed, as plain values: aware times in UTC, blobs in base64, streams read up to a bound."""

from __future__ import annotations

import base64
from codecs import getincrementaldecoder
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from botocore.response import StreamingBody

MOST_STREAMED = 1_048_576
"""Bytes that are read of a streamed body (a function's answer, an object); the rest is left with AWS."""


def plain(value: Any) -> Any:
    """The value with times, bytes and streams made plain, at any depth.

    Raises:
        BotoCoreError: a stream broke off.
    """
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in cast("list[Any]", value)]
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode()
    return _read(value) if isinstance(value, StreamingBody) else value


def _read(body: StreamingBody) -> str:
    """A stream as text, or how large it is if it is no text; that something is missing is said."""
    try:
        content = body.read(MOST_STREAMED + 1)
    finally:
        body.close()
    whole = len(content) <= MOST_STREAMED
    try:
        # Incremental, since the bound may cut a character in two.
        text = getincrementaldecoder("utf-8")().decode(content[:MOST_STREAMED], final=whole)
    except UnicodeDecodeError:
        text = "\0"
    if not all(sign.isprintable() or sign in "\t\n\r" for sign in text[:4096]):
        return f"(binary, {len(content):,} bytes)" if whole else f"(binary, more than {MOST_STREAMED:,} bytes)"
    return text if whole else f"{text}\n… (cut after {MOST_STREAMED:,} bytes)"
