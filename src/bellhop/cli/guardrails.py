"""`bellhop guardrails`: do the guardrails say what they should?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bellhop.cli._config import config_option


@click.group()
def command() -> None:
    """Ask the guardrails of bellhop.yaml."""


@command.command()
@config_option
def test(config_file: Path) -> None:
    """Ask the guardrails what `guardrail_tests` in bellhop.yaml expects of them.

    Nothing is run. Exit 1 if one says something else than expected.

    \b
    Example:
      bellhop guardrails test -c bellhop.yaml
    """
    from bellhop.config import load_config

    config = load_config(config_file)
    if not config.guardrail_tests:
        click.echo(f"{config_file} has no guardrail_tests; add some, as bellhop.example.yaml shows")
        return
    from bellhop.cli._guardrail_tests import print_table, run_tests

    results = run_tests(config)
    print_table(results)
    sys.exit(0 if all(result.passed for result in results) else 1)
