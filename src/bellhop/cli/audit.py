"""`bellhop audit`: who asked for what, what was decided, what came of it, and proof that nobody changed the record."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from bellhop.cli._config import config_option

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bellhop.store.trail import Wanted

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])
_COLUMNS = (
    *("place", "at", "event", "id", "channel", "user", "name", "text", "service", "operation", "region"),
    *("decision", "because", "outcome", "hash"),
)


@click.group()
def command() -> None:
    """Read the audit trail, and make sure that nobody changed it.

    \b
    Examples:
      bellhop audit search --user U0123ABCDEF --since 2026-01-01
      bellhop audit verify --known 5b1f0c…
      bellhop audit export --format csv -o audit.csv
    """


def _wanted(function: F) -> F:
    """Adds the options that say which records."""
    for option in (
        click.option("--until", metavar="TIME", help="Before then."),
        click.option("--since", metavar="TIME", help="From then on: 2026-01-05 or 2026-01-05T03:00+09:00."),
        click.option("--text", "words", default="", help="Only records in which this stands."),
        click.option(
            "--decision", type=click.Choice(["allow", "confirm", "approve", "deny"]), help="Only what was decided so."
        ),
        click.option("--action", default="", metavar="SERVICE[:OPERATION]", help="Only this service or operation."),
        click.option("--channel", default="", help="Only this channel's."),
        click.option("--user", default="", help="Only this person's: the platform's id, or the name."),
    ):
        function = option(function)
    return function


@command.command()
@config_option
@click.option("--known", default="", metavar="HASH", help="A head that was noted before; the chain must have it.")
def verify(config_file: Path, known: str) -> None:
    """Look through the whole chain for what was changed, taken out, put in, moved or cut off; exit 1 if there is any.

    Note the head that it prints somewhere else: with --known a chain whose end was cut off shows too.
    """
    from bellhop.store.trail import verify as verify_trail

    found = _read(config_file, lambda c: verify_trail(c, datetime.now(UTC), known=known))
    click.echo(f"{found.records} records are sealed, {found.waiting} wait to be. Head: {found.head}")
    if found.problem:
        click.echo(f"wrong: {found.problem}", err=True)
        sys.exit(1)
    click.echo("The chain is whole.")


@command.command()
@config_option
@_wanted
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def search(config_file: Path, limit: int, *, as_json: bool, **which: str | None) -> None:
    """List the newest records that fit."""
    from bellhop.store.trail import search as search_trail

    wanted = _choose(which)
    records = _read(config_file, lambda c: list(search_trail(c, wanted, limit)))
    if as_json:
        sys.stdout.writelines(f"{json.dumps(record)}\n" for record in records)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("at", "channel", "who", "what", "decided", "because", box=None, pad_edge=False)
    for record in records:
        who, what = record.get("name") or record.get("user", ""), record.get("text", "")
        decided = record.get("decision") or record.get("outcome", "")
        cells = (record["at"][:19], record.get("channel", ""), who, what or f"({record['id']})", decided)
        table.add_row(*(Text(cell) for cell in (*cells, record.get("because", ""))))
    Console(soft_wrap=False).print(table)


@command.command()
@config_option
@_wanted
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("-o", "--output", "file", type=click.Path(path_type=Path, dir_okay=False), help="Else standard output.")
def export(config_file: Path, form: str, file: Path | None, **which: str | None) -> None:
    """Write out the records that fit, oldest first, with their places and hashes."""
    from bellhop.store.trail import search as search_trail

    wanted = _choose(which)
    write = _write_csv if form == "csv" else _write_lines
    with file.open("w", encoding="utf-8", newline="") if file else nullcontext(sys.stdout) as stream:
        count = _read(config_file, lambda c: write(stream, search_trail(c, wanted)))
    click.echo(f"{count} records", err=True)


def _write_lines(stream: TextIO, records: Iterable[dict[str, Any]]) -> int:
    count = 0
    for record in records:
        stream.write(f"{json.dumps(record, ensure_ascii=False)}\n")
        count += 1
    return count


def _write_csv(stream: TextIO, records: Iterable[dict[str, Any]]) -> int:
    from bellhop.showing.spreadsheet import safe_cell

    stream.write(",".join(_COLUMNS) + "\r\n")
    count = 0
    for record in records:
        line = io.StringIO()
        csv.writer(line).writerow(safe_cell(record.get(column, "")) for column in _COLUMNS)
        stream.write(line.getvalue())
        count += 1
    return count


def _choose(which: dict[str, str | None]) -> Wanted:
    from bellhop.store.trail import Wanted

    return Wanted(
        user=which["user"] or "",
        channel=which["channel"] or "",
        action=which["action"] or "",
        decision=which["decision"] or "",
        words=which["words"] or "",
        since=_moment("--since", which["since"]),
        until=_moment("--until", which["until"]),
    )


def _moment(option: str, text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is no time; wanted 2026-01-05 or 2026-01-05T03:00+09:00", param_hint=option
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read(config_file: Path, work: Callable[[Connection], T]) -> T:
    from bellhop.config import load_config
    from bellhop.store import Store

    store = Store(load_config(config_file).store.url)
    store.open()
    try:
        return asyncio.run(store.read(work))
    finally:
        store.close()
