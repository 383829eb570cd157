"""One grammar for all tests, on botocore's own files: what is read once is kept."""

import pytest

from bellhop.errors import NotUnderstood
from bellhop.syntax import Grammar, Models


@pytest.fixture(scope="session")
def grammar() -> Grammar:
    return Grammar(Models())


class Refusal:
    """Parses a text that must be refused, and hands out the refusal."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar

    def __call__(self, text: str) -> NotUnderstood:
        with pytest.raises(NotUnderstood) as caught:
            self.grammar.parse(text)
        return caught.value


@pytest.fixture(scope="session")
def refusal(grammar: Grammar) -> Refusal:
    return Refusal(grammar)
