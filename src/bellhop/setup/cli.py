"""`bellhop setup …`: the AWS side, planned, applied or destroyed from the command line."""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing
from typing import Any

import click
import yaml

from bellhop.aws.session import Clients
from bellhop.errors import BellhopError, SetupError
from bellhop.setup.plan import Plan, Progress, Step
from bellhop.setup.s3_monitor import S3Monitor
from bellhop.setup.show import plan_json, plan_text, sign, summary
from bellhop.setup.template import ANYWHERE, template

_EXAMPLES = """
\b
Examples:
  # what would be done
  bellhop setup s3-monitor --bucket photos --subscribe-sqs bellhop
  # do it; a second time says "No changes.", and repairs what has drifted
  bellhop setup s3-monitor --bucket photos --subscribe-sqs bellhop --apply
  # only writes, told to a Bellhop with a public address
  bellhop setup s3-monitor --bucket photos --no-read --subscribe-https https://bellhop.example.com/sns --apply
  # what would be taken away, and taking it away
  bellhop setup s3-monitor --bucket photos --destroy --plan
  bellhop setup s3-monitor --bucket photos --destroy
  # for CloudFormation
  bellhop setup s3-monitor --bucket photos --subscribe-sqs bellhop --template > monitor.yaml
"""


@click.group("setup")
def setup_group() -> None:
    """Set up the AWS side: topics, rules, alarms, queues."""


@setup_group.command("s3-monitor", epilog=_EXAMPLES)
@click.option("--bucket", required=True, help="The bucket to watch.")
@click.option("--topic", default="", help="SNS topic.  [default: bellhop-BUCKET]")
@click.option("--trail", default="", help="CloudTrail trail.  [default: bellhop-BUCKET]")
@click.option("--rule", default="", help="EventBridge rule.  [default: bellhop-BUCKET]")
@click.option("--alarm", default="", help="CloudWatch alarm.  [default: bellhop-BUCKET]")
@click.option(
    "--log-bucket",
    default="",
    help="Bucket for CloudTrail's logs; made if missing.  [default: BUCKET-cloudtrail-logs-ACCOUNT]",
)
@click.option("--read/--no-read", default=True, help="Tell of calls that read objects.  [default: read]")
@click.option("--write/--no-write", default=True, help="Tell of calls that write or delete.  [default: write]")
@click.option("--region", default="", help="The bucket's region.  [default: AWS_REGION, or the profile's]")
@click.option("--endpoint", default="", metavar="URL", help="An AWS that isn't AWS: a local one.")
@click.option("--subscribe-https", default="", metavar="URL", help="Bellhop's public /sns address.")
@click.option("--subscribe-sqs", default="", metavar="QUEUE", help="Queue that Bellhop polls; made if missing.")
@click.option("--create-bucket", is_flag=True, help="Make the bucket to watch if it is missing.")
@click.option("--plan", "only_plan", is_flag=True, help="Show what would be done, and do nothing (the default).")
@click.option("--apply", is_flag=True, help="Do it.")
@click.option("--destroy", is_flag=True, help="Delete what --apply made, and nothing else.")
@click.option("--purge-logs", is_flag=True, help="With --destroy: delete CloudTrail's logs too.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--template",
    "form",
    is_flag=False,
    flag_value="yaml",
    default=None,
    type=click.Choice(["yaml", "json"]),
    help="Print a CloudFormation template instead; needs no AWS.",
)
def s3_monitor(
    *,
    only_plan: bool,
    apply: bool,
    destroy: bool,
    purge_logs: bool,
    yes: bool,
    as_json: bool,
    form: str | None,
    endpoint: str,
    **wishes: Any,
) -> None:
    """Tell a channel of everything that is done with a bucket's objects.

    CloudTrail records the calls, an EventBridge rule picks them and sends them to an SNS topic, an alarm counts them
    and tells the same topic. Without --apply or --destroy nothing is changed.
    """
    if apply and (only_plan or destroy):
        raise click.UsageError("--apply goes with neither --plan nor --destroy.")
    if purge_logs and not destroy:
        raise click.UsageError("--purge-logs goes with --destroy.")
    try:
        monitor = S3Monitor(**wishes)
        if form:
            click.echo(_template(monitor, form))
            return
        with closing(Clients(region=monitor.region, endpoint=endpoint)) as clients:
            plan = monitor.plan_destroy(clients, purge_logs=purge_logs) if destroy else monitor.plan(clients)
            _carry_out(plan, act=(apply or destroy) and not only_plan, destroys=destroy, yes=yes, as_json=as_json)
        if not (destroy or monitor.subscribe_https or monitor.subscribe_sqs):
            click.echo("Note: nobody is subscribed by this; add --subscribe-sqs or --subscribe-https.", err=True)
    except BellhopError as error:
        raise click.ClickException(str(error)) from None


def _carry_out(plan: Plan, *, act: bool, destroys: bool, yes: bool, as_json: bool) -> None:
    colour = _on_a_screen() and not os.environ.get("NO_COLOR")  # https://no-color.org
    if not as_json:
        click.echo(plan_text(plan, colour=colour))
    if act and plan.changes:
        _agree(destroys=destroys, yes=yes)
        plan.apply(lambda step, progress: _tell(step, progress, to_stderr=as_json, colour=colour))
        if not as_json:
            click.echo(summary(plan, done=True))
    if as_json:
        click.echo(json.dumps(plan_json(plan, applied=act), default=str, ensure_ascii=False))


def _agree(*, destroys: bool, yes: bool) -> None:
    """Ask a person; a script that destroys must have said --yes.

    Raises:
        SetupError: nobody can be asked, and it is about deleting.
    """
    if yes:
        return
    if _at_a_terminal():
        click.confirm("\nDo this in AWS?", abort=True, err=True)
    elif destroys:
        raise SetupError("there is no terminal to ask at before deleting", fix="add --yes")


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _on_a_screen() -> bool:
    return sys.stdout.isatty()


def _tell(step: Step, progress: Progress, *, to_stderr: bool, colour: bool) -> None:
    if progress is Progress.BEGUN:
        click.echo(f"  {sign(step, colour=colour)} {step.kind} {step.name} … ", nl=False, err=to_stderr)
    else:
        click.echo(progress.value, err=to_stderr)


def _template(monitor: S3Monitor, form: str) -> str:
    """The template as text: YAML, or JSON."""
    document = template(f"Bellhop's S3 monitor of {monitor.bucket}", monitor.resources(ANYWHERE))
    if form == "json":
        return json.dumps(document, indent=2)
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120).rstrip()
