"""The sentences for what can't be understood: each names the fix, and offers whole commands to click.

Nothing here decides anything; it only words `NotUnderstood`, so that all refusals of the grammar read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from bellhop.errors import Field, NotUnderstood

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
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def meant(names: Sequence[str]) -> str:
    """Return `; did you mean a, b or c?`, or a full stop when there is no name."""
    return f"; did you mean {or_list(names)}?" if names else "."


def swapped(words: Sequence[str], index: int, names: Iterable[str]) -> tuple[str, ...]:
    """Return the command once for each name, with that name in the place of the word at `index`."""
    return tuple(quoted([*words[:index], name, *words[index + 1 :]]) for name in names)


def bad_value(option: str, wanted: str) -> NotUnderstood:
    """Say what an option's value should have been."""
    return NotUnderstood("bad-value", f"{option}: {wanted}")


def too_deep(option: str) -> NotUnderstood:
    """Say that a value nests deeper than anything in AWS does."""
    return bad_value(option, f"the value nests deeper than {MOST_NESTING} levels")


def shell(construct: str, fix: str = "") -> NotUnderstood:
    """Say that there is no shell here, and name the construct that was taken for one."""
    fix = fix or "Put the value in quotes if it belongs to the command; use --query to pick from an answer."
    return NotUnderstood("shell", f"There is no shell here, so {construct} can't be used.", fix=fix)


def file_refused(option: str, value: str, fix: str = "") -> NotUnderstood:
    """Say that Bellhop reads no files for a command."""
    shown = value if len(value) <= 60 else value[:57] + "…"
    return NotUnderstood(
        "file",
        f"{option}: {shown} names a file, and Bellhop reads none: your files are on your machine, not here.",
        fix=fix or (_BINARY if value.startswith("fileb:") else f"Write its content after {option}, in single quotes."),
    )


def missing_required(command: str, fields: Sequence[Field]) -> NotUnderstood:
    """Say which parameters a command lacks."""
    options = or_list([field.option for field in fields]).replace(" or ", " and ")
    return NotUnderstood("missing-required", f"{command} also needs {options}.", missing=tuple(fields))


_HANGUL = re.compile(r"[\uac00-\ud7a3]")


def puzzled(question: str, commands: Sequence[str] | None) -> NotUnderstood:
    """Say, in the question's own language, which commands may answer it; None = the search is not built yet."""
    korean = _HANGUL.search(question) is not None
    if commands is None:
        message = "AWS's operations can't be searched yet." if not korean else "아직 AWS 작업을 검색할 수 없습니다."
        fix = "try again in a minute; bellhop models build does it ahead of time"
        return NotUnderstood("question", message, fix=fix)
    message = "That is no command. Choose one, and it is checked and run as if you had typed it."
    if korean:
        message = "명령이 아닙니다. 하나를 고르면 직접 입력한 것처럼 확인한 뒤 실행합니다."
    return NotUnderstood("question", message, hints=tuple(commands))
