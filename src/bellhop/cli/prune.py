"""`bellhop prune`: remove what is old now."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bellhop.cli._config import config_option

if TYPE_CHECKING:
    from bellhop.keep import Keep
    from bellhop.store import Store


@click.command()
@config_option
@click.option(
    "--older-than", default="", metavar="30d", help="Remove what is older, instead of what `store.keep` says."
)
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(config_file: Path, older_than: str, *, dry_run: bool, yes: bool) -> None:
    """Remove ended events and what was made of them, and give their room back to the disk.

    Dead letters and what waits are never removed. The agent does the same every hour by itself.

    \b
    Examples:
      bellhop prune --dry-run
      bellhop prune --older-than 30d --yes
    """
    from bellhop.config import load_config
    from bellhop.config_values import read_keep
    from bellhop.store import Store

    settings = load_config(config_file).store
    keep = settings.build_keep()
    if older_than:
        try:
            keep = replace(keep, age=read_keep(older_than), size=0)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--older-than") from None
    store = Store(settings.url)
    store.open()
    try:
        _sweep(store, keep, dry_run=dry_run, yes=yes)
        if not dry_run:
            _shrink(store)
    finally:
        store.close()


def _sweep(store: Store, keep: Keep, *, dry_run: bool, yes: bool) -> None:
    from bellhop.retention import Retention

    retention, now = Retention(store, keep), datetime.now(UTC)
    found = asyncio.run(retention.sweep(now, dry=True))
    before = f", from before {found.before:%Y-%m-%d %H:%M} UTC" if found.before else ""
    rows = ", ".join(f"{many} {table.replace('_', ' ')}" for table, many in found.removed.items()) or "nothing"
    click.echo(f"to remove: {rows}{before}")
    if dry_run or not found.removed:
        return
    if not yes:
        click.confirm("Remove them?", abort=True)
    removed = asyncio.run(retention.sweep(now, dry=False))
    click.echo(f"removed {removed.removed.total()} rows")


def _shrink(store: Store) -> None:
    import sqlite3

    from bellhop.errors import BellhopError
    from bellhop.store.space import give_back, gives_back, rebuild

    if asyncio.run(store.read(gives_back)):
        while asyncio.run(store.write(give_back)):
            pass
        return
    try:
        rebuild(store.engine)
    except sqlite3.OperationalError as error:
        raise BellhopError("the file can't shrink while Bellhop runs", fix="stop Bellhop and do it again") from error
