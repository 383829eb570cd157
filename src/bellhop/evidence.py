"""What an audit record says of a command besides who asked: what was typed, what was understood, where it runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from bellhop.aws.redact import hide_inputs
from bellhop.aws.typed import typed_text
from bellhop.channel import Channel
from bellhop.command import Ask, Command, Decision, Outcome
from bellhop.errors import AwsRefused
from bellhop.standing import Standing, account_of
from bellhop.syntax import Grammar
from bellhop.telltale import without_telltales

LONGEST = 4096
"""Characters of one parameter that are kept; more of them belong into S3, not into a record."""


def evidence(
    grammar: Grammar,
    ask: Ask,
    channel: Channel,
    command: Command | None,
    decision: Decision,
    standing: Standing,
) -> dict[str, Any]:
    """What is known before anything runs; secrets are masked.

    Args:
        grammar: knows the models.
        ask: who asked, and in which words.
        channel: where, in the account that counts.
        command: what was understood, or None.
        decision: what may happen, and why.
        standing: what the person is in the channel.
    """
    typed = typed_text(ask.text, grammar, command) if ask.text else ""
    facts: dict[str, Any] = {"platform": channel.platform, "thread": ask.thread, "typed": typed}
    if command is not None:
        here = channel.at(command.account)
        role, lasts = standing.at(here).role, standing.elevated_at(here)
        facts |= {
            "parameters": plain(hide_inputs(grammar.model(command), command.parameters)),
            "access": decision.access.value,
            "actions": list(decision.actions),
            "resources": list(decision.resources),
            "account": here.account or account_of(role),
            "role": role,
            "region": command.region or here.region,
        }
        if lasts:
            facts |= {"elevation": lasts.id, "approvers": [lasts.approver] if lasts.approver else []}
    return {name: value for name, value in facts.items() if value not in ("", [], {})}


def result_of(outcome: Outcome) -> dict[str, Any]:
    """What is known once AWS answered: account, region, role and request ids."""
    known = {"account": outcome.account, "region": outcome.region, "role": outcome.role}
    return {**{name: value for name, value in known.items() if value}, "requests": list(outcome.requests)}


def refusal_of(error: Exception) -> dict[str, Any]:
    """What is known of a call that failed: AWS's request id, if it gave one."""
    return {"requests": [error.request_id]} if isinstance(error, AwsRefused) and error.request_id else {}


def plain(value: Any) -> Any:
    """A parameter as JSON has it: bytes and all else as text, no text longer than 4,096 characters."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in cast("list[Any]", value)]
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, bytes | bytearray):
        value = without_telltales(value.decode("utf-8", "replace"))
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … ({len(text):,} characters)"
