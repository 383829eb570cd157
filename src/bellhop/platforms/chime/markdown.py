"""Markdown for Amazon Chime in which outside text can neither format, nor ping, nor link.

Chime pings on `@All`, `@Present`, `@alias` and `@alias@domain`, anywhere in a text, code included.
See https://docs.aws.amazon.com/chime/latest/dg/webhooks.html
"""

from __future__ import annotations

import re

from bellhop.platforms.authored import Piece, pieces
from bellhop.platforms.labels import misleads
from bellhop.platforms.text import harmless

_BREAK = r"\s<>()\[\]`*|~\\\"'"
_MARKS = re.compile(
    rf"(?P<url>https?://[^{_BREAK}]*[^{_BREAK}_.,;:!?])|(?P<mark>[\\`*_{{}}\[\]()#+!|<>~&])", re.IGNORECASE
)
_LINE_MARKS = re.compile(r"(?m)^([ \t]*)([-=:]|\d+(?=\.))?")
_PING = re.compile(r"@(?=(?:all|present)\b)|(?<![\w.+-])@(?=\w)", re.IGNORECASE)
_MARK = "\ue000"
_WEB = re.compile(r"https?://[^\s/\\]\S*", re.IGNORECASE)


def hushed(text: str) -> str:
    """Text in which nothing pings: a joiner that nobody sees stands after the `@`."""
    return _PING.sub("@\u2060", harmless(text))


def plain(text: str) -> str:
    """Outside text as Markdown that shows it as it is, on its own lines; bare web addresses link to themselves."""
    marked = _MARKS.sub(lambda match: match["url"] or f"\\{match['mark']}", hushed(text))
    return _LINE_MARKS.sub(_line, marked).replace("\n", "  \n")


def authored(text: str) -> str:
    """What an author wrote in Slack's dialect, with the same marks in Chime's; people are not told by Slack's ids."""
    found = list(pieces(text.replace(_MARK, "\ufffd")))
    marks = iter([_dressed(piece) for piece in found if piece.kind != "plain"])
    # What a line begins with counts, so the plain text is dressed as a whole, with the marks put in afterwards.
    bare = plain("".join(piece.text if piece.kind == "plain" else _MARK for piece in found))
    return re.sub(_MARK, lambda _: next(marks), bare)


def _dressed(piece: Piece) -> str:
    match piece.kind:
        case "plain":
            return plain(piece.text)
        case "block":
            return f"\n{fence(piece.text)}\n"
        case "code":
            return f"`{hushed(piece.text)}`"
        case "bold":
            return f"**{line(piece.text)}**"
        case "italic":
            return f"*{line(piece.text)}*"
        case "link":
            return piece.url if piece.text == piece.url else link(piece.text, piece.url)


def _line(match: re.Match[str]) -> str:
    """What makes a list, a heading or code of a line, made harmless."""
    blank, mark = "\u00a0" * len(match[1]), match[2] or ""
    return f"{blank}{mark}\\" if mark.isdigit() else f"{blank}\\{mark}" if mark else blank


def line(text: str) -> str:
    """Outside text as Markdown on one line, without blanks at its ends, which would undo the marks around it."""
    return plain(" ".join(text.split()))


def link(label: str, url: str) -> str:
    """A link; a URL that is none, or is another than the label says, is shown after its label."""
    if not _WEB.fullmatch(url):
        return line(f"{label} {url}")
    quoted = re.sub(r"[()<>\[\]\\`*|]", lambda match: f"%{ord(match[0]):02X}", hushed(url))
    shown = _unlinked(label) or "↗"
    if misleads(label, url):
        return f"{shown} [{_unlinked(url)}]({quoted})"
    return f"[{shown}]({quoted})"


def _unlinked(text: str) -> str:
    """Outside text on one line in which no web address becomes a link of its own."""
    return line(text.replace("://", ":\u2060//"))


def fence(text: str) -> str:
    """Outside text as preformatted lines; the fence is longer than any run of backticks in it."""
    inside = hushed(text)
    longest = max(map(len, re.findall(r"`+", inside)), default=0)
    bar = "`" * max(3, longest + 1)
    return f"{bar}\n{inside}\n{bar}"
