"""What one look at a run tells: its state, how many steps are done, and why it failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import jmespath
from jmespath.exceptions import JMESPathError

from bellhop.following.row import Run, Way
from bellhop.message import Action
from bellhop.reader import Reader
from bellhop.saying import say

_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What was seen.

    Args:
        state: as AWS calls it; several things in several states are told together.
        ended: whether nothing more will come.
        good: whether it ended well.
        done: how many steps are done, and of how many; None if nothing tells.
        now: the step that runs, or empty.
        why: the reason of a failure, or empty.
    """

    state: str
    ended: bool
    good: bool = False
    done: tuple[int, int] | None = None
    now: str = ""
    why: str = ""


def parameters(run: Run, given: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    """The look's parameters, from what began the run; empty if one of them is not to be had."""
    found = {name: _find(path, {"i": given, "o": answer}) for name, path in run.asks.items()}
    return found if all(value and value != [None] for value in found.values()) else {}


def seen(run: Run, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> Sight:
    """What a look's answer tells."""
    tree = {"p": asked, "d": answer}
    states = _texts(_find(run.state, tree))
    failed = any(state in run.bad for state in states)
    good = bool(states) and all(state in run.good for state in states)
    return Sight(
        state=", ".join(dict.fromkeys(states)),
        ended=good or failed,
        good=good,
        done=_count(run, tree) or _several(run, states),
        now="" if good or failed else " ".join(_texts(_find(run.now, tree))),
        why=" ".join(_texts(_find(run.why, tree)))[:_LONGEST] if failed else "",
    )


def ways(
    run: Run, asked: Mapping[str, Any], answer: Mapping[str, Any], reader: Reader, *, region: str, failed: bool
) -> tuple[Action, ...]:
    """The buttons at the end of a run; one whose command lacks something is left out."""
    tree = {"p": asked, "d": answer}
    found = (_way(way, tree, reader, region) for way in run.ways if failed or not way.failed)
    return tuple(action for action in found if action)


def _way(way: Way, tree: Mapping[str, Any], reader: Reader, region: str) -> Action | None:
    words = [_find(word[1:], tree) if word.startswith("=") else word for word in way.words]
    if not all(isinstance(word, str) and word for word in words):
        return None
    return say(reader.say(*way.label), (*words, *(("--region", region) if region else ())))


def _count(run: Run, tree: Mapping[str, Any]) -> tuple[int, int] | None:
    done, whole = (_find(path, tree) for path in run.count)
    numbers = isinstance(done, int | float) and isinstance(whole, int | float)
    return (int(done), int(whole)) if numbers and whole else None


def _several(run: Run, states: Sequence[str]) -> tuple[int, int] | None:
    return (sum(state in run.good for state in states), len(states)) if len(states) > 1 else None


def _find(path: str, tree: Mapping[str, Any]) -> Any:
    """What a path finds; None if AWS's answer has another form than the row's author knew."""
    try:
        return jmespath.search(path, tree) if path else None
    except JMESPathError:
        return None


def _texts(value: Any) -> list[str]:
    values = cast("list[Any]", value) if isinstance(value, list) else [value]
    return [str(item) for item in values if item]
