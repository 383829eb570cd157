"""A channel's own layouts in the place of an event type's: which one counts, and what is shown if it fails. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec.structs import replace

from bellhop.event import Event
from bellhop.message import Text
from bellhop.notification import Notification
from bellhop.reader import Reader


class Layout(Protocol):
    """A layout of a channel's own."""

    @property
    def name(self) -> str:
        """What problems call it."""
        ...

    def retell(self, event: Event, told: Notification, reader: Reader) -> Notification:
        """What an event type told, in this layout. May raise anything."""
        ...


Layouts = Mapping[str, Layout]
"""By event type (`ecs.task`), family (`ecs`), or `*`."""


def layout_for(layouts: Layouts, kind: str) -> Layout | None:
    """The layout for an event type: its own, else its family's, else the one for all."""
    return layouts.get(kind) or layouts.get(kind.partition(".")[0]) or layouts.get("*")


def retold(layouts: Layouts, event: Event, told: Notification, reader: Reader) -> tuple[Notification, str]:
    """What an event type told as a channel wants it, and what was wrong with that, or empty.

    A layout that fails leaves the standard message, with a line that says so.
    """
    layout = layout_for(layouts, told.type)
    if layout is None:
        return told, ""
    try:
        return layout.retell(event, told, reader), ""
    except Exception as error:  # noqa: BLE001  # whatever fails in a layout, the event is still told
        problem = str(error) or type(error).__name__
    note = reader.say(
        "This channel's template failed, so the standard layout is shown. ({problem})",
        "이 채널의 템플릿에서 오류가 나서 기본 레이아웃으로 보여 줍니다. ({problem})",
        problem=problem[:500],
    )
    message = replace(told.message, blocks=(*told.message.blocks, Text(text=note, small=True)))
    return replace(told, message=message), problem
