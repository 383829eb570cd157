"""Which news somebody means: by resource, type, title, severity, or an EventBridge pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bellhop import pattern
from bellhop.notification import Severity

if TYPE_CHECKING:
    from bellhop.noise.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """All that is given must fit; texts are compared without regard to case, `*` stands for anything.

    Args:
        type: an event type's name, `cloudwatch.*`.
        resource: of the resource's ARN or name; what stands there may also be its last part: `web-5xx`.
        thread: a story's key, exactly.
        title: of the message's title.
        severities: any of these; empty = all.
        pattern: an EventBridge event pattern, of the document as it arrived; None = anything.
    """

    type: str = ""
    resource: str = ""
    thread: str = ""
    title: str = ""
    severities: frozenset[Severity] = frozenset()
    pattern: Mapping[str, Any] | None = None

    def fits(self, facts: Facts) -> bool:
        """Whether news is meant."""
        return (
            (not self.type or _like(self.type, facts.type))
            and (not self.resource or _names(self.resource, facts.resource))
            and (not self.thread or self.thread == facts.thread)
            and (not self.title or _like(self.title, facts.title))
            and (not self.severities or facts.severity in self.severities)
            and (self.pattern is None or pattern.matches(self.pattern, facts.document()))
        )

    def words(self) -> str:
        """As people read it."""
        named = (
            ("type", self.type),
            ("resource", self.resource),
            ("thread", "" if self.resource else self.thread),
            ("title", self.title),
            ("severity", ", ".join(sorted(self.severities))),
        )
        said = [f"{name} {value}" for name, value in named if value]
        return "; ".join([*said, *(["a pattern"] if self.pattern is not None else [])]) or "everything"


ANYTHING = Match()


def _names(wanted: str, resource: str) -> bool:
    return _like(wanted, resource) or _like(wanted, re.split(r"[:/]", resource)[-1])


def _like(wanted: str, text: str) -> bool:
    return _compiled(wanted).fullmatch(text) is not None


@lru_cache(1000)
def _compiled(wanted: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, wanted.split("*"))), re.IGNORECASE | re.DOTALL)
