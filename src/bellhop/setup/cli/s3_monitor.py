"""`bellhop setup s3-monitor`: who touches the objects of a bucket."""

from __future__ import annotations

from typing import Any

import click

from bellhop.setup.cli.acting import acting, acting_of, carry_out_blueprint, subscribing
from bellhop.setup.s3_monitor import S3Monitor

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


@click.command("s3-monitor", epilog=_EXAMPLES)
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
@click.option("--create-bucket", is_flag=True, help="Make the bucket to watch if it is missing.")
@subscribing
@acting
@click.option("--purge-logs", is_flag=True, help="With --destroy: delete CloudTrail's logs too.")
def s3_monitor(**options: Any) -> None:
    """Tell a channel of everything that is done with a bucket's objects.

    CloudTrail records the calls, an EventBridge rule picks them and sends them to an SNS topic, an alarm counts them
    and tells the same topic. Without --apply or --destroy nothing is changed.
    """
    act = acting_of(options)
    if options["purge_logs"] and not act.destroy:
        raise click.UsageError("--purge-logs goes with --destroy.")
    carry_out_blueprint(S3Monitor, options, act)
