"""`bellhop doctor`: is the world right?"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bellhop.cli._config import config_option

if TYPE_CHECKING:
    from bellhop.config import Config

_SIGNS = {"good": ("ok", "green"), "doubt": ("??", "yellow"), "bad": ("XX", "red")}


@click.command()
@config_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for each finding, one a line.")
def command(config_file: Path, *, as_json: bool) -> None:
    """Look whether the world is as bellhop.yaml needs it, and say the fix for what is not.

    Asks the database, Slack and AWS, with Bellhop's own tokens and credentials: tokens, scopes, channels, roles,
    queues, subscriptions, the clock, the disk, the public address. Changes nothing and posts nothing. Exit 1 if
    something does not work; `bellhop check` looks at the configuration alone.

    \b
    Examples:
      bellhop doctor
      bellhop doctor --json | jq 'select(.state != "good")'
    """
    from bellhop.config import load_config

    if asyncio.run(_say(config_file, load_config(config_file), as_json=as_json)):
        raise click.exceptions.Exit(1)


async def _say(config_file: Path, config: Config, *, as_json: bool) -> bool:
    from bellhop.doctor import examine

    ill, doubts = 0, 0
    async for finding in examine(config):
        ill, doubts = ill + (finding.state == "bad"), doubts + (finding.state == "doubt")
        if as_json:
            click.echo(json.dumps(asdict(finding), ensure_ascii=False))
            continue
        sign, colour = _SIGNS[finding.state]
        click.echo(f"{click.style(sign, fg=colour)}  {finding.part:<6} {finding.says}")
        if finding.fix and finding.state != "good":
            click.echo(f"           fix: {finding.fix}")
    if not as_json:
        click.echo(f"{config_file}: {ill} wrong, {doubts} to look at" if ill or doubts else f"{config_file}: all well")
    return bool(ill)
