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
from bellhop.reader import Reader

VARIABLE = re.compile(r"\$(?:\{([A-Za-z][\w-]*)\}|([A-Za-z](?:[\w-]*\w)?))")
"""`$name`, `$role-name` or `${name}`."""

_STRUCTURED = re.compile(r"""[,={}\[\]"']""")
_NUMBER = re.compile(r"-\d+(?:\.\d+)?")
_NAMED = re.compile(r"([A-Za-z][\w-]*)=(.*)", re.DOTALL)


def variables_in(words: Sequence[str]) -> tuple[str, ...]:
    """The names of the variables, in the order in which they first stand there."""
    found = (match[1] or match[2] for word in words for match in VARIABLE.finditer(word))
    return tuple(dict.fromkeys(found))


def given_values(names: Sequence[str], said: Sequence[str], reader: Reader) -> dict[str, str]:
    """Which value each variable gets.

    Args:
        names: the variables, in order.
        said: values in order, `--name value`, `--name=value` or `name=value`.
        reader: who is told what does not fit.

    Raises:
        BellhopError: too many, too few, or a name that there is not.
    """
    usage = _usage(names, reader)
    values, over = some_values(names, said, reader)
    if over:
        words = ("There are more values than variables: {rest}", "변수보다 값이 많습니다: {rest}")
        raise BellhopError(reader.say(*words, rest=" ".join(over)[:100]), fix=usage)
    if missing := ", ".join(f"${name}" for name in names if name not in values):
        words = ("A value is missing for {names}.", "{names} 값이 없습니다.")
        raise BellhopError(reader.say(*words, names=missing), fix=usage)
    return values


def some_values(names: Sequence[str], said: Sequence[str], reader: Reader) -> tuple[dict[str, str], list[str]]:
    """As `given_values`, but what is missing stays open; also the words for which there is no variable.

    Raises:
        BellhopError: a name that there is not, or one without a value.
    """
    values, rest = _named(names, said, _usage(names, reader), reader)
    open_names = [name for name in names if name not in values]
    values.update(zip(open_names, rest, strict=False))
    return values, rest[len(open_names) :]


def _named(names: Sequence[str], said: Sequence[str], usage: str, reader: Reader) -> tuple[dict[str, str], list[str]]:
    """The values that were given by name, and the words that were not."""
    values: dict[str, str] = {}
    rest: list[str] = []
    words = list(said)
    while words:
        word = words.pop(0)
        name, equals, value = word.lstrip("-").partition("=")
        if word.startswith("--") and name in names:
            if not equals and not words:
                raise BellhopError(reader.say("{word} has no value.", "{word}에 값이 없습니다.", word=word), fix=usage)
            values[name] = value if equals else words.pop(0)
        elif (named := _NAMED.fullmatch(word)) and named[1] in names:
            values[named[1]] = named[2]
        elif word.startswith("--"):
            raise BellhopError(
                reader.say("There is no variable {name}.", "{name} 변수는 없습니다.", name=name), fix=usage
            )
        else:
            rest.append(word)
    return values, rest


def _usage(names: Sequence[str], reader: Reader) -> str:
    if not names:
        return reader.say("leave the values out: there are no variables", "변수가 없으니 값을 빼세요")
    return reader.say(
        "give {usage}, or the values in this order",
        "{usage} 또는 이 순서대로 값만 적으세요",
        usage=" ".join(f"--{name} VALUE" for name in names),
    )


def filled(words: Sequence[str], values: Mapping[str, str], reader: Reader) -> list[str]:
    """The words with values in the place of variables.

    Args:
        words: of a command; the variables in them all have a value.
        values: by name.
        reader: who is told what does not fit.

    Raises:
        BellhopError: a value would be more than a value where it stands.
    """
    return [_filled(word, values, reader) for word in words]


def _filled(word: str, values: Mapping[str, str], reader: Reader) -> str:
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
        raise BellhopError(
            reader.say(
                "A value may not begin with “-”: {value}", "값은 “-”로 시작할 수 없습니다: {value}", value=put_in[:60]
            ),
            fix=reader.say("leave the dash out", "앞의 “-”를 빼세요"),
        )
    if not whole and ("=" in word or word[:1] in "{[") and any(_STRUCTURED.search(value) for value in used):
        raise BellhopError(
            reader.say(
                "A value in {word} may not have , = brackets or quotes in it.",
                "{word} 안의 값에는 쉼표, =, 괄호, 따옴표를 쓸 수 없습니다.",
                word=word[:60],
            ),
            fix=reader.say(
                "write that part of the alias as JSON, where any text can stand",
                "별칭의 그 부분을 JSON으로 쓰면 어떤 글자든 쓸 수 있습니다",
            ),
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
