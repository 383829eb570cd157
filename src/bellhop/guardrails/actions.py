"""Which actions a statement is about, compiled: one regular expression a service, however many patterns there are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable


class Actions:
    """The patterns of `Action` or `NotAction`. Actions know no case; their wildcards are `*` and `?`.

    Args:
        patterns: as in `lambda:List*`.
        all_but: they are `NotAction`.
    """

    __slots__ = ("_by_service", "_everywhere", "all_but", "patterns")

    def __init__(self, patterns: Iterable[str], *, all_but: bool = False) -> None:
        self.patterns = tuple(patterns)
        self.all_but = all_but
        by_service: dict[str, list[str]] = defaultdict(list)
        for pattern in self.patterns:
            service, colon, _ = pattern.lower().partition(":")
            by_service[service if colon and not set(service) & {"*", "?"} else ""].append(pattern.lower())
        self._everywhere = _either(by_service.pop("", []))
        self._by_service: dict[str, list[str] | re.Pattern[str]] = dict(by_service)

    def match(self, action: str) -> bool:
        """Whether the statement is about an action."""
        return (self._named(action.lower()) is not None) != self.all_but

    def _named(self, action: str) -> re.Match[str] | None:
        service = action.partition(":")[0]
        patterns = self._by_service.get(service)
        if isinstance(patterns, list):  # compiled when they are first asked for: few services ever are
            patterns = self._by_service[service] = _either(patterns) or re.compile(r"(?!)")
        found = patterns.fullmatch(action) if patterns else None
        return found or (self._everywhere.fullmatch(action) if self._everywhere else None)


def _either(patterns: list[str]) -> re.Pattern[str] | None:
    known = {"*": ".*", "?": "."}
    texts = ("".join(known.get(sign) or re.escape(sign) for sign in pattern) for pattern in patterns)
    return re.compile("|".join(texts), re.DOTALL) if patterns else None
