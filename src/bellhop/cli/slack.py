"""`bellhop slack`: what Slack needs to know."""

from __future__ import annotations

import json
from typing import Literal

import click
import yaml


@click.group()
def command() -> None:
    """Make the Slack app."""


@command.command("manifest")
@click.option("--mode", type=click.Choice(["socket", "http"]), default="socket", show_default=True)
@click.option("--name", default="Bellhop", show_default=True, help="What the app is called in Slack.")
@click.option("--request-url", default="", help="With --mode http: https://…/slack/events as Slack reaches it.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of YAML.")
def manifest_command(mode: Literal["socket", "http"], name: str, request_url: str, *, as_json: bool) -> None:
    """Print the app's manifest, to paste into Slack's "Create an app from a manifest".

    \b
    Example:
      bellhop slack manifest > manifest.yaml
    """
    from bellhop.platforms.slack.manifest import manifest

    if mode == "http" and not request_url.startswith("https://"):
        raise click.UsageError("--mode http needs --request-url https://…/slack/events")
    made = manifest(mode, name=name, request_url=request_url)
    click.echo(json.dumps(made, indent=2) if as_json else yaml.safe_dump(made, sort_keys=False).rstrip())
