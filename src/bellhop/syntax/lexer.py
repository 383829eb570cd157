"""Chat text → words, as bash would split and unquote it; what only a shell could do is refused by name.

Differences to bash, all meant for chat: a line break is a blank; `$x`, `~`, `*`, `{a,b}` and `#` stand for themselves;
an unquoted word that is a whole JSON value is one word (`--payload {"a": "b c"}`); a long dash that a phone made of
`--` at the start of an option is `--` again; a backslash on its own ends a line that was joined to the next.
https://www.gnu.org/software/bash/manual/bash.html#Quoting
"""

from __future__ import annotations

import json
import re

from bellhop.errors import NotUnderstood
from bellhop.phrase import phrase
from bellhop.syntax.refusals import MOST_NESTING, shell, too_deep

_BLANKS = " \t\r\n"
_ORDINARY = re.compile(r"[^\s'\"\\|;&<>()`$]+")
_PLAIN_WORD = re.compile(r"\s*([\w./:@%+,=-]+)(?=\s|\Z)", re.ASCII)
"""Most words: nothing in them means anything to a shell or a chat client."""
_PLACEHOLDER = re.compile(r"<[A-Za-z][\w .-]*>")
_LONG_DASHES = "\u2012\u2013\u2014\u2015\u2212"
_OPTION_EQUALS = re.compile(r"--?[A-Za-z][\w-]*=")
_CONSTRUCTS = {
    "|": "a pipe (|)",
    ";": "a second command (;)",
    "&": "& (several commands, or one in the background)",
    ">": "a redirection (>)",
    "<": "a redirection (<)",
    "(": "a subshell ( )",
    ")": "a subshell ( )",
    "`": "a command in backticks",
}
_STRINGS = re.compile(r'"(?:\\.|[^"\\])*"')
_DECODER = json.JSONDecoder()


def words(text: str) -> list[str]:
    """Split text into words.

    Args:
        text: a command as `bellhop.syntax.chat.normalise` leaves it.

    Raises:
        NotUnderstood: kind `shell` for a construct of the shell, `bad-value` for a quote that isn't closed.
    """
    return _Lexer(text).run()


def depth(text: str) -> int:
    """Return how deep the brackets and braces of a text nest, those within double quotes left out."""
    if text.count("[") + text.count("{") <= MOST_NESTING:
        return 0
    deepest = level = 0
    for char in _STRINGS.sub("", text):
        if char in "[{":
            level += 1
            deepest = max(deepest, level)
        elif char in "]}":
            level -= 1
    return deepest


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.word: list[str] | None = None  # None: between words; [] is a word too, as in ''
        self.found: list[str] = []

    def run(self) -> list[str]:
        while self.at < len(self.text):
            plain = _PLAIN_WORD.match(self.text, self.at) if self.word is None else None
            if plain:
                self.found.append(plain[1])
                self.at = plain.end()
            else:
                self.step(self.text[self.at])
        self.end_word()
        return self.found

    def step(self, char: str) -> None:
        if char.isspace():
            self.end_word()
            self.at += 1
        elif char in "{[" and self.may_be_json() and self.json_value():
            pass
        elif char == "\\":
            self.escape()
        elif char == "'":
            self.single()
        elif char == '"':
            self.double()
        elif char in _CONSTRUCTS:
            raise self.refusal(char)
        elif char == "$":
            self.dollar()
        else:
            self.ordinary()

    def add(self, piece: str) -> None:
        if self.word is None:
            self.word = []
        self.word.append(piece)

    def end_word(self) -> None:
        if self.word is not None:
            self.found.append("".join(self.word))
            self.word = None

    def ordinary(self) -> None:
        # An option's name is a piece of its own, so that a JSON value after its "=" is seen.
        option = _OPTION_EQUALS.match(self.text, self.at) if self.word is None else None
        match = option or _ORDINARY.match(self.text, self.at)
        piece = match.group() if match else self.text[self.at]
        self.at += len(piece)
        if self.word is None and piece[0] in _LONG_DASHES and piece[1:2].isalpha():
            piece = "--" + piece[1:]
        self.add(piece)

    def may_be_json(self) -> bool:
        return self.word is None or (len(self.word) == 1 and _OPTION_EQUALS.fullmatch(self.word[0]) is not None)

    def json_value(self) -> bool:
        """Take a whole JSON value that ends where a word may end; False if there is none."""
        try:
            _, end = _DECODER.raw_decode(self.text, self.at)
        except ValueError:
            return False
        except RecursionError:
            raise too_deep("The value") from None
        if end < len(self.text) and not self.text[end].isspace():
            return False
        self.add(self.text[self.at : end])
        self.at = end
        return True

    def escape(self) -> None:
        following = self.text[self.at + 1 : self.at + 3]
        if following.startswith("\r\n"):
            self.at += 3
        elif following.startswith("\n") or not following:
            self.at += 2
        elif self.word is None and following[0].isspace():
            self.at += 1  # a line's end whose line break became a blank on the way
        else:
            self.add(following[0])
            self.at += 2

    def single(self) -> None:
        end = self.text.find("'", self.at + 1)
        if end < 0:
            raise _unclosed("'", self.text[self.at :])
        self.add(self.text[self.at + 1 : end])
        self.at = end + 1

    def double(self) -> None:
        start = at = self.at + 1
        pieces: list[str] = []
        while at < len(self.text) and self.text[at] != '"':
            if self.text[at] == "\\" and self.text[at + 1 : at + 2] in {"$", "`", '"', "\\", "\n"}:
                kept = self.text[at + 1].replace("\n", "")
                pieces += (self.text[start:at], kept)
                start = at = at + 2
            else:
                at += 1
        if at >= len(self.text):
            raise _unclosed('"', self.text[self.at :])
        self.add("".join([*pieces, self.text[start:at]]))
        self.at = at + 1

    def dollar(self) -> None:
        if self.text.startswith("$(", self.at):
            raise shell("a command inside $( )", "Run the inner command first and paste its answer.")
        self.add("$")
        self.at += 1

    def refusal(self, char: str) -> NotUnderstood:
        placeholder = _PLACEHOLDER.match(self.text, self.at)
        if placeholder:
            return shell(
                placeholder.group(), phrase("Put your own value in the place of {word}.", word=placeholder.group())
            )
        return shell(_CONSTRUCTS[char])


def _unclosed(quote: str, rest: str) -> NotUnderstood:
    shown = rest if len(rest) <= 40 else rest[:37] + "…"
    return NotUnderstood(
        "bad-value",
        phrase("The quote {quote} that opens at {shown} isn't closed.", quote=quote, shown=shown),
        fix=phrase("Close it with {quote}, or write \\{quote} for the sign itself.", quote=quote),
    )
