"""What the manual says of the command line is so."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from types import ModuleType

import click
import pytest
from tests.docs.pages import PAGES, ROOT, Block, blocks, read

from bellhop.cli import bellhop


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """docs/generate.py, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["cli.md", "commands.md", "events.md"])
def test_generated_pages_are_up_to_date(generate: ModuleType, name: str) -> None:
    page = read(ROOT / "docs" / name)
    assert "<!-- generated: " in page
    assert generate.filled(page) == page, "run .venv/bin/python docs/generate.py"


def test_every_command_and_option_is_told_of(generate: ModuleType) -> None:
    manual = "\n".join(read(page) for page in PAGES)
    untold: list[str] = []
    for context in generate.walk(bellhop, "bellhop"):
        name = context.command_path
        untold += [name] if name not in manual else []
        for option in context.command.params:
            if isinstance(option, click.Option) and not option.hidden:
                names = [*option.opts, *option.secondary_opts]
                untold += [
                    f"{name} {spelt}" for spelt in names if not re.search(rf"(?<![\w-]){spelt}(?![\w-])", manual)
                ]
    assert untold == []


@pytest.mark.parametrize("readme", ["README.md", "README.ko.md"])
def test_the_readme_names_every_command(generate: ModuleType, readme: str) -> None:
    text = read(ROOT / readme)
    for context in generate.walk(bellhop, "bellhop"):
        name = context.command_path
        if not isinstance(context.command, click.Group):
            group, _, word = name.rpartition(" ")
            assert f"`{name}" in text or (f"`{group} " in text and f"`{word}`" in text), (
                f"{readme} does not name {name}"
            )


def _shell_lines(block: Block) -> Iterator[list[str]]:
    for line in block.text.replace("\\\n", " ").splitlines():
        yield from _simple_commands(shlex.split(line, comments=True))


def _simple_commands(words: list[str]) -> Iterator[list[str]]:
    command: list[str] = []
    for word in [*words, "|"]:
        if word in ("|", "&&", ";", "&", ">", "<"):
            yield command
            command = []
        elif command or not re.fullmatch(r"[A-Z_]+=.*", word):
            command.append(word)


BLOCKS = [block for page in PAGES for block in blocks(page, "sh")]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.id)
def test_commands_in_the_manual_are_commands(block: Block) -> None:
    for words in _shell_lines(block):
        if words and words[0].rpartition("/")[2] == "bellhop":
            _parse(bellhop, "bellhop", words[1:])
        if words and words[0] == "make":
            targets = [word for word in words[1:] if "=" not in word]
            assert all(f"\n{target}:" in read(ROOT / "Makefile") for target in targets), words


def _parse(command: click.Command, name: str, words: list[str], parent: click.Context | None = None) -> None:
    context = command.make_context(name, words, parent)
    if isinstance(command, click.Group):
        rest = [*getattr(context, "_protected_args", ()), *context.args]  # click's two places for what follows
        word, below, after = command.resolve_command(context, rest)
        assert below is not None
        _parse(below, str(word), after, context)


def test_a_wrong_command_would_be_found() -> None:
    with pytest.raises(click.UsageError):
        _parse(bellhop, "bellhop", ["deliveries", "list", "--stat", "dead"])
