"""`ApprovalRule`, `Vote`: who has to agree before a command runs, who did, and how many are missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRule:
    """What has to happen before a command runs. Which commands it is about is the business of `guardrails.approvals`.

    Args:
        place: where it stands: `bellhop.yaml, line 41`.
        name: what people call it, or empty.
        approvers: who may agree: people's ids, and names of groups.
        needs: how many of them have to.
        self_approval: whoever asks may be one of them.
        reason: whoever asks has to say why.
        expires: how long the request waits.
        remind: when those who may agree are told again; each time after twice as long; 0 = never.
    """

    place: str
    approvers: tuple[str, ...]
    name: str = ""
    needs: int = 1
    self_approval: bool = False
    reason: bool = True
    expires: timedelta = timedelta(hours=1)
    remind: timedelta = timedelta(minutes=15)

    @property
    def title(self) -> str:
        """How it is spoken of."""
        return f"“{self.name}” ({self.place})" if self.name else self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What somebody said to a request: yes or no, why, and when."""

    user: str
    name: str
    yes: bool
    reason: str
    at: datetime


class Circle(Protocol):
    """Who is who at a moment: `bellhop.people.Circle`."""

    def is_among(self, user: str, names: Iterable[str]) -> bool:
        """Whether a person is one of some people and groups, by their names."""
        ...

    def same(self, one: str, other: str) -> bool:
        """Whether two ids are of one person."""
        ...


def may_approve(rule: ApprovalRule, user: str, asker: str, circle: Circle) -> bool:
    """Whether a person's yes counts for a rule; whoever asked has none unless the rule gives them one."""
    if circle.same(user, asker) and not rule.self_approval:
        return False
    return circle.is_among(user, rule.approvers)


def missing(rule: ApprovalRule, votes: Sequence[Vote], asker: str, circle: Circle) -> int:
    """How many have still to agree, 0 or more; everybody counts once, and only while they may approve."""
    people: list[str] = []
    for vote in votes:
        again = any(circle.same(vote.user, one) for one in people)
        if vote.yes and not again and may_approve(rule, vote.user, asker, circle):
            people.append(vote.user)
    return max(0, rule.needs - len(people))


def agreed(rules: Sequence[ApprovalRule], votes: Sequence[Vote], asker: str, circle: Circle) -> bool:
    """Whether every rule has what it needs; without rules nobody agreed to anything."""
    return bool(rules) and all(missing(rule, votes, asker, circle) == 0 for rule in rules)


def lifetime(rules: Sequence[ApprovalRule]) -> timedelta:
    """How long a request waits: as long as the most impatient of its rules."""
    return min(rule.expires for rule in rules)


def first_reminder(rules: Sequence[ApprovalRule]) -> timedelta | None:
    """After how long a request is first told again, or None for never."""
    return min((rule.remind for rule in rules if rule.remind), default=None)
