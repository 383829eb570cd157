"""`bellhop setup events`: EventBridge rules for what the event modules recognise."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import click

from bellhop.setup.cli.acting import acting, acting_of, carry_out_blueprint, subscribing
from bellhop.setup.event_rules import EventRules
from bellhop.setup.event_types import available

_EXAMPLES = """
\b
Examples:
  # which types there are
  bellhop setup events --list
  # threats, tasks that stop, and trouble of AWS's own
  bellhop setup events --types guardduty.finding,ecs.task,health.event --subscribe-sqs bellhop --apply
  # changes of rights, sign-in, networks and keys, out of all the API calls
  bellhop setup events --types cloudtrail.sensitive_calls --subscribe-sqs bellhop --apply
  # everything but single API calls
  bellhop setup events --types all --subscribe-sqs bellhop --apply
"""


@click.command("events", epilog=_EXAMPLES)
@click.option(
    "--types",
    default="",
    help="Types of events with commas between them, or all: every one but those of single API calls.",
)
@click.option("--list", "lists", is_flag=True, help="Show the types, and do nothing.")
@click.option("--topic", default="", help=f"SNS topic.  [default: {EventRules.usual_topic}]")
@subscribing
@acting
def events(*, lists: bool, **options: Any) -> None:
    """Tell a channel of the events of AWS's services.

    As few EventBridge rules as will do send them to one SNS topic. Setting up other types later replaces them. Without
    --apply or --destroy nothing is changed.
    """
    act = acting_of(options)
    if lists:
        _list(as_json=act.as_json)
        return
    if not options["types"] and not act.destroy:
        raise click.UsageError("Say which --types; --list shows them.")
    options["types"] = options["types"] or "all"
    carry_out_blueprint(EventRules, options, act)


def _list(*, as_json: bool) -> None:
    types = available()
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(one) for one in types], ensure_ascii=False))
        return
    widest = max(len(one.name) for one in types)
    for one in types:
        mark = "  (every call; not in all)" if one.every_call else ""
        click.echo(f"{one.name:<{widest}}  {one.sentence}{mark}")
