"""Many EventBridge patterns in few: pure.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bellhop.errors import SetupError

LONGEST = 2048
"""Characters of a rule's pattern that EventBridge takes.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
"""
Pattern = Mapping[str, Any]


def packed(patterns: Iterable[Pattern], longest: int = LONGEST) -> tuple[dict[str, Any], ...]:
    """As few patterns as hold them all, each for one rule; an event that matches some of them matches one of these.

    Patterns that differ in nothing but their detail types become one. The order is that of what stands first in each
    pattern's text, so that the same wishes always give the same rules.

    Raises:
        SetupError: a pattern that is too long by itself.
    """
    bins: list[list[Pattern]] = []
    for one in _alternatives(patterns):
        if len(_text(one)) > longest:
            raise SetupError(f"a pattern is longer than EventBridge's {longest} characters: {_text(one)[:80]}…")
        room = next((held for held in bins if len(_text(_either([*held, one]))) <= longest), None)
        if room is None:
            bins.append([one])
        else:
            room.append(one)
    return tuple(_either(held) for held in bins)


def _alternatives(patterns: Iterable[Pattern]) -> list[Pattern]:
    """What is between the `$or`s, joined where only the detail types differ."""
    joined: dict[str, dict[str, Any]] = {}
    for pattern in patterns:
        for one in pattern.get("$or", [pattern]):
            types = one.get("detail-type")
            key = _text({**one, "detail-type": types is not None})
            known = joined.setdefault(key, dict(one))
            if types:
                known["detail-type"] = sorted({*known["detail-type"], *types})
    return sorted(joined.values(), key=_text)


def _either(held: list[Pattern]) -> dict[str, Any]:
    return dict(held[0]) if len(held) == 1 else {"$or": held}


def _text(pattern: Pattern) -> str:
    return json.dumps(pattern, separators=(",", ":"))
