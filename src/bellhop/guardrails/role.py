"""A role's own policies as layers of the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bellhop.guardrails.policy import Policy
from bellhop.guardrails.rules import Guardrails, Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFacts:
    """What is known of a role.

    Args:
        role: its ARN.
        policies: those that are attached and those that stand in it.
        boundary: its permission boundary, or None.
        tags: its tags.
        unread: why it can't be read; empty if it could.
    """

    role: str
    policies: tuple[Policy, ...] = ()
    boundary: Policy | None = None
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    unread: str = ""


def with_role(rules: Guardrails, facts: RoleFacts) -> Guardrails:
    """The guardrails with a role's policies and its boundary, each a layer; as they are if it can't be read.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """
    if facts.unread or not rules.layers:
        return rules
    name = facts.role.rpartition("/")[2]
    layers = [Layer(name=f"the role {name}", policies=facts.policies)]
    if facts.boundary:
        layers.append(Layer(name=f"the permission boundary of {name}", policies=(facts.boundary,)))
    # The guardrails come first: what they deny is told as theirs.
    return replace(rules, layers=(*rules.layers, *layers))


def not_known(facts: RoleFacts) -> dict[str, str]:
    """The row of an explanation that says that a role's policies are not known."""
    return {
        "layer": f"the role {facts.role.rpartition('/')[2]}",
        "policy": "its own policies",
        "says": "unknown",
        "statement": f"AWS decides: {facts.unread}",
    }
