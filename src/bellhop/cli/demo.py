"""`bellhop demo`: everything on this machine."""

from __future__ import annotations

import asyncio
import json
import webbrowser
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bellhop.demo import Demo


@click.command()
@click.option("--port", default=8321, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--no-browser", is_flag=True, help="Don't open the console.")
@click.option("--json", "as_json", is_flag=True, help="Say in one JSON line what to try; no browser.")
@click.option("--sqs", is_flag=True, help="Let events come by SNS and SQS instead of SNS over HTTP.")
@click.option(
    "--locale", type=click.Choice(["en", "ko"]), default="en", show_default=True, help="The channel's language."
)
def command(port: int, *, no_browser: bool, as_json: bool, sqs: bool, locale: str) -> None:
    """Try everything on this machine, without an AWS account.

    Starts a local AWS with a watched S3 bucket and a few Lambda functions, Bellhop, and its web console, all on
    loopback. Upload a file and read of it in the channel; type a command and read its answer. Ctrl-C ends it and
    leaves nothing behind.

    \b
    Examples:
      bellhop demo
      bellhop demo --port 0 --no-browser --json
    """
    from bellhop.config_sections import Log
    from bellhop.demo import run_demo
    from bellhop.logs import set_up_logging

    set_up_logging(Log(level="warning"))
    if not as_json:
        click.echo("starting a local AWS, Bellhop and its console …", err=True)

    def ready(demo: Demo) -> None:
        if as_json:
            click.echo(json.dumps(asdict(demo)))
            return
        click.echo(_what_to_try(demo))
        if not no_browser:
            webbrowser.open(f"{demo.console}/?token={demo.token}")

    asyncio.run(run_demo(port, sqs=sqs, locale=locale, ready=ready))


def _what_to_try(demo: Demo) -> str:
    bold = {"bold": True}
    endpoint = f"--endpoint-url {demo.aws_endpoint}"
    return "\n".join(
        (
            "",
            f"{click.style('Console', **bold)}       {demo.console}/?token={demo.token}",
            f"{click.style('AWS endpoint', **bold)}  {demo.aws_endpoint}  (region {demo.region}, any credentials)",
            "",
            click.style("Try", **bold),
            "  upload a file with the console's button, or from another terminal:",
            f"    AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x aws {endpoint} --region {demo.region} \\",
            f"      s3 cp README.md s3://{demo.bucket}/",
            "  and read in the channel who did it; the alarm recovers by itself after about 20 seconds",
            "  then type in the channel:",
            f"    @aws lambda list-functions --region {demo.region}",
            '    @aws lambda invoke --function-name demo-greeting --payload \'{"name": "you"}\'',
            "    @aws help",
            "",
            "Ctrl-C ends it.",
        )
    )
