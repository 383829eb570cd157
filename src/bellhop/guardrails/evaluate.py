"""Policies and a request → allowed, denied, or not allowed, and which statement says so.

An explicit Deny wins; without an Allow nothing is allowed. What can't be known before the call is not guessed: an
Allow that depends on it does not match, a Deny does.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bellhop.guardrails.policy import Policy, Statement
from bellhop.guardrails.request import Request
from bellhop.guardrails.wildcard import UNKNOWN
from bellhop.phrase import phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What some policies say to a request.

    Args:
        allowed: whether it is allowed.
        statement: the one that decided; None if none allows it.
        policy: the name of the statement's policy, or empty.
        unknown: what could not be known and made the difference, in words; or empty.
        nearest: an Allow about the action that did not match, if nothing allows it.
    """

    allowed: bool
    statement: Statement | None = None
    policy: str = ""
    unknown: str = ""
    nearest: Statement | None = None


def evaluate(policies: Sequence[Policy], request: Request) -> Finding:
    """What policies that hold together, as those of one role, say to a request.

    Args:
        policies: a permission in any of them is one; a Deny in any of them is one.
        request: one action on one resource.
    """
    allowed: Finding | None = None
    for policy in policies:
        denying, allowing = policy.about(request.action)
        for statement in denying.for_resource(request.resource):
            if _may_match(statement, request):
                why = _unknown(statement, request)
                return Finding(allowed=False, statement=statement, policy=policy.name, unknown=why)
        if allowed is None:
            for statement in allowing.for_resource(request.resource):
                if _surely_matches(statement, request):
                    allowed = Finding(allowed=True, statement=statement, policy=policy.name)
                    break
    return allowed or _nearest(policies, request)


def _nearest(policies: Sequence[Policy], request: Request) -> Finding:
    """That nothing allows a request, with the Allow about its action that says most of it by name."""
    about = [(policy, one) for policy in policies for one in policy.about(request.action)[1].listed]
    if not about:
        return Finding(allowed=False)
    policy, statement = min(about, key=lambda pair: "*" in pair[1].actions.patterns)
    return Finding(allowed=False, policy=policy.name, unknown=_unknown(statement, request), nearest=statement)


def _surely_matches(statement: Statement, request: Request) -> bool:
    resource, look = request.resource, request.look
    if statement.all_but:
        named = any(pattern.maybe(resource, look) for pattern in statement.resources)
    else:
        named = any(pattern.surely(resource, look) for pattern in statement.resources)
    return named != statement.all_but and all(condition.holds(look) is True for condition in statement.conditions)


def _may_match(statement: Statement, request: Request) -> bool:
    resource, look = request.resource, request.look
    if statement.all_but:
        named = any(pattern.surely(resource, look) for pattern in statement.resources)
    else:
        named = any(pattern.maybe(resource, look) for pattern in statement.resources)
    return named != statement.all_but and all(condition.holds(look) is not False for condition in statement.conditions)


def _unknown(statement: Statement, request: Request) -> str:
    """What of a request a statement depends on and can't be known, as a clause."""
    keys = [condition.key for condition in statement.conditions if condition.holds(request.look) is None]
    if keys:
        return phrase("{keys} can't be known before the call", keys=", ".join(dict.fromkeys(keys)))
    if UNKNOWN in request.resource and any(pattern.text.strip("*") for pattern in statement.resources):
        return "which resource it is about can't be told from the command"
    return ""
