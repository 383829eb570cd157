"""The AWS CLI's own examples, as a person would paste them: the same service, operation and parameters as it says."""

from __future__ import annotations

import os

import pytest
from tests.oracle.compare import compare
from tests.oracle.examples import commands, example_files, shell_words
from tests.oracle.oracle import Oracle

from bellhop.syntax import Grammar

pytestmark = pytest.mark.filterwarnings("ignore:deprecated string literal syntax")  # examples' own queries

_SLICES = 16 if os.environ.get("BELLHOP_ORACLE") == "all" else 2
_EACH = 90
"""Of a sample: one file in so many, services together."""


@pytest.mark.parametrize("part", range(_SLICES))
def test_examples_are_understood_as_the_aws_cli_does(
    grammar: Grammar, oracle: Oracle, everything: bool, part: int
) -> None:
    files = example_files()
    size = len(files) // _SLICES + 1
    some = files[part * size : (part + 1) * size] if everything else files[part::_EACH]
    asked = [(shell_words(text), text) for file in some for text in commands(file.read_text(encoding="utf-8"))]
    score = compare(oracle, grammar, [(words, text) for words, text in asked if words is not None])
    print(score.report())
    assert not score.wrong, score.report()
    assert score.same > 0.8 * len(asked)
