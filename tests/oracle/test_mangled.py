"""The AWS CLI's own examples, mangled as chat clients do: the same words as if they had been typed plainly."""

from __future__ import annotations

import pytest
from tests.oracle.examples import commands, example_files, shell_words
from tests.oracle.mangled import WAYS, dashed

from bellhop.errors import NotUnderstood
from bellhop.syntax import Grammar
from bellhop.syntax.chat import normalise
from bellhop.syntax.lexer import words

pytestmark = pytest.mark.xdist_group("mangled")  # one process reads the examples

_FEW = 40
"""One example in so many is parsed: which dash belongs to an option only its operation can tell."""
_ALWAYS_NEW = {"InvalidationBatch", "DistributionConfig"}
"""Parameters in which the AWS CLI, and so Bellhop, puts a new reference each time."""


@pytest.fixture(scope="module")
def plain() -> list[tuple[str, list[str]]]:
    """The examples of which a chat text can be made, with their words."""
    found: list[tuple[str, list[str]]] = []
    for file in example_files():
        for text in commands(file.read_text(encoding="utf-8")):
            if shell_words(text) is None or not text.isascii() or len(text) > 4000:
                continue
            try:
                found.append((text, words(normalise(text))))
            except NotUnderstood:
                continue
    return found


@pytest.mark.parametrize("way", WAYS)
def test_mangled_text_gives_the_same_words(plain: list[tuple[str, list[str]]], way: str) -> None:
    assert len(plain) > 6_500
    changed = 0
    wrong: list[str] = []
    for text, expected in plain:
        mangled = WAYS[way](text)
        changed += mangled != text
        try:
            got = words(normalise(mangled))
        except NotUnderstood as refused:
            got = [refused.message]
        if got != expected:
            wrong.append(f"{text[:300]!r}\n    {got}")
    assert changed > 1_000
    assert not wrong, f"{len(wrong)} of {len(plain)}\n" + "\n".join(wrong[:5])


def test_options_with_one_dash_give_the_same_command(grammar: Grammar, plain: list[tuple[str, list[str]]]) -> None:
    same = 0
    for text, expected in plain[::_FEW]:
        try:
            command = grammar.parse_words(expected)
        except NotUnderstood:
            continue
        if not _ALWAYS_NEW & set(command.parameters):
            assert grammar.parse(dashed(text, "-")) == command, text
            same += 1
    assert same > 100
