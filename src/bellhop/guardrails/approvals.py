"""Which approval rules a command falls under. What can't be known counts as covered, so no rule is slipped past."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bellhop.approval import ApprovalRule
from bellhop.command import Access
from bellhop.guardrails.actions import Actions
from bellhop.guardrails.request import Request
from bellhop.guardrails.wildcard import Pattern, read_pattern
from bellhop.phrase import Phrase, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """An approval rule, and what it is about; what is empty does not matter.

    Args:
        rule: who has to agree.
        actions: IAM action patterns.
        access: access levels; an operation of an unknown level is of every one.
        accounts: ids of accounts that the command would run in.
        resources: ARN patterns.
    """

    rule: ApprovalRule
    actions: Actions
    access: frozenset[Access] = frozenset()
    accounts: frozenset[str] = frozenset()
    resources: tuple[Pattern, ...] = ()

    @property
    def looks_at_account(self) -> bool:
        """Whether the account should be known."""
        return bool(self.accounts or self.resources)

    def covers(self, requests: Iterable[Request], access: Access, account: str) -> bool:
        """Whether a command falls under the rule.

        Args:
            requests: every action on every resource that it touches.
            access: the operation's access level.
            account: where it would run; empty = unknown.
        """
        if self.access and access is not Access.UNKNOWN and access not in self.access:
            return False
        if self.accounts and account and account not in self.accounts:
            return False
        return any(self.actions.match(one.action) and self._touches(one) for one in requests)

    def _touches(self, request: Request) -> bool:
        # An action that knows no resources may touch any.
        anything = not self.resources or request.resource == "*"
        return anything or any(pattern.maybe(request.resource, request.look) for pattern in self.resources)


def resource_pattern(text: str) -> Pattern:
    """An ARN with wildcards, without policy variables."""
    return read_pattern(text, variables=False, arn=True)


def covering(gates: Iterable[Gate], requests: Sequence[Request], access: Access, account: str) -> list[ApprovalRule]:
    """The rules that a command falls under, all of which must be satisfied."""
    return [gate.rule for gate in gates if gate.covers(requests, access, account)]


def why(rules: Sequence[ApprovalRule]) -> Phrase:
    """Because of which rules a command needs approval, as a clause."""
    names: str = " and ".join(rule.title for rule in rules)
    return phrase("it needs approval, by {rules}", rules=names)
