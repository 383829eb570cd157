"""The sentences for what can't be understood: each names the fix, and offers whole commands to click.

Nothing here decides anything; it only words `NotUnderstood`, so that all refusals of the grammar read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from bellhop.errors import Field, NotUnderstood
from bellhop.phrase import phrase

_IN_QUOTES = "Write its content after {option}, in single quotes."
_BINARY = "Put it in S3 and name its bucket and key instead, where the operation takes them."

MOST_TEXT = 8192
"""Characters that a command may have."""

MOST_NESTING = 64
"""How deep JSON and shorthand values may nest."""


def near(word: str, names: Iterable[str], *, most: int = 3, likeness: float = 0.6) -> tuple[str, ...]:
    """Return up to `most` names that look like `word`, likeliest first; `likeness` is from 0 (none) to 1 (the same)."""
    return tuple(get_close_matches(word.lower().replace("_", "-"), list(names), n=most, cutoff=likeness))


def quoted(words: Sequence[str]) -> str:
    """Return words as one line that the lexer reads back as the same words."""
    return " ".join(_quote(word) for word in words)


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")


def _quote(word: str) -> str:
    if word and _PLAIN.issuperset(word):
        return word
    return "'" + word.replace("'", "'\\''") + "'"


def or_list(names: Sequence[str]) -> str:
    """Return `a, b or c`."""
    return names[0] if len(names) == 1 else phrase("{others} or {last}", others=", ".join(names[:-1]), last=names[-1])


def and_list(names: Sequence[str]) -> str:
    """Return `a, b and c`."""
    return names[0] if len(names) == 1 else phrase("{others} and {last}", others=", ".join(names[:-1]), last=names[-1])


def at_most(names: Sequence[str], most: int) -> list[str]:
    """Return the names; of too many the first ones, and how many more there are."""
    return list(names) if len(names) <= most else [*names[:most], phrase("{count} more", count=len(names) - most)]


def meant(names: Sequence[str]) -> str:
    """Return `; did you mean a, b or c?`, or a full stop when there is no name."""
    return phrase("; did you mean {names}?", names=or_list(names)) if names else "."


def swapped(words: Sequence[str], index: int, names: Iterable[str]) -> tuple[str, ...]:
    """Return the command once for each name, with that name in the place of the word at `index`."""
    return tuple(quoted([*words[:index], name, *words[index + 1 :]]) for name in names)


def bad_value(option: str, wanted: str) -> NotUnderstood:
    """Say what an option's value should have been."""
    return NotUnderstood("bad-value", phrase("{option}: {wanted}", option=option, wanted=wanted))


def one_of(choices: Sequence[str], value: str) -> str:
    """Say which values there are, and which was given."""
    return phrase("it is one of {choices}, not {value!r}", choices=", ".join(choices), value=value)


def cant_place(command: str, word: str) -> str:
    """Say that a word belongs to no option."""
    return phrase("{command} can't place {word!r}.", command=command, word=word)


def too_deep(option: str) -> NotUnderstood:
    """Say that a value nests deeper than anything in AWS does."""
    return bad_value(option, phrase("the value nests deeper than {most} levels", most=MOST_NESTING))


def shell(construct: str, fix: str = "") -> NotUnderstood:
    """Say that there is no shell here, and name the construct that was taken for one."""
    fix = fix or "Put the value in quotes if it belongs to the command; use --query to pick from an answer."
    return NotUnderstood(
        "shell", phrase("There is no shell here, so {construct} can't be used.", construct=construct), fix=fix
    )


def file_refused(option: str, value: str, fix: str = "") -> NotUnderstood:
    """Say that Bellhop reads no files for a command."""
    shown = value if len(value) <= 60 else value[:57] + "…"
    return NotUnderstood(
        "file",
        phrase(
            "{option}: {file} names a file, and Bellhop reads none: your files are on your machine, not here.",
            option=option,
            file=shown,
        ),
        fix=fix or (_BINARY if value.startswith("fileb:") else phrase(_IN_QUOTES, option=option)),
    )


def missing_required(command: str, fields: Sequence[Field]) -> NotUnderstood:
    """Say which parameters a command lacks."""
    options = and_list([field.option for field in fields])
    message = phrase("{command} also needs {options}.", command=command, options=options)
    return NotUnderstood("missing-required", message, missing=tuple(fields))


_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_CHOOSE = (
    "That is no command. Choose one, and it is checked and run as if you had typed it.",
    "명령이 아닙니다. 하나를 고르면 직접 입력한 것처럼 확인한 뒤 실행합니다.",
)


def puzzled(question: str, commands: Sequence[str] | None) -> NotUnderstood:
    """Say, in the question's own language, which commands may answer it; None = the search is not built yet."""
    if commands is None:
        fix = "try again in a minute; bellhop models build does it ahead of time"
        return NotUnderstood("question", "AWS's operations can't be searched yet.", fix=fix)
    return NotUnderstood("question", _CHOOSE[bool(_HANGUL.search(question))], hints=tuple(commands))
