"""`bellhop setup topic`: a topic by itself, and a message to try it with."""

from __future__ import annotations

import dataclasses
import json
from contextlib import closing
from typing import Any

import click

from bellhop.aws.session import Clients
from bellhop.errors import BellhopError
from bellhop.setup.cli.acting import Acting, acting, acting_of, carry_out_blueprint, subscribing
from bellhop.setup.news_topic import NewsTopic, send_test
from bellhop.setup.publishers import PUBLISHERS, USUAL

_EXAMPLES = """
\b
Examples:
  # a topic for alarms, budgets and the rest, heard through a queue
  bellhop setup topic --topic news --subscribe-sqs bellhop --apply
  # one that RDS and SES may publish to as well
  bellhop setup topic --topic news --publisher rds --publisher ses --subscribe-sqs bellhop --apply
  # does it reach the channel?
  bellhop setup topic --topic news --test
"""


@click.command("topic", epilog=_EXAMPLES)
@click.option("--topic", default="", help=f"SNS topic.  [default: {NewsTopic.usual_topic}]")
@click.option(
    "--publisher",
    "publishers",
    multiple=True,
    type=click.Choice([*PUBLISHERS]),
    help=f"Who may publish besides {', '.join(USUAL)}; may be given often.",
)
@click.option("--only", is_flag=True, help="Nobody but those named with --publisher may publish.")
@click.option("--test", "tries", is_flag=True, help="Publish a test message, and do nothing else.")
@subscribing
@acting
def topic(*, tries: bool, only: bool, **options: Any) -> None:
    """Set up a topic that AWS's services publish to and Bellhop hears.

    With its policy, a subscription, and a queue for what can't be delivered. Without --apply or --destroy nothing is
    changed.
    """
    act = acting_of(options)
    if tries:
        if act.apply or act.destroy or act.form:
            raise click.UsageError("--test goes with neither --apply, --destroy nor --template.")
        _try(options, act)
        return
    if only and not options["publishers"]:
        raise click.UsageError("--only goes with --publisher.")
    usual = () if only else USUAL
    options["publishers"] = tuple(dict.fromkeys((*usual, *options["publishers"])))
    carry_out_blueprint(NewsTopic, options, act)


def _try(options: dict[str, Any], act: Acting) -> None:
    try:
        name = NewsTopic(topic=options["topic"]).topic_name
        with closing(Clients(region=options["region"], endpoint=act.endpoint)) as clients:
            sent = send_test(clients, name, options["region"])
    except BellhopError as error:
        raise click.ClickException(str(error)) from None
    if act.as_json:
        click.echo(json.dumps(dataclasses.asdict(sent)))
        return
    click.echo(f"A test message ({sent.message_id}) is on its way from {sent.topic_arn} to:")
    for one in sent.hearers:
        click.echo(f"  {one}")
    click.echo("It should be in the channels within seconds; if not: bellhop deliveries list")
