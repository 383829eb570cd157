"""Queries are bounded, and their mistakes are told."""

import time

import pytest

from bellhop.errors import NotUnderstood
from bellhop.showing.query import compiled, search


@pytest.mark.parametrize("expression", ["Functions[", "a..b", "nosuch(@)", "length(`1`)", "a" * 4_001, "[" * 3_000])
def test_bad_queries_are_told(expression: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        search(expression, {"a": 1})
    assert caught.value.kind == "bad-query"


def test_a_good_query_compiles() -> None:
    assert compiled("a[?b=='c'].d | [0]")


@pytest.mark.parametrize(
    "expression",
    ["|".join(["[@,@]"] * 40), "|".join(["{a:@,b:@}"] * 40), "|".join(["[@,@]"] * 40) + "|to_string(@)", "items[]"],
)
def test_queries_that_make_too_much_end_soon(expression: str) -> None:
    began = time.monotonic()
    with pytest.raises(NotUnderstood, match="more than"):
        search(expression, {"items": list(range(20_000))})
    assert time.monotonic() - began < 5
