"""`bellhop render`: what a channel would see of an event."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from bellhop.cli._documents import documents
from bellhop.cli._output import writes_unicode

if TYPE_CHECKING:
    from bellhop.event import Event
    from bellhop.notification import Notification
    from bellhop.reader import Reader
    from bellhop.retelling import Layout

_TARGETS = ("text", "slack", "chime", "html")


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--to", type=click.Choice(_TARGETS), default="text", show_default=True, help="The platform.")
@click.option("--stdin", is_flag=True, help="Read one document a line from standard input; the same as a FILE of -.")
@click.option("--template", type=click.Path(path_type=Path), metavar="YAML", help="A layout of your own, to try it.")
@click.option("--type", "kind", default="*", metavar="T", help="The event type or family that the template is for.")
@click.option("--locale", type=click.Choice(["en", "ko"]), default="en", show_default=True, help="The language.")
@click.option("--timezone", default="UTC", show_default=True, help="IANA name of the time zone that times are told in.")
def command(
    files: tuple[Path, ...], to: str, template: Path | None, kind: str, locale: str, timezone: str, *, stdin: bool
) -> None:
    """Show what a channel would see of an event. Nothing is sent.

    Each FILE is anything that may arrive: an SNS or SQS envelope, an EventBridge event, a bare alarm, plain text. With
    --to slack or chime a JSON line is printed for each document, with the payload that would be posted.

    \b
    Examples:
      bellhop render alarm.json
      bellhop render --to slack --locale ko event.json
      bellhop render --template alarm.yaml --type cloudwatch alarm.json
      cat events.jsonl | bellhop render --stdin --to slack
    """
    from bellhop.reader import Reader
    from bellhop.rendering import render_document

    if not files and not stdin:
        raise click.UsageError("give a FILE, or --stdin")
    reader = Reader(locale=locale, timezone=_zone(timezone))
    tried = _Tried.read(template) if template else None
    first = True
    for document in documents(files, stdin=stdin):
        shown = render_document(document, to, reader, {kind: tried} if tried else None)
        if isinstance(shown, str):
            sys.stdout.write(f"{'' if first else chr(10)}{shown.rstrip()}\n")
        else:
            sys.stdout.write(f"{_spelt(shown)}\n")
        first = False
    if tried:
        tried.judge(kind)


def _spelt(shown: dict[str, Any]) -> str:
    try:
        return msgspec.json.encode(shown).decode() if writes_unicode() else json.dumps(shown)
    except UnicodeEncodeError:  # half a character in an error's text
        return json.dumps(shown)


@dataclass
class _Tried:
    """A template, and what became of it."""

    layout: Layout
    used: int = 0
    problems: list[str] = field(default_factory=list[str])

    @classmethod
    def read(cls, file: Path) -> _Tried:
        from bellhop.templating.reading import read_template

        return cls(read_template(file))

    @property
    def name(self) -> str:
        return self.layout.name

    def retell(self, event: Event, told: Notification, reader: Reader) -> Notification:
        self.used += 1
        try:
            return self.layout.retell(event, told, reader)
        except Exception as error:
            self.problems.append(str(error))
            raise

    def judge(self, kind: str) -> None:
        """Says whether it was of use; exit 1 if it failed."""
        if not self.used:
            click.echo(f"the template was not used: no event is of type {kind}", err=True)
        for problem in dict.fromkeys(self.problems):
            click.echo(problem, err=True)
        if self.problems:
            sys.exit(1)


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise click.BadParameter(f"no such time zone: {name!r}; wanted an IANA name such as Asia/Seoul") from None
    return name
