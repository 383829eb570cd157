"""`$variables` in the words of a command, and what is put in their place.

A value becomes one word, or a part of one, whatever is in it: it can't end a quote, add an option or add a command.
https://docs.aws.amazon.com/chatbot/latest/adminguide/creating-aliases.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from bellhop.errors import BellhopError

VARIABLE = re.compile(r"\$(?:\{([A-Za-z][\w-]*)\}|([A-Za-z](?:[\w-]*\w)?))")
"""`$name`, `$role-name` or `${name}`."""

_STRUCTURED = re.compile(r"""[,={}\[\]"']""")
_NUMBER = re.compile(r"-\d+(?:\.\d+)?")
_NAMED = re.compile(r"([A-Za-z][\w-]*)=(.*)", re.DOTALL)


def variables_in(words: Sequence[str]) -> tuple[str, ...]:
    """The names of the variables, in the order in which they first stand there."""
    found = (match[1] or match[2] for word in words for match in VARIABLE.finditer(word))
    return tuple(dict.fromkeys(found))


def given_values(names: Sequence[str], said: Sequence[str]) -> dict[str, str]:
    """Which value each variable gets.

    Args:
        names: the variables, in order.
        said: values in order, `--name value`, `--name=value` or `name=value`.

    Raises:
        BellhopError: too many, too few, or a name that there is not.
    """
    values: dict[str, str] = {}
    rest: list[str] = []
    words = list(said)
    while words:
        word = words.pop(0)
        name, equals, value = word.lstrip("-").partition("=")
        if word.startswith("--") and name in names:
            if not equals and not words:
                raise BellhopError(f"{word} has no value.", fix=_usage(names))
            values[name] = value if equals else words.pop(0)
        elif (named := _NAMED.fullmatch(word)) and named[1] in names:
            values[named[1]] = named[2]
        elif word.startswith("--"):
            raise BellhopError(f"There is no variable {word.lstrip('-')}.", fix=_usage(names))
        else:
            rest.append(word)
    open_names = [name for name in names if name not in values]
    if len(rest) > len(open_names):
        raise BellhopError(
            f"There are more values than variables: {' '.join(rest[len(open_names) :])[:100]}", fix=_usage(names)
        )
    values.update(zip(open_names, rest, strict=False))
    if missing := [name for name in names if name not in values]:
        raise BellhopError(f"A value is missing for {', '.join(f'${name}' for name in missing)}.", fix=_usage(names))
    return values


def _usage(names: Sequence[str]) -> str:
    if not names:
        return "leave the values out: there are no variables"
    return f"give {' '.join(f'--{name} VALUE' for name in names)}, or the values in this order"


def filled(words: Sequence[str], values: Mapping[str, str]) -> list[str]:
    """The words with values in the place of variables.

    Args:
        words: of a command; the variables in them all have a value.
        values: by name.

    Raises:
        BellhopError: a value would be more than a value where it stands.
    """
    return [_filled(word, values) for word in words]


def _filled(word: str, values: Mapping[str, str]) -> str:
    if not VARIABLE.search(word):
        return word
    if word[:1] in "{[":
        try:
            return json.dumps(_in_json(json.loads(word), values), ensure_ascii=False)
        except ValueError:
            pass  # no JSON, though it begins like some: its variables are put in as in any other word
    put_in = VARIABLE.sub(lambda match: values[match[1] or match[2]], word)
    used = [values[name] for name in variables_in([word])]
    whole = VARIABLE.fullmatch(word)
    if put_in.startswith("-") and not word.startswith("-") and not _NUMBER.fullmatch(put_in):
        raise BellhopError(f"A value may not begin with “-”: {put_in[:60]}", fix="leave the dash out")
    if not whole and "=" in word and any(_STRUCTURED.search(value) for value in used):
        raise BellhopError(
            f"A value in {word[:60]} may not have , = brackets or quotes in it.",
            fix="write that part of the alias as JSON, where any text can stand",
        )
    return put_in


def _in_json(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return VARIABLE.sub(lambda match: values[match[1] or match[2]], value)
    if isinstance(value, list):
        return [_in_json(item, values) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: _in_json(item, values) for key, item in cast("dict[str, Any]", value).items()}
    return value
