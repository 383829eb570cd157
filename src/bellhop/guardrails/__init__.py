"""Whether a command may run: `Command` → `Decision`, without I/O, and always with the statement that decided."""

from __future__ import annotations

from collections.abc import Iterable

from bellhop.command import Access, Command, Decision, Verdict
from bellhop.guardrails.access import Needs, needs, reads
from bellhop.guardrails.deny import AS_AWS, hands_out_secrets, matching
from bellhop.guardrails.operation import Operation

__all__ = ["AS_AWS", "Needs", "Operation", "decide", "needs"]

_LOOKS = frozenset({Access.LIST, Access.READ})


def decide(command: Command, model: Operation, *, deny: Iterable[str] = ()) -> Decision:
    """Whether a command may run at once, must be confirmed, or is denied, and because of which statement.

    Credentials are denied, whatever else holds. A command runs at once only if it is proven harmless: IAM calls it List
    or Read, it is named like one that looks, and it takes no stream. Everything else is asked first; an operation
    that nothing is known about counts as one that changes something.

    Args:
        command: what somebody asked for.
        model: the model of its operation.
        deny: IAM action patterns that the channel denies besides, such as `AS_AWS`.
    """
    service = model.service_model.service_name
    found = needs(service, model.name)
    verdict, because = _rule(command, model, service, found, deny)
    return Decision(verdict=verdict, because=because, access=found.access, actions=found.actions)


def _rule(command: Command, model: Operation, service: str, found: Needs, deny: Iterable[str]) -> tuple[Verdict, str]:
    if secret := hands_out_secrets(service, command):
        return Verdict.DENY, f"secrets stay out of chat: {secret} (built-in deny list)"
    if pattern := matching(found.actions, deny):
        return Verdict.DENY, f"{pattern} is denied in this channel (deny list)"
    if found.access is Access.UNKNOWN:
        return Verdict.CONFIRM, f"nothing is known about {service}:{model.name}, so it is asked first (built-in rule)"
    if found.access not in _LOOKS:
        return Verdict.CONFIRM, "commands that change something are asked first (built-in rule)"
    if not reads(model.name) or model.has_streaming_input:
        return Verdict.CONFIRM, f"{service}:{model.name} does more than look, so it is asked first (built-in rule)"
    return Verdict.ALLOW, "read-only commands run at once (built-in rule)"
