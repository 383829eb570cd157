"""A plan as a person reads it in a terminal, and as a program reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

import click

from bellhop.setup.plan import Change, Plan, Step

_SIGNS = {
    Change.CREATE: ("+", "green"),
    Change.UPDATE: ("~", "yellow"),
    Change.DELETE: ("-", "red"),
    Change.UNCHANGED: ("=", "bright_black"),
    Change.KEEP: ("=", "bright_black"),
}
_WIDEST = 100
"""Characters of a value that are shown."""


def plan_text(plan: Plan, *, colour: bool = False) -> str:
    """The plan, a line a resource, what changes beneath it, and the count.

    Args:
        plan: what to show.
        colour: with ANSI colours.
    """
    kinds = max((len(step.kind) for step in plan.steps), default=0)
    names = max((len(step.name) for step in plan.steps), default=0)
    lines = [f"To {plan.title}:", *([""] if plan.steps else [])]
    for step in plan.steps:
        note = f"({step.note})" if step.note else ""
        line = f"  {sign(step, colour=colour)} {step.change:<9}  {step.kind:<{kinds}}  {step.name:<{names}}  {note}"
        lines.append(line.rstrip())
        lines.extend(
            f"        {line}" for one in step.differences for line in _difference(one.attribute, one.now, one.wanted)
        )
    lines.extend(["", *(f"  Note: {note}" for note in plan.notes)] if plan.notes else [])
    return "\n".join([*lines, "", summary(plan)])


def summary(plan: Plan, *, done: bool = False) -> str:
    """The count of what is to be done, or is done; or that there is nothing to do."""
    if not plan.changes:
        return "No changes."
    create, change, delete = (plan.count(kind) for kind in (Change.CREATE, Change.UPDATE, Change.DELETE))
    if done:
        return f"Done: {create} created, {change} changed, {delete} deleted."
    return f"Plan: {create} to create, {change} to change, {delete} to delete."


def sign(step: Step, *, colour: bool = False) -> str:
    """`+`, `~`, `-` or `=`."""
    mark, paint = _SIGNS[step.change]
    return click.style(mark, fg=paint, bold=True) if colour else mark


def plan_json(plan: Plan, *, applied: bool) -> dict[str, Any]:
    """The plan as JSON values.

    Args:
        plan: what to show.
        applied: whether its changes are made.
    """
    return {
        "title": plan.title,
        "applied": applied,
        "notes": list(plan.notes),
        "summary": {change.value: plan.count(change) for change in Change},
        "steps": [
            {
                "change": step.change.value,
                "kind": step.kind,
                "name": step.name,
                "note": step.note,
                "differences": [
                    {"attribute": one.attribute, "now": one.now, "wanted": one.wanted} for one in step.differences
                ],
            }
            for step in plan.steps
        ],
    }


_ABSENT = object()


def _difference(path: str, now: Any, wanted: Any) -> Iterator[str]:
    """A line for each place within a value that differs; what comes or goes as a whole has one line."""
    if now is _ABSENT or now is None:
        yield f"{path}: + {_short(wanted)}"
    elif wanted is _ABSENT:
        yield f"{path}: - {_short(now)}"
    elif isinstance(now, Mapping) and isinstance(wanted, Mapping):
        has, wants = cast("Mapping[str, Any]", now), cast("Mapping[str, Any]", wanted)
        for key in dict.fromkeys((*has, *wants)):
            one, other = has.get(key, _ABSENT), wants.get(key, _ABSENT)
            if one != other:
                yield from _difference(f"{path}.{key}", one, other)
    elif isinstance(now, list) and isinstance(wanted, list):
        yield from _in_list(path, cast("list[Any]", now), cast("list[Any]", wanted))
    else:
        yield f"{path}: {_short(now)} → {_short(wanted)}"


def _in_list(path: str, now: list[Any], wanted: list[Any]) -> Iterator[str]:
    """What left a list and what came; one element instead of another is a change of it."""
    gone = [one for one in now if one not in wanted]
    come = [one for one in wanted if one not in now]
    if len(gone) == len(come) == 1:
        yield from _difference(f"{path}[{wanted.index(come[0])}]", gone[0], come[0])
        return
    for one in gone:
        yield from _difference(path, one, _ABSENT)
    for one in come:
        yield from _difference(path, _ABSENT, one)
    if not gone and not come:
        yield f"{path}: {_short(now)} → {_short(wanted)}"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
