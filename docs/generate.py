"""Writes what follows from the code: event types, built-in chat commands, the command line's help, gallery samples.

    .venv/bin/python docs/generate.py

What it writes stands between two comments in a page; the rest of the page is written by hand.
"""

# ruff: noqa: INP001  # the pages of a documentation site are no Python package

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import click
import msgspec

from bellhop.builtins import builtins
from bellhop.cli import bellhop
from bellhop.console.gallery import write_gallery
from bellhop.events import event_types, tell
from bellhop.events.layout import clip
from bellhop.events.recognise import Bare, EventBridge, EventType, Pattern, Prose
from bellhop.gallery.samples import Sample
from bellhop.reader import Reader
from bellhop.unwrap import unwrap_all

DOCS = Path(__file__).parent
FIXTURES = DOCS.parent / "tests" / "events"
SAMPLES = DOCS.parent / "src" / "bellhop" / "gallery" / "samples.json"
_PLACE = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_WIDTH = 100


def main() -> None:
    """Writes every page that has a generated part."""
    for page in sorted(DOCS.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        fresh = filled(text)
        if fresh != text:
            page.write_text(fresh, encoding="utf-8")
            sys.stdout.write(f"{page.name}: written anew\n")
    if (fresh := packed_samples()) != (SAMPLES.read_text(encoding="utf-8") if SAMPLES.exists() else ""):
        SAMPLES.write_text(fresh, encoding="utf-8")
        sys.stdout.write(f"{SAMPLES.name}: written anew\n")


def on_post_build(config: Mapping[str, Any]) -> None:
    """MkDocs' hook: writes the gallery beside the manual's page of that name.

    https://www.mkdocs.org/user-guide/configuration/#hooks
    """
    write_gallery(Path(config["site_dir"]) / "gallery")


def packed_samples() -> str:
    """The tests' fixtures as the gallery's samples: a line for each."""
    lines: list[str] = []
    fixtures = [*FIXTURES.glob("*/*.json"), *FIXTURES.glob("*/*.text")]
    for file in sorted(fixtures, key=lambda file: (file.parent.name, file.stem)):
        document = file.read_text(encoding="utf-8")
        if file.suffix == ".json":
            document = json.dumps(json.loads(document), ensure_ascii=False, separators=(",", ":"))
        sample = {"type": file.parent.name, "case": file.stem, "document": document}
        lines.append(json.dumps(sample, ensure_ascii=False))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def filled(page: str) -> str:
    """A page with its generated parts as they should be.

    Raises:
        KeyError: a part's name is unknown.
    """
    parts = {"events": _events, "commands": _commands, "builtins": _builtins, "gallery": _gallery}
    return _PLACE.sub(lambda place: f"{place[1]}\n{chr(10).join(parts[place[2]]())}\n\n{place[3]}", page)


def _events() -> Iterator[str]:
    """A table for each family of event types."""
    kinds = sorted(event_types().values(), key=lambda kind: kind.name)
    for number, (family, members) in enumerate(groupby(kinds, key=lambda kind: kind.name.partition(".")[0])):
        yield from ([""] if number else [])
        yield from (f"### {family}", "", "| type | told when | comes as |", "|---|---|---|")
        for kind in members:
            sentence, page = _docstring(kind)
            comes = "; ".join(dict.fromkeys(_shape(pattern) for pattern in kind.recognises)) or "whatever nobody knows"
            yield f"| [`{kind.name}`]({page}) | {_cell(sentence)} | {_cell(comes)} |"


def _docstring(kind: EventType) -> tuple[str, str]:
    """The sentence that says what a module tells, and AWS's page on it."""
    told = importlib.import_module(f"bellhop.events.{kind.name}").__doc__ or ""
    sentence, _, rest = told.strip().partition("\n\n")
    page = re.search(r"https://\S+", rest)
    return " ".join(sentence.split()), page[0] if page else ""


def _shape(pattern: Pattern) -> str:
    match pattern:
        case EventBridge(source=source, detail_type=detail_type):
            sources, types = _codes(source), _codes(detail_type)
            return f"EventBridge, {sources or 'any AWS source'}: {types or 'any detail type'}"
        case Bare(keys=keys):
            return f"JSON with {_codes(keys)}"
        case Prose():
            return "plain text by the service"


def _codes(names: str | tuple[str, ...]) -> str:
    every = (names,) if isinstance(names, str) else names
    return ", ".join(f"`{name}`" for name in every)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _gallery() -> Iterator[str]:
    """The first line of every sample, in both languages."""
    readers = (Reader(), Reader(locale="ko"))
    for number, (family, members) in enumerate(groupby(_samples(), key=lambda sample: sample.type.partition(".")[0])):
        yield from ([""] if number else [])
        yield from (f"## {family}", "", "| type | in English | in Korean |", "|---|---|---|")
        for sample in members:
            titles = [tell(unwrap_all(sample.document)[0], reader).notification.message.title for reader in readers]
            cells = (_cell(escape(clip(title, 110), quote=False)) for title in titles)
            yield f"| `{sample.type}` | {' | '.join(cells)} |"


def _samples() -> list[Sample]:
    return msgspec.json.decode(packed_samples(), type=list[Sample])


def _builtins() -> Iterator[str]:
    """A line for each built-in chat command."""
    yield from ("| command | does |", "|---|---|")
    for name, module in sorted(builtins().items()):
        yield f"| `{name}` | {_cell(module.SUMMARY[0])} |"


def _commands() -> Iterator[str]:
    """Every command's own help."""
    for number, context in enumerate(walk(bellhop, "bellhop")):
        yield from ([""] if number else [])
        yield from (f"## {context.command_path}", "", "```text")
        yield from (line.rstrip() for line in context.get_help().splitlines())
        yield "```"


def walk(command: click.Command, name: str, parent: click.Context | None = None) -> Iterator[click.Context]:
    """A command and all beneath it, each in its context, of which `command_path` is how it is called."""
    command._help_option = None  # noqa: SLF001  # click keeps the one of the first context that asked
    context = click.Context(
        command, info_name=name, parent=parent, terminal_width=_WIDTH, help_option_names=["-h", "--help"]
    )
    yield context
    if isinstance(command, click.Group):
        for word in command.list_commands(context):
            below = command.get_command(context, word)
            if below is not None:
                yield from walk(below, word, context)


if __name__ == "__main__":
    main()
