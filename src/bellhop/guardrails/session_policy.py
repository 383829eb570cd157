"""Guardrails as session policies, so that AWS enforces them too when a role is assumed.

A session may do what both the role and the session policies allow. AWS knows no `bellhop:` keys, so that conditions on
them are settled here, for whoever asks.
https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from bellhop.guardrails.deny import overlaps
from bellhop.guardrails.policy import Policy, Statement
from bellhop.guardrails.request import Context
from bellhop.guardrails.rules import Guardrails

LONGEST = 2048
"""How many characters a session policy may have."""
MOST = 10
"""How many managed policies a session may have."""

_OURS = "bellhop:"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPolicy:
    """What AssumeRole takes.

    Args:
        document: `Policy`, a policy document as JSON; empty if there is none.
        arns: `PolicyArns`, ARNs of managed policies.
    """

    document: str = ""
    arns: tuple[str, ...] = ()


class TooBig(Exception):
    """Guardrails that AWS does not take as session policies; the text says why."""


def session_policy(rules: Guardrails, context: Context) -> SessionPolicy:
    """The session policy of a channel's guardrails, for one command of one person.

    Args:
        rules: the guardrails.
        context: what is known of the request: it settles conditions on `bellhop:` keys.

    Raises:
        TooBig: they don't fit, or can't be said without `bellhop:` keys; the local decision stands alone then.
    """
    if len(rules.layers) != 1:
        raise TooBig("there is more than one layer")
    policies = rules.layers[0].policies
    arns = tuple(dict.fromkeys(policy.managed for policy in policies if policy.managed))
    if len(arns) > MOST:
        raise TooBig(f"they name {len(arns)} managed policies, and a session takes {MOST}")
    statements = [one for policy in policies for one in _said(policy, context)]
    if not statements and not arns:
        statements = [{"Effect": "Deny", "Action": "*", "Resource": "*"}]
    document = (
        json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":")) if statements else ""
    )
    if len(document) > LONGEST:
        raise TooBig(f"their statements take {len(document):,} characters, and a session policy has {LONGEST:,}")
    return SessionPolicy(document=document, arns=arns)


def with_denials(said: SessionPolicy, rules: Guardrails) -> SessionPolicy:
    """A session policy with the deny lists in it, as far as they fit: what never runs from chat, AWS denies too.

    Only what the command asks for itself is denied: that a service decrypts for it with `kms:Decrypt` is its own
    affair, and so is that it takes a role (`iam:PassRole`), which the guardrails decide.
    """
    kept = [one for one in rules.sensitive if not any(overlaps(one, other) for other in rules.allowed_sensitive)]
    direct = {"BoolIfExists": {"aws:ViaAWSService": "false"}}
    added: list[dict[str, Any]] = []
    if rules.deny:
        added.append({"Effect": "Deny", "Action": list(rules.deny), "Resource": "*"})
    if others := [one for one in kept if one != "iam:*"]:
        added.append({"Effect": "Deny", "Action": others, "Resource": "*", "Condition": direct})
    if "iam:*" in kept:
        passes = {"Null": {"iam:PassedToService": "true"}}
        added.append({"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": passes})
    statements: list[dict[str, Any]] = json.loads(said.document)["Statement"] if said.document else []
    document = said.document
    for one in added:
        longer = json.dumps({"Version": "2012-10-17", "Statement": [*statements, one]}, separators=(",", ":"))
        if len(longer) <= LONGEST:
            document, statements = longer, [*statements, one]
    return SessionPolicy(document=document, arns=said.arns)


def _said(policy: Policy, context: Context) -> Iterator[dict[str, Any]]:
    """A policy's statements without `bellhop:` keys; a managed policy's own are said by its ARN."""
    listed: Any = policy.document["Statement"]
    raw = cast("list[dict[str, Any]]", listed if isinstance(listed, list) else [listed])
    literal = str(policy.document.get("Version", "")) != "2012-10-17"
    for statement, element in zip(policy.statements, raw, strict=True):
        if policy.managed and (statement.effect == "Allow" or policy.name == policy.managed):
            continue
        if literal and "${" in json.dumps(element):
            raise TooBig(f"{policy.name} is of the version of 2008 and has ${{ in it")
        if _settled(statement, context):
            yield _without_ours(element)


def _settled(statement: Statement, context: Context) -> bool:
    """Whether the statement's conditions on `bellhop:` keys hold."""
    ours = [condition for condition in statement.conditions if condition.lower.startswith(_OURS)]
    if any(f"${{{_OURS}" in pattern.text.lower() for pattern in statement.resources):
        raise TooBig(f"{statement.title} has a bellhop: key in its resource")
    return all(condition.holds(context.look) is not False for condition in ours)  # they are all known


def _without_ours(element: Mapping[str, Any]) -> dict[str, Any]:
    said = {key: value for key, value in element.items() if key not in {"Sid", "Condition"}}
    conditions: Mapping[str, Mapping[str, Any]] = element.get("Condition", {})
    left = {
        operator: {key: value for key, value in keys.items() if not key.lower().startswith(_OURS)}
        for operator, keys in conditions.items()
    }
    left = {operator: keys for operator, keys in left.items() if keys}
    return {**said, **({"Condition": left} if left else {})}
