"""Words → a chat command that is read back as those words, and buttons that say one.

A button's command goes through the same door as what people type: grammar, guardrails, audit. Nothing of the grammar
is imported here, since every event type may want a button; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from bellhop.message import Action, Message, Style

MOST = 2000
"""Characters of a button's value: https://docs.slack.dev/reference/block-kit/block-elements/button-element/"""

_BARE = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_SEAM = re.compile(r"[<&](?=.)", re.DOTALL)
_LOST = re.compile("[\x85\xa0\xad\u2000-\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff\ud800-\udfff]")
"""What chat clients put in by themselves, and the grammar takes out again: no quotes keep it."""
_CURLY = re.compile("[\u2018-\u201e\xab\xbb\u2032\u2033\uff02\uff07]")


def say_command(words: Sequence[str]) -> str:
    """The chat text that is read as these words; empty if there is none, or if it is longer than a button takes.

    Args:
        words: a command's words without `aws`, as in `("lambda", "get-function", "--function-name", "my $fn")`.
    """
    text = " ".join(word if _BARE.fullmatch(word) else _quoted(word) for word in words)
    if len(text) > MOST:
        return ""
    if text.isascii():
        return text
    return "" if _LOST.search(text) or any(_CURLY.search(word) and _SEAM.search(word) for word in words) else text


def say(label: str, words: Sequence[str], style: Style = Style.PLAIN) -> Action | None:
    """A button that says a command; None if the words can't be said."""
    text = say_command(words)
    return Action(label=label, name="say", value=text, style=style) if text else None


def buttons(*found: Action | None) -> tuple[Action, ...]:
    """The buttons that there are."""
    return tuple(action for action in found if action)


IN = "in"
"""The name of a button that says a command in one account; its value is the account, a space and the command."""


def saying_in(message: Message, account: str) -> Message:
    """A message whose buttons say their commands in one account, whatever account their presser chose.

    A command that leaves no room for the account in a button's value is said in the presser's account.
    """
    if not account:
        return message

    def placed(action: Action) -> Action:
        value = f"{account} {action.value}"
        return replace(action, name=IN, value=value) if action.name == "say" and len(value) <= MOST else action

    return replace(
        message,
        actions=tuple(map(placed, message.actions)),
        others=tuple(map(placed, message.others)),
    )


def _quoted(word: str) -> str:
    # One pair of quotes around the whole word: chat's curly quotes are left alone only where a quote opens a word.
    quote = '"' if "'" in word else "'"
    text = re.sub(r'(["\\$`])', r"\\\1", word) if quote == '"' else word
    # Within quotes, too, `&lt;` and `<@U1>` would be taken for a chat client's markup: a seam keeps them apart.
    return quote + _SEAM.sub(lambda found: found[0] + quote * 2, text) + quote
