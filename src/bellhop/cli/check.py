"""`bellhop check`: is the configuration right?"""

from __future__ import annotations

from pathlib import Path

import click

from bellhop.cli._config import config_option
from bellhop.config import load_config


@click.command()
@config_option
def command(config_file: Path) -> None:
    """Check bellhop.yaml without starting anything.

    Every mistake is told as `file:line: key: what was wanted`; exit 2 if there is one.

    \b
    Example:
      bellhop check -c bellhop.yaml
    """
    config = load_config(config_file)
    channels = config.build_channels()
    for channel in channels:
        heard = f"{len(channel.topics)} topic{'' if len(channel.topics) == 1 else 's'}"
        can = "commands" if channel.commands else "notifications only"
        click.echo(f"  {channel.name}: {channel.platform}, {heard}, {can}, {channel.locale}, {channel.timezone}")
    click.echo(f"{config_file}: right, {len(channels)} channel{'' if len(channels) == 1 else 's'}")
