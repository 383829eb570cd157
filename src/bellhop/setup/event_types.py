"""The event types that EventBridge can bring: what each is, and which ones `all` stands for."""

from __future__ import annotations

import difflib
import importlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bellhop.errors import SetupError
from bellhop.events import event_types, rule_pattern
from bellhop.setup import sensitive_calls

_EVERY_CALL = "AWS API Call via CloudTrail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """An event type that can be had.

    Args:
        name: `guardduty.finding`.
        sentence: what it tells.
        sources: EventBridge's sources, `aws.guardduty`; `aws.*` for any service.
        every_call: it tells of each of many API calls, and needs a CloudTrail trail; it must be asked for by name.
    """

    name: str
    sentence: str
    sources: tuple[str, ...]
    every_call: bool


def available() -> tuple[Available, ...]:
    """Every type that EventBridge can bring, by name."""
    return tuple(one for one in map(_available, sorted([*event_types(), sensitive_calls.NAME])) if one)


def pattern_of(name: str) -> dict[str, Any] | None:
    """The EventBridge pattern that brings a type, or the sensitive calls; None if it never comes by EventBridge."""
    return sensitive_calls.pattern() if name == sensitive_calls.NAME else rule_pattern(name)


def chosen(wish: str) -> tuple[str, ...]:
    """The names that a wish stands for: `all`, or names with commas between them; `guardduty_finding` will do.

    `all` leaves out what tells of every API call: a channel would drown in it.

    Raises:
        SetupError: there is no such type, or it never comes by EventBridge.
    """
    known = {one.name: one for one in available()}
    if wish == "all":
        return tuple(one.name for one in known.values() if not one.every_call)
    names = [part.strip() for part in wish.split(",") if part.strip()]
    return tuple(dict.fromkeys(_named(name, known) for name in names)) or _none()


def left_out() -> tuple[str, ...]:
    """What `all` does not stand for."""
    return tuple(one.name for one in available() if one.every_call)


def _named(name: str, known: Iterable[str]) -> str:
    spelt = {re.sub(r"\W", "_", one): one for one in known}
    found = spelt.get(re.sub(r"\W", "_", name))
    if found:
        return found
    if name in event_types():
        raise SetupError(f"{name} never comes by EventBridge", fix="subscribe Bellhop to the topic that it comes by")
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    meant = f"did you mean {near[0]}? " if near else ""
    raise SetupError(f"there is no event type {name!r}", fix=f"{meant}bellhop setup events --list shows them")


def _none() -> tuple[str, ...]:
    raise SetupError("no event types are chosen", fix="say --types all, or some of bellhop setup events --list")


def _available(name: str) -> Available | None:
    pattern = pattern_of(name)
    if pattern is None:
        return None
    parts = pattern.get("$or", [pattern])
    sources = {one if isinstance(one, str) else f"{one['prefix']}*" for part in parts for one in part["source"]}
    return Available(
        name=name,
        sentence=_sentence(name),
        sources=tuple(sorted(sources)),
        every_call=any(_EVERY_CALL in part.get("detail-type", ()) and "detail" not in part for part in parts),
    )


def _sentence(name: str) -> str:
    if name == sensitive_calls.NAME:
        return sensitive_calls.SENTENCE
    return (importlib.import_module(f"bellhop.events.{name}").__doc__ or "").strip().partition("\n")[0]
