"""Whether a command may run: `Command` → `Decision`, without I/O, and always with the statement that decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bellhop.command import Access, Command, Decision, Verdict
from bellhop.guardrails.access import Needs, needs, reads
from bellhop.guardrails.approvals import covering, why
from bellhop.guardrails.asker import Asker, context_of
from bellhop.guardrails.deny import AS_AWS, covered, hands_out_secrets, matching
from bellhop.guardrails.judge import Judgement, judge, requests_of, verdicts
from bellhop.guardrails.operation import Operation
from bellhop.guardrails.passed import PASS_ROLE
from bellhop.guardrails.request import Context
from bellhop.guardrails.resources import Where
from bellhop.guardrails.rules import Guardrails, Layer, default_guardrails
from bellhop.phrase import phrase

__all__ = [
    "AS_AWS",
    "Asker",
    "Guardrails",
    "Layer",
    "Needs",
    "Operation",
    "Where",
    "context_for",
    "decide",
    "default_guardrails",
    "explain_policies",
    "needs",
]

_LOOKS = frozenset({Access.LIST, Access.READ})
_NOBODY = Asker()


def decide(
    command: Command,
    model: Operation,
    *,
    deny: Iterable[str] = (),
    guardrails: Guardrails | None = None,
    asker: Asker = _NOBODY,
) -> Decision:
    """Whether a command may run at once, must be confirmed or approved, or is denied, and because of which statement.

    Credentials are denied, whatever else holds. Of what the guardrails allow, a command runs at once only if it is
    proven harmless: IAM calls it List or Read, it is named like one that looks, and it takes no stream. Everything
    else is asked first; without guardrails, so is an operation that nothing is known about. What an approval rule
    covers needs others' yes, however harmless it is.

    Args:
        command: what somebody asked for.
        model: the model of its operation.
        deny: IAM action patterns that are denied besides, such as `AS_AWS`.
        guardrails: the channel's; None = there is no channel, and only the built-in rules hold.
        asker: who asks, from where.
    """
    service = model.service_model.service_name
    found = needs(service, model.name)
    if refused := _refused(command, service, found, deny, guardrails, asker):
        because, fix = refused
        return _decision(Verdict.DENY, because, found, fix=fix)
    verdict, because = _rule(model, service, found)
    if guardrails is None:
        return _decision(verdict, because, found)
    asked = requests_of(service, model.name, command, found, asker, read_only=verdict is Verdict.ALLOW)
    judged: Judgement = judge(guardrails, asked, known=found.access is not Access.UNKNOWN)
    if PASS_ROLE in judged.actions:
        found = replace(found, actions=judged.actions)
        if pattern := matching((PASS_ROLE,), guardrails.deny):
            because, fix = _on_deny_list(pattern)
            return _decision(Verdict.DENY, because, found, fix=fix, resources=judged.resources)
    if not judged.allowed:
        return _decision(Verdict.DENY, judged.because, found, fix=judged.fix, resources=judged.resources)
    because = phrase("{rule}; {judged}", rule=because, judged=judged.because)
    decision = _decision(verdict, because, found, resources=judged.resources)
    rules = covering(guardrails.approvals, asked, found.access, asker.where.account)
    if not rules:
        return decision
    because = phrase("{rule}; {judged}", rule=why(rules), judged=judged.because)
    return replace(decision, verdict=Verdict.APPROVE, because=because, approvals=tuple(rules))


def explain_policies(
    command: Command, model: Operation, *, guardrails: Guardrails, asker: Asker = _NOBODY
) -> list[dict[str, str]]:
    """What each policy of the guardrails says to a command: layer, policy, says (allow, deny or nothing), statement."""
    service = model.service_model.service_name
    found = needs(service, model.name)
    read_only = _rule(model, service, found)[0] is Verdict.ALLOW
    return verdicts(guardrails, requests_of(service, model.name, command, found, asker, read_only=read_only))


def context_for(command: Command, model: Operation, asker: Asker) -> Context:
    """The condition keys of a command, as far as they are known before the call."""
    service = model.service_model.service_name
    found = needs(service, model.name)
    read_only = _rule(model, service, found)[0] is Verdict.ALLOW
    return context_of(command, asker, access=found.access, read_only=read_only)


def _decision(
    verdict: Verdict, because: str, found: Needs, *, fix: str = "", resources: tuple[str, ...] = ()
) -> Decision:
    return Decision(
        verdict=verdict, because=because, access=found.access, actions=found.actions, fix=fix, resources=resources
    )


_ORGANIZATION = "the organization's chat policy forbids it: {why}"
_SENSITIVE = "{pattern} does not run from chat (the hard deny list, AWS's own)"
_BY_NAME = "write allow_sensitive: {{reason: …, actions: [{actions}]}} for the channel"
_UNHEARD_OF = "nothing is known about {action}, so it is asked first (built-in rule)"
_DOES_MORE = "{action} does more than look, so it is asked first (built-in rule)"


def _refused(
    command: Command, service: str, found: Needs, deny: Iterable[str], rules: Guardrails | None, asker: Asker
) -> tuple[str, str] | None:
    """Why the organization, a deny list or who asks forbids a command, and what would allow it."""
    if rules and rules.refused:
        return phrase(_ORGANIZATION, why=rules.refused), "ask whoever keeps the chat policy"
    if asker.refused:
        return asker.refused, asker.remedy
    let_pass = rules is not None and covered(found.actions, rules.allowed_sensitive)
    if not let_pass and (secret := hands_out_secrets(service, command)):
        fix = "run it where only you read the answer" if rules else ""
        return phrase("secrets stay out of chat: {why} (built-in deny list)", why=secret), fix
    if pattern := matching(found.actions, [*deny, *(rules.deny if rules else ())]):
        because, fix = _on_deny_list(pattern)
        return because, fix if rules else ""
    if rules and not let_pass and (pattern := matching(found.actions, rules.sensitive)):
        return phrase(_SENSITIVE, pattern=pattern), phrase(_BY_NAME, actions=", ".join(found.actions))
    return None


def _on_deny_list(pattern: str) -> tuple[str, str]:
    because = phrase("{pattern} is denied in this channel (deny list)", pattern=pattern)
    return because, "take it from the channel's `deny` list"


def _rule(model: Operation, service: str, found: Needs) -> tuple[Verdict, str]:
    if found.access is Access.UNKNOWN:
        return Verdict.CONFIRM, phrase(_UNHEARD_OF, action=f"{service}:{model.name}")
    if found.access not in _LOOKS:
        return Verdict.CONFIRM, "commands that change something are asked first (built-in rule)"
    if not reads(model.name) or model.has_streaming_input:
        return Verdict.CONFIRM, phrase(_DOES_MORE, action=f"{service}:{model.name}")
    return Verdict.ALLOW, "read-only commands run at once (built-in rule)"
