"""Commands made up for any operation, the same for the same seed: every way to write a value, and every mistake."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, cast

from bellhop.syntax.options import Option, Table, Takes
from bellhop.syntax.shapes import ListShape, MapShape, Shape, StructureShape, is_document

Words = list[str]

_TEXTS = (
    "abc",
    "my-function",
    "arn:aws:iam::123456789012:role/x",
    "two words",
    "ünï-cödé",
    "함수",
    "x/y*z",
    "a=b",
    "a,b",
    "s3://bucket/key",
    "https://example.com/?a=b&c=d",
    "12",
    "true",
    "it's",
    'say "hi"',
    "back\\slash",
    "$latest",
    "#1",
    "tag:Name",
    "",
    " ",
)
_ODD = ("-5", "-1.5", "-", "--", "", "null", "{", "[", "{}", "[]", "@x", "file://x", "a=", "=b", "true", "[a,b]", "1e3")
_HAND = ("tcp", "22", "80-90", "10.0.0.0/8", "all", "icmp", "sg-1", "1", "a=b", "true", "Name=x,Value=1", "x y")
"""For options that the AWS CLI makes by hand, whose values have no shape."""
_TIMES = ("2026-01-31T09:00:00Z", "2026-01-31", "1769850000")
_GENERAL = (["--region", "eu-west-1"], ["--output", "json"], ["--query", "a.b"], ["--no-paginate"], ["--color", "off"])
_DEEPEST = 3


def command(random: Random, service: str, verb: str, table: Table) -> Words:
    """A command that has at least all that is required."""
    options = [option for option in table.options.values() if not option.name.startswith("cli-input-")]
    pages = {"starting-token", "max-items", "page-size"}
    wanted = [option for option in options if option.required or random.random() < min(0.5, 3 / (len(options) + 1))]
    random.shuffle(wanted)
    said: set[str] = set()
    words: Words = []
    for option in wanted:
        if option.dest in said or (option.name in pages and random.random() < 0.5):
            continue
        said.add(option.dest)
        words += written(random, option)
    if random.random() < 0.2:
        words += random.choice(_GENERAL)
    # A file name goes where no list can swallow it.
    return [service, verb, *(["out.bin"] if table.outfile else []), *words]


def written(random: Random, option: Option) -> Words:
    """An option with a value, in one of the ways to write it."""
    name = f"--{option.name}"
    if option.takes is Takes.NOTHING:
        return [name]
    if option.takes is Takes.ONE or (option.takes is Takes.MAYBE and random.random() < 0.8):
        value = text_of(random, option.shape) if option.shape else _by_hand(random, option)
        joined = value.startswith("-") or random.random() < 0.15
        return [f"{name}={value}"] if joined else [name, value]
    if option.takes is Takes.MAYBE:
        return [name]
    shape = option.shape
    if isinstance(shape, ListShape) and random.random() < 0.2:
        return [name, json.dumps(_value(random, shape, 0), ensure_ascii=False)]
    member = shape.member if isinstance(shape, ListShape) else None
    many = random.randint(1, 3)
    return [name, *(text_of(random, member) if member else random.choice(_HAND) for _ in range(many))]


def _by_hand(random: Random, option: Option) -> str:
    return str(random.randint(1, 50)) if option.type == "whole number" else random.choice(_HAND)


def text_of(random: Random, shape: Shape) -> str:
    """A value of a shape as one word: plain, JSON or shorthand."""
    if isinstance(shape, StructureShape | MapShape | ListShape):
        value = _value(random, shape, 0)
        if is_document(shape) or random.random() < 0.5:
            return json.dumps(value, ensure_ascii=random.random() < 0.5)
        return shorthand(random, value)
    value = _value(random, shape, 0)
    return value if isinstance(value, str) else json.dumps(value)


def _value(random: Random, shape: Shape, level: int) -> Any:
    """A value of a shape as JSON has it."""
    if is_document(shape):
        return random.choice(({"a": [1, {"b": None}]}, [], "text", 5, True))
    if isinstance(shape, StructureShape):
        names = list(shape.members)
        required = frozenset(shape.required_members)
        some = [name for name in names if name in required or random.random() < min(0.6, 2 / len(names))]
        return {name: _value(random, shape.members[name], level + 1) for name in some} if level < _DEEPEST else {}
    if isinstance(shape, ListShape):
        many = random.randint(0, 2) if level < _DEEPEST else 0
        return [_value(random, shape.member, level + 1) for _ in range(many)]
    if isinstance(shape, MapShape):
        keys = random.sample(("k", "key.1", "a-b", "x:y"), random.randint(0, 2)) if level < _DEEPEST else []
        return {key: _value(random, shape.value, level + 1) for key in keys}
    return _scalar(random, shape)


def _scalar(random: Random, shape: Shape) -> Any:
    kind = shape.type_name
    if kind in {"integer", "long"}:
        return random.choice((0, 1, 7, 1000, -1, 2**31))
    if kind in {"float", "double"}:
        return random.choice((0.5, 1, -2.25, 1e10))
    if kind == "boolean":
        return random.random() < 0.5
    if kind == "timestamp":
        return random.choice(_TIMES)
    enum: Sequence[str] = getattr(shape, "enum", ())
    return random.choice(enum) if enum and random.random() < 0.7 else random.choice(_TEXTS)


def shorthand(random: Random, value: Any, *, top: bool = True) -> str:
    """A value in the AWS CLI's shorthand, which not every value has: then it is something near it."""
    if isinstance(value, dict):
        items = cast("Mapping[str, Any]", value)
        pairs = ",".join(f"{key}={shorthand(random, item, top=False)}" for key, item in items.items())
        return pairs if top else f"{{{pairs}}}"
    if isinstance(value, list):
        members = cast("Sequence[Any]", value)
        written = [shorthand(random, item, top=False) for item in members]
        return ",".join(written) if written and random.random() < 0.3 else f"[{','.join(written)}]"
    if isinstance(value, str) and random.random() < 0.5:
        return random.choice((json.dumps(value, ensure_ascii=False), f"'{value}'", value.replace(",", "\\,")))
    return value if isinstance(value, str) else json.dumps(value)


