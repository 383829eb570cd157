"""`--query`: JMESPath over an answer, bounded in time and in what it makes.

https://jmespath.org/specification.html
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, cast

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.visitor import TreeInterpreter

from bellhop.errors import NotUnderstood
from bellhop.phrase import phrase

MOST_VALUES = 10_000
"""How many values a query may make."""

MOST_SECONDS = 1.0
MOST_LETTERS = 4_000


def compiled(expression: str) -> Any:
    """An expression, checked.

    Raises:
        NotUnderstood: `bad-query`, and where in the expression.
    """
    if len(expression) > MOST_LETTERS:
        raise NotUnderstood("bad-query", phrase("--query has more than {most:,} characters.", most=MOST_LETTERS))
    try:
        return jmespath.compile(expression)
    except (JMESPathError, RecursionError) as error:
        raise NotUnderstood("bad-query", f"--query {expression}: {_first_line(error)}", fix=_FIX) from None


def search(expression: str, *forms: Any) -> Any:
    """What an expression finds in the first of several forms of an answer in which it finds anything.

    Chat spells keys in UpperCamelCase (`TaskArns[0]`), the AWS CLI as the API does (`taskArns[0]`): both are queries
    that people know.

    Args:
        expression: JMESPath.
        forms: the same answer in several spellings, the likeliest first.

    Raises:
        NotUnderstood: `bad-query`: the expression is none, or does not fit the answer, or makes too much.
    """
    tree = compiled(expression)
    found: Any = None
    for form in forms:
        try:
            found = _Bounded().visit(tree.parsed, form)
        except (JMESPathError, RecursionError) as error:
            raise NotUnderstood("bad-query", f"--query {expression}: {_first_line(error)}", fix=_FIX) from None
        if _says_something(found):
            break
    _within(found)
    return found


_FIX = "see https://jmespath.org/tutorial.html; names are UpperCamelCase, as in the answer"


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0] or type(error).__name__


def _says_something(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_says_something, cast("Mapping[str, Any]", value).values()))
    if isinstance(value, list):
        return any(map(_says_something, cast("list[Any]", value)))
    return value is not None


class _Bounded(TreeInterpreter):
    """An interpreter that stops: after a second, or when a `[@, @]` makes more than may be shown."""

    def __init__(self) -> None:
        super().__init__()
        self._until = time.monotonic() + MOST_SECONDS

    def visit(self, node: Any, *args: Any, **kwargs: Any) -> Any:
        """Evaluate one node of the expression."""
        if time.monotonic() > self._until:
            raise NotUnderstood(
                "bad-query", phrase("--query took longer than {most:g} s.", most=MOST_SECONDS), fix="ask for less"
            )
        made: Any = super().visit(node, *args, **kwargs)
        if node["type"].startswith("multi_select"):
            _within(made)
        return made


def _within(value: Any) -> None:
    """Raise if there are too many values; what is shared counts as often as it would be shown."""
    left = MOST_VALUES
    open_ends = [value]
    while open_ends:
        item = open_ends.pop()
        left -= 1
        if left < 0:
            raise NotUnderstood(
                "bad-query",
                phrase("--query gives more than {most:,} values.", most=MOST_VALUES),
                fix="pick fewer of them",
            )
        if isinstance(item, Mapping):
            open_ends.extend(cast("Mapping[str, Any]", item).values())
        elif isinstance(item, list | tuple):
            open_ends.extend(cast("Sequence[Any]", item))
