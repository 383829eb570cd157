"""The IAM policies of a channel's role: what the guardrail templates stand for in IAM.

https://docs.aws.amazon.com/chatbot/latest/adminguide/chatbot-iam-policies.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from bellhop.errors import SetupError
from bellhop.guardrails.templates import TEMPLATES

_OURS = "bellhop:"
INLINE = "Bellhop-"
"""What the names of the inline policies begin with; the template's name follows."""


def known(names: Iterable[str]) -> tuple[str, ...]:
    """The names of templates, each once.

    Raises:
        SetupError: none, or one that is none.
    """
    chosen = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    unknown = [name for name in chosen if name not in TEMPLATES]
    if unknown or not chosen:
        said = f"there is no policy template {unknown[0]!r}" if unknown else "no policy template is named"
        raise SetupError(said, fix=f"name some of: {', '.join(TEMPLATES)}")
    return chosen


def managed(names: Iterable[str], partition: str) -> tuple[str, ...]:
    """The ARNs of AWS's own policies that templates stand for."""
    arns = {TEMPLATES[name] for name in names if TEMPLATES[name]}
    return tuple(sorted(arn.replace("arn:aws:", f"arn:{partition}:", 1) for arn in arns))


def inline(names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The policies that have to be written out, by the name that they get.

    A template that stands for a managed policy adds only what it denies. Conditions on keys of ours mean nothing to
    IAM; what rests on them is left to the managed policy, and to Bellhop, which asks before each command.
    """
    found: dict[str, dict[str, Any]] = {}
    for name in names:
        held: dict[str, Any] = json.loads(
            files("bellhop.guardrails.templates").joinpath(f"{name}.json").read_text("utf-8")
        )
        left = [one for one in held["Statement"] if _for_iam(one, managed=bool(TEMPLATES[name]))]
        if left:
            found[f"{INLINE}{name}"] = {"Version": "2012-10-17", "Statement": left}
    return found


def _for_iam(statement: Mapping[str, Any], *, managed: bool) -> bool:
    conditions: Mapping[str, Mapping[str, Any]] = statement.get("Condition", {})
    if any(key.lower().startswith(_OURS) for keys in conditions.values() for key in keys):
        return False
    return statement["Effect"] == "Deny" or not managed
