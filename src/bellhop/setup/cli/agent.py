"""`bellhop setup agent`: what Bellhop itself may do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from bellhop.config import load_config
from bellhop.errors import BellhopError
from bellhop.setup.agent_access import AgentAccess
from bellhop.setup.agent_policy import agent_policy
from bellhop.setup.cli.acting import acting, acting_of, carry_out

_EXAMPLES = """
\b
Examples:
  # the policy, to be put wherever policies are kept
  bellhop setup agent --policy
  # made in AWS, and given to the role that Bellhop runs as
  bellhop setup agent --attach arn:aws:iam::123456789012:role/bellhop --apply
"""


@click.command("agent", epilog=_EXAMPLES)
@click.option(
    "-c",
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    default=Path("bellhop.yaml"),
    envvar="BELLHOP_CONFIG",
    show_default=True,
    show_envvar=True,
    help="The configuration file.",
)
@click.option("--name", default="bellhop-agent", show_default=True, help="The policy's name.")
@click.option("--attach", default="", metavar="ARN", help="The role or user that Bellhop runs as.")
@click.option("--policy", "prints", is_flag=True, help="Print the policy document, and do nothing; needs no AWS.")
@acting
def agent(*, config_file: Path, prints: bool, **options: Any) -> None:
    """Let Bellhop itself do what its configuration needs.

    Which is to read its queues, to assume its channels' roles, and to draw graphs of alarms. Without --apply or
    --destroy nothing is changed.
    """
    act = acting_of(options)
    if prints:
        try:
            click.echo(json.dumps(agent_policy(load_config(config_file)), indent=2))
        except BellhopError as error:
            raise click.ClickException(str(error)) from None
        return
    carry_out(lambda: AgentAccess(config=None if act.destroy else load_config(config_file), **options), act)
