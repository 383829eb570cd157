"""`bellhop explain`: what a chat command would do, and whether it might."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bellhop.cli._config import config_option, load_if_there
from bellhop.cli._output import writes_unicode

if TYPE_CHECKING:
    from bellhop.channel import Channel
    from bellhop.guards import Guards
    from bellhop.syntax import Grammar, Reading


@click.command(context_settings={"ignore_unknown_options": True})
@config_option
@click.option("--channel", default="", help="The channel whose guardrails count; else the first.")
@click.option("--account", default="", help="One of the channel's accounts, if it has several: name or 12 digits.")
@click.option("--user", default="", help="The platform's id of who asks.")
@click.option("--stdin", is_flag=True, help="Read one command a line, each a JSON string.")
@click.argument("words", nargs=-1, metavar="[COMMAND]", type=click.UNPROCESSED)
def command(config_file: Path, channel: str, account: str, user: str, words: tuple[str, ...], *, stdin: bool) -> None:
    """Say what a command is understood as, whether it may run, and why: one JSON object a line.

    Nothing is run and AWS is not asked (but once a day for managed policies that guardrails name). Exit 0, also for
    commands that are not understood: the answer says so. Without bellhop.yaml only the built-in rules hold; with it,
    a channel's guardrails, and the answer tells the resources, each policy's verdict, and what would allow it.

    \b
    Examples:
      bellhop explain 'lambda list-functions --region ap-northeast-2'
      bellhop explain --channel ops 'lambda invoke --function-name hello'
      printf '"ec2 describe-instances"\\n"s3 mv a b"\\n' | bellhop explain --stdin
    """
    if stdin == bool(words):
        raise click.UsageError("give a COMMAND, or --stdin with a JSON string a line")
    from bellhop.cli._local_run import find_channel, make_grammar, make_guards

    grammar = make_grammar()
    config = load_if_there(config_file)
    where = find_channel(config, channel, config_file, account)
    guards = make_guards(config) if config else None
    for text in _lines() if stdin else [" ".join(words)]:
        answer = _bad_line() if text is None else explain(grammar, text, guards, where, user)
        sys.stdout.write(_line(answer) + "\n")


def _lines() -> Iterator[str | None]:
    for line in sys.stdin.buffer:
        try:
            text = json.loads(line.decode(errors="replace"))
        except (ValueError, RecursionError):  # no JSON, a number of five thousand digits, a thousand brackets
            text = None
        # Half a character (a lone surrogate) can't be written out again.
        yield text.encode(errors="replace").decode() if isinstance(text, str) else None


def _line(answer: dict[str, Any]) -> str:
    """An answer as a line of JSON, which knows no infinite numbers."""
    try:
        return json.dumps(answer, default=_plain, ensure_ascii=not writes_unicode(), allow_nan=False)
    except ValueError:
        problem: dict[str, Any] = {
            "kind": "bad-value",
            "message": "one of the numbers is infinite, or none at all",
            "hints": [],
        }
        return json.dumps({"ok": False, "error": problem})


def _bad_line() -> dict[str, Any]:
    return {"ok": False, "error": {"kind": "bad-line", "message": "wanted a JSON string on each line", "hints": []}}


def explain(grammar: Grammar, text: str, guards: Guards | None, channel: Channel, user: str) -> dict[str, Any]:
    """What a chat text is understood as, as the command line's contract says it."""
    from bellhop.command import Verdict
    from bellhop.errors import NotUnderstood
    from bellhop.guardrails import decide

    try:
        reading = grammar.read(text)
    except NotUnderstood as error:
        problem = {"kind": error.kind, "message": error.message, "hints": list(error.hints)}
        return {"ok": False, "error": problem}
    understood = reading.command
    model = grammar.model(understood)
    told: dict[str, Any] = {}
    if guards is None:
        decision = decide(understood, model)
    else:
        asker = guards.asker(channel, user, region=understood.region or channel.region)
        decision = guards.decide(understood, model, asker)
        told = {"channel": channel.name, "resources": list(decision.resources)}
        told["policies"] = guards.explain(understood, model, asker)
        if decision.fix:
            told["fix"] = decision.fix
    if refused := _refused(reading):
        decision = replace(decision, verdict=Verdict.DENY, because=refused)
    return {
        "ok": True,
        "service": model.service_model.service_name,
        "operation": understood.operation,
        "parameters": reading.parameters,
        "region": understood.region,
        "access": decision.access,
        "actions": list(decision.actions),
        "decision": decision.verdict,
        "because": decision.because,
        **told,
    }


def _refused(reading: Reading) -> str:
    """Why a command that the AWS CLI would take is not taken from a chat; empty if it is."""
    if reading.retired:
        return reading.retired
    for name, why in reading.refused.items():
        return f"--{name} isn't taken here: {why}"
    return reading.unfit


def _plain(value: object) -> Any:
    if isinstance(value, (bytes, bytearray)):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value)
