"""`bellhop explain`: what a chat command would do, and whether it might."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bellhop.command import Command
    from bellhop.syntax import Grammar


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--stdin", is_flag=True, help="Read one command a line, each a JSON string.")
@click.argument("words", nargs=-1, metavar="[COMMAND]", type=click.UNPROCESSED)
def command(words: tuple[str, ...], *, stdin: bool) -> None:
    """Say what a command is understood as, whether it may run, and why: one JSON object a line.

    Nothing is run and AWS is not asked. Exit 0, also for commands that are not understood: the answer says so.

    \b
    Examples:
      bellhop explain 'lambda list-functions --region ap-northeast-2'
      printf '"ec2 describe-instances"\\n"s3 mv a b"\\n' | bellhop explain --stdin
    """
    if stdin == bool(words):
        raise click.UsageError("give a COMMAND, or --stdin with a JSON string a line")
    from bellhop.cli._local_run import make_grammar

    grammar = make_grammar()
    for text in _lines() if stdin else [" ".join(words)]:
        answer = _bad_line() if text is None else explain(grammar, text)
        sys.stdout.write(json.dumps(answer, default=_plain, ensure_ascii=False) + "\n")


def _lines() -> Iterator[str | None]:
    for line in sys.stdin:
        try:
            text = json.loads(line)
        except json.JSONDecodeError:
            text = None
        yield text if isinstance(text, str) else None


def _bad_line() -> dict[str, Any]:
    return {"ok": False, "error": {"kind": "bad-line", "message": "wanted a JSON string on each line", "hints": []}}


def explain(grammar: Grammar, text: str) -> dict[str, Any]:
    """What a chat text is understood as, as the command line's contract says it."""
    from bellhop.errors import NotUnderstood
    from bellhop.guardrails import decide

    try:
        understood = grammar.parse(text)
    except NotUnderstood as error:
        problem = {"kind": error.kind, "message": error.message, "hints": list(error.hints)}
        return {"ok": False, "error": problem}
    model = grammar.model(understood)
    decision = decide(understood, model)
    return {
        "ok": True,
        "service": model.service_model.service_name,
        "operation": understood.operation,
        "parameters": _parameters(understood),
        "region": understood.region,
        "access": decision.access,
        "actions": list(decision.actions),
        "decision": decision.verdict,
        "because": decision.because,
    }


def _parameters(command: Command) -> dict[str, Any]:
    """The parameters as the AWS CLI counts them: the wishes for paging are one, `PaginationConfig`."""
    paging = {
        "MaxItems": command.max_items,
        "PageSize": command.page_size,
        "StartingToken": command.starting_token or None,
    }
    asked = {key: value for key, value in paging.items() if value is not None}
    return {**command.parameters, **({"PaginationConfig": asked} if asked else {})}


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
