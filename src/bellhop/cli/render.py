"""`bellhop render`: what a channel would see of an event."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from bellhop.cli._documents import documents
from bellhop.cli._output import writes_unicode

_TARGETS = ("text", "slack", "chime", "html")


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--to", type=click.Choice(_TARGETS), default="text", show_default=True, help="The platform.")
@click.option("--stdin", is_flag=True, help="Read one document a line from standard input; the same as a FILE of -.")
@click.option("--locale", type=click.Choice(["en", "ko"]), default="en", show_default=True, help="The language.")
@click.option("--timezone", default="UTC", show_default=True, help="IANA name of the time zone that times are told in.")
def command(files: tuple[Path, ...], to: str, locale: str, timezone: str, *, stdin: bool) -> None:
    """Show what a channel would see of an event. Nothing is sent.

    Each FILE is anything that may arrive: an SNS or SQS envelope, an EventBridge event, a bare alarm, plain text. With
    --to slack or chime a JSON line is printed for each document, with the payload that would be posted.

    \b
    Examples:
      bellhop render alarm.json
      bellhop render --to slack --locale ko event.json
      cat events.jsonl | bellhop render --stdin --to slack
    """
    from bellhop.reader import Reader
    from bellhop.rendering import render_document

    if not files and not stdin:
        raise click.UsageError("give a FILE, or --stdin")
    reader = Reader(locale=locale, timezone=_zone(timezone))
    first = True
    for document in documents(files, stdin=stdin):
        shown = render_document(document, to, reader)
        if isinstance(shown, str):
            sys.stdout.write(f"{'' if first else chr(10)}{shown.rstrip()}\n")
        else:
            sys.stdout.write(json.dumps(shown, ensure_ascii=not writes_unicode()) + "\n")
        first = False


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise click.BadParameter(f"no such time zone: {name!r}; wanted an IANA name such as Asia/Seoul") from None
    return name
