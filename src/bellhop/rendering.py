"""What `bellhop render` prints: a document as it may arrive → what a channel would see."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from typing import Any

from msgspec.structs import replace

from bellhop.event import Event
from bellhop.events import Told, tell
from bellhop.message import Message
from bellhop.platforms import text
from bellhop.reader import Reader
from bellhop.retelling import Layouts, retold
from bellhop.unwrap import unwrap_all

TARGETS = ("text", "slack", "chime", "html")


def render_document(
    document: str | bytes, to: str, reader: Reader, layouts: Layouts | None = None
) -> dict[str, Any] | str:
    """What a channel on a platform would see of one document. Never raises.

    `text` and `html` give the rendered text (several events of one document follow each other); other platforms give
    `{"ok": true, "type": "<event type>", "own_layout": bool, "payload": {…}}`, with `"more"` for a document's further
    events and `"problem"` if a layout failed; at worst `{"ok": false, "error": "…"}`.

    Args:
        document: an SNS or SQS envelope, an EventBridge event, a bare alarm, plain text.
        to: one of `TARGETS`.
        reader: whose language and clock.
        layouts: a channel's own layouts.
    """
    try:
        told = [_told(event, reader, layouts) for event in unwrap_all(document)]
        if to == "text":
            return "\n\n".join(text.render(item.notification.message) for item in told)
        if to == "html":
            from bellhop.platforms.web import render as html  # noqa: PLC0415  # the other targets start faster without

            return "\n".join(html.render(item.notification.message) for item in told)
        first, *more = [_payload(item, to) for item in told]
    except Exception as error:  # noqa: BLE001  # one document must not end the stream of documents
        return {"ok": False, "error": f"{type(error).__name__}: {error}"}
    return {**first, "more": more} if more else first


def _told(event: Event, reader: Reader, layouts: Layouts | None) -> Told:
    told = tell(event, reader)
    if not layouts:
        return told
    notification, problem = retold(layouts, event, told.notification, reader)
    return replace(told, notification=notification, problem=problem or told.problem)


def _payload(told: Told, to: str) -> dict[str, Any]:
    notification = told.notification
    render = _renderer(to)
    if not render:
        return {"ok": False, "error": f"no platform is called {to}; there are {', '.join(TARGETS)}"}
    answer = {"ok": True, "type": notification.type, "own_layout": told.own_layout}
    if told.problem:
        answer["problem"] = told.problem
    return {**answer, "payload": render(notification.message)}


@cache
def _renderer(to: str) -> Callable[[Message], dict[str, Any]] | None:
    try:
        return importlib.import_module(f"bellhop.platforms.{to}.render").render
    except ModuleNotFoundError:
        return None
