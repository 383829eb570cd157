"""The commands in the examples that awscli's package brings, found without importing it.

They stand in indented blocks of reStructuredText: a line that begins with `aws`, and what belongs to it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from importlib.metadata import files
from pathlib import Path

_START = re.compile(r"^(?P<indent>[ \t]+)(?:\$ )?(?P<command>aws [a-z][a-z0-9.-]+ .*)$")
_MOST_LINES = 80
_BLANK_ESCAPED = re.compile(r"\\[ \t]+\n")
"""A blank between a line's backslash and its end: a word to a shell; whoever wrote it wanted the next line."""
_PIECES = re.compile(r"""'[^']*'|"(?:\\.|[^"\\])*"|\\\r?\n|\\.""", re.DOTALL)
_IN_DOUBLE = re.compile(r"\\(?:\r?\n|([$`]))")
_SHELL = frozenset("|&;<>()")


def example_files() -> list[Path]:
    """The packaged files of examples, sorted."""
    packed = files("awscli") or []
    found = [Path(str(file.locate())) for file in packed if file.suffix == ".rst" and "examples" in file.parts]
    return sorted(found)


def commands(text: str) -> Iterator[str]:
    """The commands in one file, with the line breaks that they have there."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        start = _START.match(lines[at])
        at += 1
        if start is None:
            continue
        indent, taken = len(start["indent"]), [start["command"]]
        while at < len(lines) and len(taken) < _MOST_LINES and _goes_on("\n".join(taken)):
            line = lines[at]
            taken.append(line[indent:] if line[:indent].isspace() else line.lstrip())
            at += 1
        yield "\n".join(taken).strip()


def _goes_on(command: str) -> bool:
    if command.rstrip(" ").endswith("\\"):
        return True
    try:
        shlex.split(command)
    except ValueError:  # a quote is open
        return True
    return False


def shell_words(command: str) -> list[str] | None:
    """The words that a shell hands to `aws`, by Python's reading of the shell's rules; None if there is more to do.

    None for what only a shell can do (pipes, redirections, command substitution), for broken quotes, and for lines that
    are joined as Windows does it.
    """
    joined = _PIECES.sub(_plain_piece, _BLANK_ESCAPED.sub(" ", command))
    bare = _PIECES.sub("", joined)
    if _SHELL & set(bare) or "$(" in joined or re.search(r"[\^/`](?:\s|$)", bare):
        return None
    try:
        return shlex.split(joined)[1:]
    except ValueError:
        return None


def _plain_piece(piece: re.Match[str]) -> str:
    """A quoted or escaped piece without what shlex does not know: joined lines, and `\\$` in double quotes."""
    text = piece.group()
    if text.startswith("'"):
        return text
    if text.startswith('"'):
        return _IN_DOUBLE.sub(lambda found: found[1] or "", text)
    return "" if text.endswith("\n") else text
