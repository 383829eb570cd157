"""Built-in chat commands, one module each, found by a walk of this folder.

A module has `NAME` (the word that it is called by), `SUMMARY` (for help) and `answer`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from bellhop.channel import Channel
from bellhop.command import Ask
from bellhop.errands import Errands
from bellhop.message import Message
from bellhop.reader import Reader
from bellhop.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A built-in that somebody called.

    Args:
        rest: what was said after the name, as it was said.
        ask: who said it, where.
        channel: the channel that it was said in.
        reader: whose language and clock.
        errands: understands, decides and runs AWS commands.
        store: what survives; None in a terminal without a configuration.
    """

    rest: str
    ask: Ask
    channel: Channel
    reader: Reader
    errands: Errands
    store: Store | None

    @property
    def words(self) -> tuple[str, ...]:
        """What was said after the name, word by word."""
        return tuple(self.rest.split())


class Builtin(Protocol):
    """What a module of this folder offers."""

    NAME: str
    SUMMARY: tuple[str, str]
    """What it does, in English and Korean."""

    async def answer(self, call: Call) -> Message:
        """What is said to a call; raises `BellhopError` with the fix if it can't be done."""
        ...


@cache
def builtins() -> Mapping[str, Builtin]:
    """The built-in commands by name."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return {module.NAME: cast("Builtin", module) for module in modules}


def find_builtin(text: str) -> tuple[Builtin, str] | None:
    """The built-in that a normalised text calls, and what is said after its name; `help` for an empty text."""
    name, _, rest = text.strip().partition(" ")
    found = builtins().get(name.lower()) if name else builtins()["help"]
    return (found, rest.strip()) if found else None
