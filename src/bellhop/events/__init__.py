"""Event → Notification. One module per AWS event type, found by walking the folders: nothing lists them.

An event type is `events/<family>/<type>.py`: a docstring (one sentence and AWS's page), `RECOGNISES` and `tell`. What
stands beside the families serves them all: `recognise` (patterns), `console` (links), `layout`, `identity` and so on.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bellhop.event import Event, Form
from bellhop.events.discretion import discreet
from bellhop.events.recognise import EventBridge, EventType, Index
from bellhop.message import Message, Text, Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader
from bellhop.telltale import without_telltales

_FALLBACKS = {
    Form.EVENTBRIDGE: "fallback.eventbridge",
    Form.NOTIFICATION_RULE: "fallback.eventbridge",
    Form.JSON: "fallback.unknown_json",
    Form.TEXT: "fallback.plain_text",
}


class Told(Struct, frozen=True, kw_only=True, gc=False):
    """What was made of an event.

    Args:
        notification: what to show.
        own_layout: an event module recognised it; else it is told in the layout for anything of its form.
        problem: what failed in the module that recognised it, or empty; the notification then is the general one.
    """

    notification: Notification
    own_layout: bool
    problem: str = ""


@cache
def event_types() -> dict[str, EventType]:
    """Every event type by its name, as in `cloudwatch.metric_alarm`."""
    found: dict[str, EventType] = {}
    for family in pkgutil.iter_modules(__path__):
        if not family.ispkg:
            continue
        package = importlib.import_module(f"{__name__}.{family.name}")
        for item in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{item.name}")
            name = f"{family.name}.{item.name}"
            found[name] = EventType(name=name, recognises=module.RECOGNISES, tell=module.tell)
    return found


@cache
def _index() -> Index:
    return Index(event_types().values())


def recognise(event: Event) -> list[EventType]:
    """The event types whose module recognises an event: none or one, if the modules keep the house rules."""
    return _index().find(event)


def rule_pattern(name: str) -> dict[str, Any] | None:
    """The EventBridge rule pattern that catches an event type, None if it never comes by EventBridge.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html

    Raises:
        KeyError: there is no event type of that name.
    """
    rules = [pattern.rule() for pattern in event_types()[name].recognises if isinstance(pattern, EventBridge)]
    if len(rules) < 2:
        return rules[0] if rules else None
    return {"$or": rules}


def tell(event: Event, reader: Reader) -> Told:
    """Tells an event in its own layout, else in the general one for its form. Never raises, never drops anything.

    Secrets that it bears are `****`.
    """
    told = _tell(event, reader)
    message = told.notification.message
    if (hidden := discreet(message)) is not message:
        told = replace(told, notification=replace(told.notification, message=hidden))
    return replace(told, problem=without_telltales(told.problem)) if told.problem else told


def _tell(event: Event, reader: Reader) -> Told:
    problem = ""
    for kind in recognise(event)[:1]:
        try:
            return Told(notification=kind.tell(event, reader), own_layout=True)
        except Exception as error:  # noqa: BLE001  # whatever fails in a layout, the event is still told
            problem = f"{kind.name}: {error or type(error).__name__}"
    name = _FALLBACKS[event.form]
    try:
        notification = event_types()[name].tell(event, reader)
    except Exception as error:  # noqa: BLE001  # as above, and there is nothing further to fall back on
        problem = problem or f"{name}: {error or type(error).__name__}"
        message = Message(title=event.detail_type or event.subject or "AWS", blocks=(Text(text=event.body),))
        notification = Notification(type=name, message=message, at=event.time)
    return Told(notification=_noted(notification, problem, reader), own_layout=False, problem=problem)


def _noted(notification: Notification, problem: str, reader: Reader) -> Notification:
    if not problem:
        return notification
    note = reader.say(
        "Bellhop's own layout for this event failed, so it is shown as it came. ({problem})",
        "이 이벤트의 전용 레이아웃에서 오류가 나서 받은 그대로 보여 줍니다. ({problem})",
        problem=problem,
    )
    message = notification.message
    tone = Tone.WARN if message.tone is Tone.INFO else message.tone
    message = replace(message, tone=tone, blocks=(*message.blocks, Text(text=note, small=True)))
    severity = Severity.LOW if notification.severity is Severity.INFO else notification.severity
    return replace(notification, message=message, severity=severity)
