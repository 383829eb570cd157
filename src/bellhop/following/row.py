"""What a row of the table of runs says: `Run`, and the buttons at its end, `Way`.

Every path is JMESPath over `{"i": what the operation was given, "o": what it answered}` for the parameters of the look,
and over `{"p": the look's parameters, "d": its answer}` for everything that is read off it.
https://jmespath.org/specification.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A button when the end is told: its label in two languages, and a command whose words after `=` are paths."""

    label: tuple[str, str]
    words: tuple[str, ...]
    failed: bool = False
    """Only if it failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How one kind of run is followed.

    Args:
        starts: the operations that begin it, as `ssm:SendCommand`.
        what: what runs, in English and Korean.
        look: the service and the verb of the command that tells how far it is.
        asks: its parameters, each with a path.
        state: path of the state: a text, or a list of texts for several things at once.
        good: the states that it ends well in.
        bad: the states that it ends badly in.
        count: paths of how many steps are done, and of how many there are; or empty.
        now: path of the step that runs, or empty.
        why: path of the reason of a failure, or empty.
        ways: what a person may do next.
        gone: AWS knows it no more when it ended well (a stack that was deleted).
        patience: seconds before the first look: what was begun may still look as before.
    """

    starts: tuple[str, ...]
    what: tuple[str, str]
    look: tuple[str, str]
    asks: Mapping[str, str]
    state: str
    good: frozenset[str]
    bad: frozenset[str] = frozenset()
    count: tuple[str, str] = ("", "")
    now: str = ""
    why: str = ""
    ways: tuple[Way, ...] = ()
    gone: bool = False
    patience: float = 2.0
