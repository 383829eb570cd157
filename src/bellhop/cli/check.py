"""`bellhop check`: is the configuration right?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bellhop.channel import Channel
from bellhop.cli._config import config_option
from bellhop.config import Config, load_config


@click.command()
@config_option
def command(config_file: Path) -> None:
    """Check bellhop.yaml and its policies without starting anything, and run its guardrail_tests, tests and templates.

    Every mistake is told as `file:line: key: what was wanted`; exit 2 if there is one, 1 if a test of the guardrails
    or of the routes says something else than expected, or a template can't tell one of Bellhop's own sample events.

    \b
    Example:
      bellhop check -c bellhop.yaml
    """
    from bellhop.cli._guardrail_tests import print_table, run_tests
    from bellhop.cli._local_run import make_guards

    config = load_config(config_file)
    guards = make_guards(config)
    channels = config.build_channels()
    for channel in channels:
        heard = f"{len(channel.topics)} topic{'' if len(channel.topics) == 1 else 's'}"
        can = "commands" if channel.commands else "notifications only"
        click.echo(f"  {channel.name}: {channel.platform}, {heard}, {can}, {channel.locale}, {channel.timezone}")
        for finding in guards.notes(channel.name) if channel.commands else ():
            click.echo(f"    {finding}")
    failed = False
    if config.guardrail_tests:
        results = run_tests(config)
        print_table(results)
        failed = not all(result.passed for result in results)
    if config.tests:
        failed = not _routes_pass(config) or failed
    failed = not _templates_tell(channels) or failed
    click.echo(f"{config_file}: right, {len(channels)} channel{'' if len(channels) == 1 else 's'}")
    if failed:
        click.echo("but not all of its tests pass", err=True)
        sys.exit(1)


def _templates_tell(channels: tuple[Channel, ...]) -> bool:
    """Tells our samples in the channels' own layouts."""
    if not any(channel.templates for channel in channels):
        return True
    from bellhop.gallery.trial import try_layouts

    results = [(channel.name, try_layouts(channel)) for channel in channels if channel.templates]
    for name, trial in results:
        click.echo(f"  {name}: {trial.told} samples told in {len(trial.layouts)} templates")
        for problem in trial.problems:
            click.echo(f"    FAILED  {problem}")
    return not any(trial.problems for _, trial in results)


def _routes_pass(config: Config) -> bool:
    from bellhop.routing_trial import run_route_tests

    results = run_route_tests(config)
    for result in results:
        click.echo(f"  {'FAILED' if result.wrong else 'ok'}  {result.place}: {result.name}")
        for words in result.wrong:
            click.echo(f"    {words}")
    return not any(result.wrong for result in results)
