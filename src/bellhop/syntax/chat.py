"""What a chat client made of a command → what the person typed.

Slack writes links and people in angle brackets and escapes three signs; phones curl quotes, join dashes and put odd
spaces in; people fence commands as code. Dashes are the lexer's business, since only it knows what stands in quotes.
https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re

from bellhop.errors import NotUnderstood
from bellhop.phrase import phrase
from bellhop.syntax.refusals import MOST_TEXT

_ENTITY = re.compile(r"<(?P<target>[@#!][^<>|]+|[a-z][a-z0-9+.-]*:[^<>|\s]+)(?:\|(?P<label>[^<>]*))?>", re.IGNORECASE)
_NOTHING = dict.fromkeys(
    map(ord, "\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_SPACES = dict.fromkeys([0xA0, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)], " ")
_BREAKS = {0x2028: "\n", 0x2029: "\n", 0x85: "\n"}
_UNSEEN = _NOTHING | _SPACES | _BREAKS
_CURLY = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02", '"')
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\uff07", "'")
)
_ASCII_QUOTED = re.compile(r"'[^']*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_MENTION = re.compile(
    r"(?:<@[A-Z0-9]+(?:\|[^>]*)?>|@amazon q\b|/?@?aws(?=\s|$)|/bellhop\b|@[\w.-]+)[:,]?(?:\s+|$)", re.IGNORECASE
)
_LAYERS = 6
"""Mentions and fences that are taken off at most: `@aws ```aws …``` ` has three."""
_FENCED = ("`", "~")
_FENCE = re.compile(r"(?:```|~~~)(?:[a-z]*\n)?(.*?)(?:```|~~~)", re.DOTALL)


def normalise(text: str) -> str:
    """Return the command in a message: no mention, no leading `aws`, plain quotes, no markup.

    Args:
        text: a message as the platform hands it over, Slack's entities and escapes included.

    Raises:
        NotUnderstood: kind `too-long` above 8,192 characters.
    """
    if len(text) > MOST_TEXT:
        raise NotUnderstood(
            "too-long",
            phrase("A command may have {most:,} characters; this one has {many:,}.", most=MOST_TEXT, many=len(text)),
            fix="Leave out what has its default, or put large content in S3 and name it there.",
        )
    if "<" in text:
        text = _ENTITY.sub(_entity, text)
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    if not text.isascii():
        # Half a character (a lone surrogate) can't be stored, signed or sent.
        text = _straight(text.encode(errors="replace").decode().translate(_UNSEEN))
    return _peeled(text)


def _entity(match: re.Match[str]) -> str:
    target, label = match["target"], match["label"]
    if target[0] == "@":
        return match.group()  # a mention at the start is taken off later, others stay as they are
    if target[0] == "#":
        return "#" + (label or target[1:])
    if target[0] == "!":
        return label or "@" + target[1:].split("^")[0]
    plain = re.sub(r"^(?:mailto:|tel:|https?://)", "", target, flags=re.IGNORECASE)
    # A label counts only if it says what the link says: it could hide another address.
    return label if label and label.rstrip("/") == plain.rstrip("/") else target


def _straight(text: str) -> str:
    """Make curly quotes straight, except within straight ones: there they are the value's own."""
    pieces: list[str] = []
    at = 0
    for match in _ASCII_QUOTED.finditer(text):
        if not _opens_word(text, match.start()):
            continue
        pieces += (text[at : match.start()].translate(_CURLY), match.group())
        at = match.end()
    return "".join([*pieces, text[at:].translate(_CURLY)])


def _opens_word(text: str, at: int) -> bool:
    return at == 0 or text[at - 1].isspace() or text[at - 1] in "=,"


def _peeled(text: str) -> str:
    text = text.strip()
    for _ in range(_LAYERS):
        peeled = _without_layer(text).strip()
        if peeled == text:
            break
        text = peeled
    return text


def _without_layer(text: str) -> str:
    """Take off a mention, and a fence or backticks around the rest, if they are there."""
    text = _MENTION.sub("", text, count=1) if _MENTION.match(text) else text
    if text[:1] not in _FENCED:
        return text
    fenced = _FENCE.fullmatch(text)
    if fenced:
        return fenced[1]
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "`" else text
