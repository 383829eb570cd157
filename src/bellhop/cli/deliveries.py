"""`bellhop deliveries`: the outbox and its dead letters."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from bellhop.cli._config import config_option
from bellhop.config import load_config
from bellhop.errors import BellhopError
from bellhop.store import Store
from bellhop.store.fates import list_deliveries, show_delivery
from bellhop.store.resuming import resume_channel, retry_dead, retry_delivery

T = TypeVar("T")


@click.group()
def command() -> None:
    """See what became of every event, and send dead letters again.

    \b
    Examples:
      bellhop deliveries list --state dead
      bellhop deliveries why event-17
      bellhop deliveries retry 5b0f0e52-…
      bellhop deliveries resume ops
    """


def _on_store(config_file: Path, work: Callable[[Connection], T], *, write: bool = False) -> T:
    store = Store(load_config(config_file).store.url)
    store.open()
    try:
        return asyncio.run(store.write(work) if write else store.read(work))
    finally:
        store.close()


@command.command("list")
@config_option
@click.option(
    "--state", type=click.Choice(["pending", "leased", "sent", "dead", "grouped", "silent"]), help="Only these."
)
@click.option("--channel", default="", help="Only this channel's.")
@click.option("--digest", default="", metavar="ID", help="Only what this digest tells.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_command(config_file: Path, state: str | None, channel: str, digest: str, limit: int, *, as_json: bool) -> None:
    """List the newest deliveries, and the events that nobody heard."""
    lines = _on_store(
        config_file,
        lambda c: list_deliveries(c, state=state or "", channel=channel, digest=digest, limit=limit),
    )
    if as_json:
        for line in lines:
            click.echo(json.dumps(line, ensure_ascii=False))
        return
    if not lines:
        click.echo("no deliveries" + (f" that are {state}" if state else "") + (f" in {channel}" if channel else ""))
        return
    table = Table("created", "state", "channel", "title", "why", "id", box=None, pad_edge=False)
    for line in lines:
        table.add_row(line["created"][:19], line["state"], line["channel"], line["title"], line["why"], line["id"])
    Console().print(table, markup=False)


@command.command("show")
@config_option
@click.argument("id")
def show_command(config_file: Path, id: str) -> None:  # noqa: A002  # the argument's name
    """Show everything known of a delivery, or of an event (event-17), as JSON."""
    click.echo(json.dumps(_find(config_file, id), indent=2, ensure_ascii=False))


@command.command("why")
@config_option
@click.argument("id")
def why_command(config_file: Path, id: str) -> None:  # noqa: A002  # the argument's name
    """Say in a sentence why something was, or was not, heard."""
    found = _find(config_file, id)
    place = f" in {found['channel']}" if found.get("channel") else ""
    click.echo(f"{found['title'] or found['type'] or id}{place}: {found['state']}: {found['why'] or 'routed'}")
    if found.get("because"):
        click.echo(f"  routed there because of {found['because']}")


@command.command("retry")
@config_option
@click.argument("ids", nargs=-1, metavar="ID…")
@click.option("--dead", is_flag=True, help="All dead letters.")
@click.option("--channel", default="", help="Only this channel's dead letters; with --dead.")
def retry_command(config_file: Path, ids: tuple[str, ...], channel: str, *, dead: bool) -> None:
    """Send dead or waiting deliveries again, and switch their channels on."""
    now = datetime.now(UTC)
    if bool(ids) is dead or (channel and not dead):
        raise click.UsageError("give IDs, or --dead with or without --channel")
    if dead:
        many = _on_store(config_file, lambda c: retry_dead(c, channel, now), write=True)
        click.echo(f"{many} will be sent again")
        return

    def work(connection: Connection) -> list[str]:
        return [one for one in ids if not retry_delivery(connection, one, now)]

    missing = _on_store(config_file, work, write=True)
    if missing:
        raise BellhopError(
            f"not dead and not waiting: {', '.join(missing)}", fix="see `bellhop deliveries list --state dead`"
        )
    click.echo(f"{len(ids)} will be sent again")


@command.command("resume")
@config_option
@click.argument("channels", nargs=-1, required=True, metavar="CHANNEL…")
def resume_command(config_file: Path, channels: tuple[str, ...]) -> None:
    """Switch channels on again once they are put right; what waits for them follows in order."""
    now = datetime.now(UTC)

    def work(connection: Connection) -> list[str]:
        return [one for one in channels if not resume_channel(connection, one, now)]

    if missing := _on_store(config_file, work, write=True):
        raise BellhopError(f"no such channel: {', '.join(missing)}", fix="look for its name in bellhop.yaml")
    click.echo(f"{', '.join(channels)}: on")


def _find(config_file: Path, id: str) -> dict[str, Any]:  # noqa: A002  # the argument's name
    found = _on_store(config_file, lambda c: show_delivery(c, id))
    if found is None:
        raise BellhopError(f"there is no delivery or event {id}", fix="see `bellhop deliveries list`")
    return found
