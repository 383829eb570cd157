"""Whether a text that is no command was meant as a question, or is a command with a slip in it."""

from __future__ import annotations

import re

from bellhop.errors import NotUnderstood
from bellhop.syntax.questions.stems import stem
from bellhop.syntax.questions.vocabulary import HANGUL, vocabulary

_KINDS = frozenset({"unknown-service", "unknown-operation", "shell", "bad-value"})
_WITH_VERB = frozenset({"unknown-option", "ambiguous-service"})
"""What `scan the table` comes to, since `scan` alone is an operation."""
_OPTION = re.compile(r"(?:^|\s)--?[A-Za-z]")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")
_PLAIN = re.compile(r"[a-z]+|[a-z]{1,2}\d[a-z]?|\d+")
_MOST = 400
"""Characters that a question may have."""


def is_question(text: str, error: NotUnderstood) -> bool:
    """Say whether a text was meant as a question.

    Args:
        text: what was said.
        error: why it is no command; its hints count against a question of few words.
    """
    if error.kind not in _KINDS | _WITH_VERB or len(text) > _MOST or _OPTION.search(text):
        return False
    if HANGUL.search(text):
        return True
    words = [word.strip("?!.,;:()'\"\u2019") for word in text.lower().split()]
    words = [word for word in words if word]
    if not words or (error.kind in _WITH_VERB and not vocabulary().idle.intersection(words[1:2])):
        return False
    if text.rstrip().endswith("?") or words[0].replace("'", "").replace("\u2019", "") in vocabulary().leads:
        return len(words) > 1
    if error.kind == "shell" or (error.kind == "bad-value" and error.hints):
        return False
    if not all(_PLAIN.fullmatch(word.replace("'", "").replace("\u2019", "")) for word in words):
        return False
    known = error.kind == "unknown-operation"  # the service is right, so a slip in the rest is likelier
    if len(words) == 1:
        return not known and stem(words[0]) in vocabulary().words
    if known and (words[1] == "wait" or _INNER_CAPITAL.search(text)):
        return False
    return len(words) > 2 or not error.hints
