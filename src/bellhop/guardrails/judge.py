"""What guardrails say to a command: the statement that denies it, or why nothing allows it, and what would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bellhop.command import Command
from bellhop.guardrails.access import Needs
from bellhop.guardrails.asker import Asker, context_of
from bellhop.guardrails.evaluate import Finding, evaluate
from bellhop.guardrails.keys import service_keys
from bellhop.guardrails.passed import PASS_ROLE, passed, passed_to
from bellhop.guardrails.request import Context, Request
from bellhop.guardrails.resources import touched
from bellhop.guardrails.rules import Guardrails, Layer
from bellhop.guardrails.templates import TEMPLATES, template
from bellhop.guardrails.wildcard import UNKNOWN
from bellhop.phrase import phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the layers of guardrails say.

    Args:
        allowed: every action on every resource is allowed by every layer.
        because: the statement that decided, as a clause.
        fix: what would allow it; empty if it is allowed.
        resources: what the command touches, `…` for what can't be told.
        actions: what it needs, `iam:PassRole` included where it passes a role.
    """

    allowed: bool
    because: str
    fix: str = ""
    resources: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


def requests_of(
    service: str, operation: str, command: Command, needs: Needs, asker: Asker, *, read_only: bool
) -> list[Request]:
    """What policies are asked about a command: every action on every resource, and to pass the roles in it."""
    context: Context = context_of(command, asker, access=needs.access, read_only=read_only)
    if own := service_keys(service, operation, command.parameters, asker.where):
        context = replace(context, known={**context.known, **own})
    asked = [
        Request(action=action, resource=resource, context=context)
        for action in needs.actions
        for resource in touched(service, operation, action, command.parameters, asker.where)
    ]
    roles = passed(service, operation, command.parameters, asker.where)
    if roles and (to := passed_to(service, asker.where)):
        context = replace(context, known={**context.known, "iam:passedtoservice": to})
    return [*asked, *(Request(action=PASS_ROLE, resource=role, context=context) for role in roles)]


def judge(rules: Guardrails, requests: Iterable[Request], *, known: bool) -> Judgement:
    """What guardrails say to a command.

    Args:
        rules: the guardrails.
        requests: what they are asked.
        known: IAM knows the operation; one that it doesn't must be allowed by its full name.
    """
    asked = list(requests)
    resources = tuple(dict.fromkeys(shown(request.resource) for request in asked))
    actions = tuple(dict.fromkeys(request.action for request in asked))
    because = "no guardrails are configured (closed by default)"
    for layer in rules.layers:
        for request in asked:
            found = evaluate(layer.policies, request)
            if not found.allowed:
                return replace(_denied(layer, request, found, resources), actions=actions)
            if not known and request.action != PASS_ROLE and not _by_name(found, request):
                return _unheard_of(layer, request, resources)
            assert found.statement is not None
            because = phrase("allowed by {statement}", statement=found.statement.title)
    return Judgement(allowed=bool(rules.layers), because=because, resources=resources, actions=actions)


def shown(resource: str) -> str:
    """A resource as people read it."""
    return resource.replace(UNKNOWN, "…")


def _by_name(found: Finding, request: Request) -> bool:
    statement = found.statement
    return statement is not None and request.action.lower() in (one.lower() for one in statement.actions.patterns)


def _denied(layer: Layer, request: Request, found: Finding, resources: tuple[str, ...]) -> Judgement:
    what: str = request.action
    if request.resource != "*":
        what = phrase("{action} on {resource}", action=request.action, resource=shown(request.resource))
    if found.statement is not None:
        because = phrase(
            "{statement} of {layer} denies {what}", statement=found.statement.title, layer=layer.name, what=what
        )
        fix = phrase("narrow that statement in {place}, or ask whoever keeps it", place=found.statement.place)
        if layer.key and found.policy in TEMPLATES:  # nobody can narrow what comes with us
            fix = phrase(_REPLACE, template=found.policy, key=layer.key)
    else:
        names = ", ".join(policy.name for policy in layer.policies) or "none"
        because = phrase("no statement of {layer} ({names}) allows {what}", layer=layer.name, names=names, what=what)
        if found.nearest is not None:
            because = phrase("{because}; the nearest is {statement}", because=because, statement=found.nearest.title)
        fix = _what_allows(layer, request)
    if found.unknown:
        because = phrase("{because}; {unknown}", because=because, unknown=found.unknown)
    return Judgement(allowed=False, because=because, fix=fix, resources=resources)


_REPLACE = "it is part of the template {template}: put a policy of your own in its place in {key}"
_ADD = "add {what} to {key} in bellhop.yaml"
_NOT_NAMED = "nothing is known about {action}, and no statement of {layer} names it in full"


def _what_allows(layer: Layer, request: Request) -> str:
    if not layer.key:
        return phrase("allow {action} in {layer}", action=request.action, layer=layer.name)
    for name in TEMPLATES:
        if evaluate((template(name),), request).allowed:
            return phrase(_ADD, what=name, key=layer.key)
    resource = "*" if UNKNOWN in request.resource else request.resource
    statement = f'{{Effect: Allow, Action: "{request.action}", Resource: "{resource}"}}'
    policy = f'{{policy: {{Version: "2012-10-17", Statement: [{statement}]}}}}'
    return phrase(_ADD, what=policy, key=layer.key)


def _unheard_of(layer: Layer, request: Request, resources: tuple[str, ...]) -> Judgement:
    return Judgement(
        allowed=False,
        because=phrase(_NOT_NAMED, action=request.action, layer=layer.name),
        fix=phrase("name {action} in full in a policy of {key}", action=request.action, key=layer.key or layer.name),
        resources=resources,
    )


def verdicts(rules: Guardrails, requests: Iterable[Request]) -> list[dict[str, str]]:
    """What each policy says for itself, for explanations: allow, deny or nothing, and the statement."""
    found: list[dict[str, str]] = []
    asked = list(requests)
    for layer, policy in rules.policies():
        answers = [evaluate((policy,), request) for request in asked]
        worst = next((one for one in answers if one.statement and not one.allowed), None)
        silent = next((one for one in answers if not one.allowed), None)
        decided = worst or silent or next(iter(answers), Finding(allowed=False))
        says = "deny" if worst else "nothing" if silent else "allow"
        statement = decided.statement.title if decided.statement else ""
        found.append({"layer": layer.name, "policy": policy.name, "says": says, "statement": statement})
    return found
