"""`bellhop setup role`: the IAM role that a channel's commands run as."""

from __future__ import annotations

from typing import Any

import click

from bellhop.guardrails.templates import DEFAULT, TEMPLATES
from bellhop.setup.channel_role import ChannelRole
from bellhop.setup.cli.acting import acting_of, acting_with, carry_out

_EXAMPLES = """
\b
Examples:
  # may look, and nothing else; assumed by the role that Bellhop runs as
  bellhop setup role --name bellhop-ops --trust arn:aws:iam::123456789012:role/bellhop --apply
  # may call Lambda functions too
  bellhop setup role --name bellhop-ops --template read-only,lambda-invoke \\
    --trust arn:aws:iam::123456789012:role/bellhop --apply
  # for CloudFormation
  bellhop setup role --name bellhop-ops --trust arn:aws:iam::123456789012:role/bellhop --cloudformation > role.yaml
"""


@click.command("role", epilog=_EXAMPLES)
@click.option("--name", required=True, help="The role's name.")
@click.option(
    "--template",
    "templates",
    multiple=True,
    metavar="NAMES",
    help=f"What it may do, with commas or given often: {', '.join(TEMPLATES)}.  [default: {','.join(DEFAULT)}]",
)
@click.option("--trust", default="", metavar="PRINCIPAL", help="Who assumes it: Bellhop's role or user, or an account.")
@acting_with("--cloudformation")
def role(*, templates: tuple[str, ...], **options: Any) -> None:
    """Set up the role that a channel's commands run as.

    Named policy templates become AWS's managed policies and a few written ones. What a channel may do is what both its
    role and its guardrails allow. Without --apply or --destroy nothing is changed.
    """
    act = acting_of(options)
    named = tuple(name for part in templates for name in part.split(",")) or DEFAULT
    carry_out(lambda: ChannelRole(templates=named, **options), act)