def mutated(random: Random, words: Words, table: Table) -> Words:
    """The command with one to three mistakes, or rarer ways to write it."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        words = random.choice(_MUTATIONS)(random, list(words), table)
    return words


def _drop(random: Random, words: Words, table: Table) -> Words:
    if len(words) > 2:
        del words[random.randrange(2, len(words))]
    return words


def _misspell(random: Random, words: Words, table: Table) -> Words:
    at = _an_option(random, words)
    cut = random.randrange(2, max(3, len(words[at])))
    words[at] = words[at][:cut] + random.choice("xqz-") + words[at][cut + random.randint(0, 1) :]
    return words


def _shorten(random: Random, words: Words, table: Table) -> Words:
    at = _an_option(random, words)
    if words[at].startswith("--") and "=" not in words[at]:
        words[at] = words[at][: random.randint(3, max(3, len(words[at])))]
    return words


def _repeat(random: Random, words: Words, table: Table) -> Words:
    options = list(table.options.values())
    return [*words, *written(random, random.choice(options))] if options else words


def _swap_value(random: Random, words: Words, table: Table) -> Words:
    if len(words) > 2:
        words[random.randrange(2, len(words))] = random.choice(_ODD)
    return words


def _insert(random: Random, words: Words, table: Table) -> Words:
    extra = random.choice((*_ODD, "stray", "--no-paginate", "--unknown", "--max-items", "--page-size", "-x", "-x y"))
    words.insert(random.randint(2, len(words)), extra)
    return words


def _shuffle(random: Random, words: Words, table: Table) -> Words:
    rest = words[2:]
    random.shuffle(rest)
    return [*words[:2], *rest]


def _join(random: Random, words: Words, table: Table) -> Words:
    at = _an_option(random, words)
    if words[at].startswith("--") and at + 1 < len(words):
        words[at : at + 2] = [f"{words[at]}={words[at + 1]}"]
    return words


def _from_json(random: Random, words: Words, table: Table) -> Words:
    members = {option.member: option.shape for option in table.options.values() if option.member and option.shape}
    chosen = random.sample(sorted(members), min(len(members), random.randint(0, 3)))
    document = {name: _value(random, members[name], 1) for name in chosen}
    text = json.dumps(document) if random.random() < 0.9 else random.choice(_ODD)
    return [*(words[:2] if random.random() < 0.4 else words), "--cli-input-json", text]


def _page(random: Random, words: Words, table: Table) -> Words:
    name = random.choice(("--max-items", "--page-size", "--starting-token"))
    return [*words, name, random.choice(("5", "0", "-1", "five", "", "1.5"))]


def _an_option(random: Random, words: Words) -> int:
    """The index of an option's word, or of the verb if there is none."""
    return random.choice([at for at, word in enumerate(words) if word.startswith("--")] or [1])


_MUTATIONS: tuple[Callable[[Random, Words, Table], Words], ...] = (
    _drop,
    _misspell,
    _shorten,
    _repeat,
    _swap_value,
    _insert,
    _shuffle,
    _join,
    _from_json,
    _page,
)
