"""`bellhop setup developer-tools`: what becomes of commits, builds, deployments and pipelines."""

from __future__ import annotations

from typing import Any

import click

from bellhop.setup.cli.acting import acting, acting_of, carry_out_blueprint, subscribing
from bellhop.setup.developer_tools import DeveloperTools

_EXAMPLES = """
\b
Examples:
  # everything of the region: repositories, projects, applications, pipelines; shown, not done
  bellhop setup developer-tools --subscribe-sqs bellhop
  # what somebody should be woken for, of one pipeline and its project
  bellhop setup developer-tools --events failures --subscribe-sqs bellhop --apply \\
    --resource arn:aws:codepipeline:ap-northeast-2:123456789012:web \\
    --resource arn:aws:codebuild:ap-northeast-2:123456789012:project/web
  # take the rule of one pipeline away, or all that was made
  bellhop setup developer-tools --resource arn:aws:codepipeline:ap-northeast-2:123456789012:web --destroy
  bellhop setup developer-tools --destroy
"""


@click.command("developer-tools", epilog=_EXAMPLES)
@click.option(
    "--resource",
    "watched",
    metavar="ARN",
    multiple=True,
    help="Repository, project, application or pipeline; may be given often.  [default: all of the region]",
)
@click.option(
    "--events",
    default="all",
    show_default=True,
    help="all; failures: what somebody should be woken for; or ids of events with commas between them.",
)
@click.option(
    "--detail",
    type=click.Choice(["full", "basic"]),
    default="full",
    show_default=True,
    help="full tells comments, files and errors too; basic no more than EventBridge.",
)
@click.option("--topic", default="", help=f"SNS topic.  [default: {DeveloperTools.usual_topic}]")
@subscribing
@acting
def developer_tools(**options: Any) -> None:
    """Tell a channel what becomes of commits, builds, deployments and pipelines.

    Each resource gets a notification rule, and all rules tell one SNS topic. Setting up more later adds to what is
    there. Without --apply or --destroy nothing is changed.
    """
    act = acting_of(options)
    if act.form and not options["watched"]:
        raise click.UsageError("--template asks no AWS what there is: name it with --resource.")
    carry_out_blueprint(DeveloperTools, options, act)
