"""`bellhop mute`: what channels hear nothing of for a while."""

from __future__ import annotations

import asyncio
import getpass
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy import Connection

from bellhop.cli._config import config_option
from bellhop.config import load_config
from bellhop.errors import BellhopError
from bellhop.noise import Silence
from bellhop.noise.meant import parse_match
from bellhop.noise.spans import parse_silence
from bellhop.reader import Reader
from bellhop.store import Store
from bellhop.store.silences import drop_silence, keep_silence, list_silences

T = TypeVar("T")


@click.command()
@config_option
@click.argument("what", nargs=-1, metavar="WHAT… [2h | until 09:00]")
@click.option("--channel", default="", help="Only in this channel; else in all.")
@click.option("--why", default="", help="The reason, for whoever asks.")
@click.option("--list", "listing", is_flag=True, help="Show what is muted.")
@click.option("--end", default="", metavar="ID", help="End a mute.")
def command(config_file: Path, what: tuple[str, ...], channel: str, why: str, end: str, *, listing: bool) -> None:
    """Hear nothing of something for a while; nothing is lost, and each silence keeps its reason.

    \b
    WHAT is a part of a title, type:cloudwatch.*, resource:web-5xx, severity:low,
    an EventBridge pattern, or everything.

    \b
    Examples:
      bellhop mute web-5xx 2h --why 'we deploy'
      bellhop mute type:health.* until 09:00 --channel ops
      bellhop mute --list
      bellhop mute --end 3fa2b1
    """
    config = load_config(config_file)
    if channel and channel not in config.channels:
        raise BellhopError(f"there is no channel {channel}", fix=f"use one of {', '.join(config.channels)}")
    now = datetime.now(UTC)
    if listing:
        for one in _on_store(config.store.url, lambda c: list_silences(c, channel, now)):
            click.echo(f"{one.id}  {one.channel or 'all channels'}  {one.reason()}")
        return
    if end:
        if not _on_store(config.store.url, lambda c: drop_silence(c, channel, end)):
            raise BellhopError(f"there is no mute {end}", fix="see `bellhop mute --list`")
        click.echo("it is heard again")
        return
    clock = (config.channels[channel].timezone if channel else None) or config.defaults.timezone
    wanted = parse_silence(what, clock, now)
    silence = Silence(
        id=secrets.token_hex(3),
        channel=channel,
        match=parse_match(wanted.what, Reader()),
        until=wanted.until or now + timedelta(hours=1),
        name=getpass.getuser(),
        why=why or wanted.why,
        made=now,
    )
    _on_store(config.store.url, lambda c: keep_silence(c, silence))
    click.echo(silence.reason())


def _on_store(url: str, work: Callable[[Connection], T]) -> T:
    store = Store(url)
    store.open()
    try:
        return asyncio.run(store.write(work))
    finally:
        store.close()
