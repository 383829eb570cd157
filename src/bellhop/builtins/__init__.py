"""Built-in chat commands, one module each, found by a walk of this folder.

A module has `NAME` (the words that it is called by), `SUMMARY` (for help) and `answer`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Protocol, cast

from bellhop.channel import Channel
from bellhop.message import Message
from bellhop.reader import Reader


class Builtin(Protocol):
    """What a module of this folder offers."""

    NAME: str
    SUMMARY: tuple[str, str]
    """What it does, in English and Korean."""

    def answer(self, words: Sequence[str], channel: Channel, reader: Reader) -> Message:
        """The answer to what was said after the name."""
        ...


@cache
def builtins() -> Mapping[str, Builtin]:
    """The built-in commands by name."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return {module.NAME: cast("Builtin", module) for module in modules}


def find_builtin(text: str) -> tuple[Builtin, tuple[str, ...]] | None:
    """The built-in that a normalised text calls, and the words after its name."""
    words = text.split()
    found = builtins().get(words[0].lower()) if words else builtins()["help"]
    return (found, tuple(words[1:])) if found else None
