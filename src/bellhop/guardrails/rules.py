"""`Guardrails`: all that decides whether a channel's commands may run, as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bellhop.guardrails.approvals import Gate
from bellhop.guardrails.deny import AS_AWS
from bellhop.guardrails.policy import Policy
from bellhop.guardrails.templates import DEFAULT, template


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Policies that hold together: a permission in any of them is one, a Deny in any of them is one.

    Args:
        name: how it is spoken of, as in `the guardrails of channel ops`.
        policies: its policies.
        key: where in bellhop.yaml more may be allowed, as in `channels.ops.guardrails`; empty if it isn't there.
    """

    name: str
    policies: tuple[Policy, ...]
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardrails:
    """A channel's guardrails. A command must be allowed by every layer, and by no deny list be denied.

    Args:
        layers: guardrails, and the role's policies where they are known; without a layer nothing is allowed.
        refused: why the organization's chat policy refuses the channel, as a clause; empty if it does not.
        sensitive: IAM action patterns of the hard deny list.
        deny: patterns that the channel denies besides.
        allowed_sensitive: patterns that the hard deny list and the list of credentials let pass.
        reason: why they do.
        approvals: what is allowed, but not without others' yes.
    """

    layers: tuple[Layer, ...] = ()
    refused: str = ""
    sensitive: tuple[str, ...] = AS_AWS
    deny: tuple[str, ...] = ()
    allowed_sensitive: tuple[str, ...] = ()
    reason: str = ""
    approvals: tuple[Gate, ...] = ()

    def policies(self) -> Iterator[tuple[Layer, Policy]]:
        """Every policy with its layer."""
        return ((layer, policy) for layer in self.layers for policy in layer.policies)


def default_guardrails(name: str = "the default guardrails") -> Guardrails:
    """What holds where nothing is configured: notification permissions, and read-only without secrets."""
    return Guardrails(layers=(Layer(name=name, policies=tuple(template(one) for one in DEFAULT), key="guardrails"),))
