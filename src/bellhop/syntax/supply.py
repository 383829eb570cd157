"""An asked-for parameter, supplied by a follow-up: `lambda invoke` … `function-name my-fn` → the whole command."""

from __future__ import annotations

from collections.abc import Sequence

from bellhop.errors import Field, NotUnderstood
from bellhop.syntax.chat import normalise
from bellhop.syntax.lexer import words
from bellhop.syntax.refusals import quoted


def supplied(pending: str, missing: Sequence[Field], reply: str) -> str | None:
    """Return a command with the parameters that a follow-up gives, or None if the follow-up is something else.

    Args:
        pending: the command that lacked parameters.
        missing: what it lacked, as `NotUnderstood.missing` said.
        reply: what was said next; it counts if it begins with the name of a missing parameter, dashes or not.
    """
    try:
        command, said = words(normalise(pending)), words(normalise(reply))
    except NotUnderstood:
        return None
    names = {field.name for field in missing}
    if len(said) < 2 or said[0].lstrip("-") not in names:
        return None
    given = [f"--{word.lstrip('-')}" if word.lstrip("-") in names else word for word in said]
    return quoted([*command, *given])
