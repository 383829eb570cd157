r"""The AWS CLI's shorthand syntax: `Name=tag:env,Values=a,b` → `{"Name": "tag:env", "Values": ["a", "b"]}`.

    pairs  = pair *("," pair)                     value = scalar / list / map / csv
    pair   = key "=" [value]                      csv   = scalar 1*("," scalar), as far as no "=" follows
    list   = "[" [item *("," item)] "]"           item  = scalar / list / map
    map    = "{" [key "=" item *("," key "=" item)] "}"
    scalar = "'" … "'" / '"' … '"' / bare text, in which "\," is a comma

Everything is text here; `bellhop.syntax.values` gives it the types of the model.
https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
"""

from __future__ import annotations

import re
from typing import Any

from bellhop.phrase import phrase
from bellhop.syntax.refusals import MOST_NESTING

_KEY = re.compile(r"[A-Za-z0-9_.#/:-]*")
_SPACE = re.compile(r"[ \t\n\r\x0b\x0c]*")
_SINGLE = re.compile(r"'((?:\\'|[^'])*)'")
_DOUBLE = re.compile(r'"((?:\\"|[^"])*)"')
# What a bare scalar may begin with: neither blank, quote, comma, "=", bracket nor brace (">" and the like are fine).
_BEGIN = r"(?:\\,|[!#-&(-+\--<>-Z\\-z|-\uffff\U00010000-\U0010ffff])"
# After a key, "=" may follow within the text; in the rest of a csv it may not, or it would be the next pair.
_FIRST = re.compile(_BEGIN + r"(?:\\,|[\s!#-&(-+\--\\^-|~-\uffff\U00010000-\U0010ffff])*")
_NEXT = re.compile(_BEGIN + r"(?:\\,|[\s!#-&(-+\--<>-\uffff\U00010000-\U0010ffff])*")


class ShorthandError(ValueError):
    """A value that is no shorthand; `at` is the index of the character that is wrong."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.wanted = message
        self.at = at


class FileInShorthand(ShorthandError):
    """A value that `key@=file://…` would read from a file."""


def parse(text: str) -> dict[str, Any]:
    """Return the pairs of one shorthand value; every scalar is a string.

    Raises:
        ShorthandError: the text is not shorthand, or a key stands in it twice.
        FileInShorthand: a value asks for a file.
    """
    return _Reader(text).pairs()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.level = 0

    def pairs(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while True:
            start = self.at
            key, reads_files = self.key()
            if key in found:
                twice = "{key} stands in it twice; separate the items of a list with a blank, not a comma"
                raise ShorthandError(phrase(twice, key=key), start)
            found[key] = self.checked(self.values(), reads_files=reads_files)
            if self.at >= len(self.text):
                return found
            self.expect(",")

    def key(self) -> tuple[str, bool]:
        match = _KEY.match(self.text, self.at)
        key = match.group() if match else ""
        self.at += len(key)
        self.blanks()
        reads_files = self.peek() == "@"
        if reads_files:
            self.at += 1
        self.expect("=")
        return key, reads_files

    def values(self) -> Any:
        char = self.peek()
        if char == "[":
            return self.list()
        if char == "{":
            return self.map()
        return self.csv() if char else ""

    def csv(self) -> Any:
        first = self.scalar(_FIRST)
        self.blanks()
        if self.peek() != ",":
            return first
        found = [first]
        while self.peek() == ",":
            comma = self.at
            self.expect(",")
            try:
                value = self.scalar(_NEXT)
            except ShorthandError:
                if self.at >= len(self.text):
                    raise
                value = None
            self.blanks()
            if value is None or self.peek() not in {"", ","}:
                if value is not None or self.peek() != ",":  # an empty value is passed over, as the AWS CLI does
                    self.at = comma  # what follows is the next pair, not one more value
                break
            found.append(value)
        return first if len(found) == 1 else found

    def scalar(self, bare: re.Pattern[str]) -> str:
        char = self.peek()
        if char == "'":
            return self.quoted(_SINGLE, "'")
        if char == '"':
            return self.quoted(_DOUBLE, '"')
        match = bare.match(self.text, self.at)
        if match is None:
            if bare is _FIRST:
                return ""
            raise ShorthandError("a value was expected", self.at)
        self.at = match.end()
        return match.group().replace("\\,", ",").rstrip()

    def quoted(self, pattern: re.Pattern[str], quote: str) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ShorthandError(phrase("the quote {quote} isn't closed", quote=quote), self.at)
        self.at = match.end()
        return match[1].replace("\\" + quote, quote).replace("\\\\", "\\")

    def list(self) -> list[Any]:
        self.open("[")
        found: list[Any] = []
        while self.peek() != "]":
            found.append(self.item())
            self.next_or("]")
        self.close("]")
        return found

    def map(self) -> dict[str, Any]:
        self.open("{")
        found: dict[str, Any] = {}
        while self.peek() != "}":
            key, reads_files = self.key()
            found[key] = self.checked(self.item(), reads_files=reads_files)
            self.next_or("}")
        self.close("}")
        return found

    def item(self) -> Any:
        char = self.peek()
        if char == "[":
            return self.list()
        return self.map() if char == "{" else self.scalar(_FIRST)

    def checked(self, value: Any, *, reads_files: bool) -> Any:
        if reads_files and isinstance(value, str) and value.startswith(("file://", "fileb://")):
            raise FileInShorthand(value, self.at)
        return value

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def blanks(self) -> None:
        match = _SPACE.match(self.text, self.at)
        if match:
            self.at = match.end()

    def expect(self, char: str) -> None:
        self.blanks()
        if self.peek() != char:
            got = self.peek()
            before = phrase("{char} was expected before {got}", char=char, got=got)
            raise ShorthandError(before if got else phrase("{char} was expected at the end", char=char), self.at)
        self.at += 1
        self.blanks()

    def open(self, char: str) -> None:
        self.level += 1
        if self.level > MOST_NESTING:
            raise ShorthandError("it nests too deeply", self.at)
        self.expect(char)

    def next_or(self, end: str) -> None:
        self.blanks()
        if self.peek() != end:
            start = self.at
            self.expect(",")
            if self.at >= len(self.text):
                raise ShorthandError(phrase("{char} was expected at the end", char=end), start)

    def close(self, char: str) -> None:
        self.expect_here(char)
        self.level -= 1

    def expect_here(self, char: str) -> None:
        if self.peek() != char:
            raise ShorthandError(phrase("{char} was expected", char=char), self.at)
        self.at += 1
