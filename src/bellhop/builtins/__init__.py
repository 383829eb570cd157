"""Built-in chat commands, one module each, found by a walk of this folder.

A module has `NAME` (the word that it is called by), `SUMMARY` (for help), `answer` and, if it likes, `ALSO` (other
words for it).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from bellhop.channel import Channel
from bellhop.command import Ask, Outcome
from bellhop.custom_actions import CustomAction
from bellhop.errands import Errand, Errands
from bellhop.errors import BellhopError
from bellhop.message import Message
from bellhop.reader import Reader
from bellhop.store import Store
from bellhop.witness import witnessed


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A built-in that somebody called.

    Args:
        rest: what was said after the name, as it was said.
        ask: who said it, where.
        channel: the channel that it was said in, as its people prefer it.
        reader: whose language and clock.
        errands: understands, decides and runs AWS commands.
        store: what survives; None in a terminal without a configuration.
        channels: all configured channels.
        log: where the audit trail is if not in `store`; None = nowhere else.
    """

    rest: str
    ask: Ask
    channel: Channel
    reader: Reader
    errands: Errands
    store: Store | None
    channels: tuple[Channel, ...] = ()
    log: Store | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What was said after the name, word by word."""
        return tuple(self.rest.split())

    async def understand(self, words: Sequence[str]) -> Errand:
        """The command that words make, and whether whoever calls may run it.

        Raises:
            NotUnderstood: they make none.
        """
        return await self.errands.understand_words(words, self.channel, self.ask.user)

    async def look(self, errand: Errand) -> Outcome:
        """Runs a command that only looks, with a record before and after, wherever there is an audit trail.

        Raises:
            Denied, AwsRefused, Busy, NotUnderstood: as `Errands.call`.
        """
        store = self.store or self.log
        if store is None:
            return await self.errands.call(errand, self.channel, self.ask.user)
        return await witnessed(store, self.errands, errand, self.channel, self.ask)

    @property
    def kept(self) -> Store:
        """What survives.

        Raises:
            BellhopError: there is nothing such here.
        """
        if self.store is None:
            raise BellhopError(
                self.reader.say("There is no channel here to keep that in.", "여기에는 저장할 채널이 없습니다."),
                fix=self.reader.say("say it in a channel of Bellhop's", "Bellhop이 있는 채널에서 말해 주세요"),
            )
        return self.store


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """Words to be heard in the place of those that called a built-in: no markup, quotes taken off.

    Args:
        words: what is heard.
        file: `json`, `csv` or `yaml` if the answer is wanted as a file.
    """

    words: tuple[str, ...]
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Work that takes long and goes on in the background.

    Args:
        text: what is done, as it may be shown.
        work: does it, and gives what is said at its end.
    """

    text: str
    work: Callable[[], Awaitable[Message]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A custom action that is shown as it would run, and runs after a yes; what it lacks is asked for.

    Args:
        action: whose command it is.
        values: of its variables, by name, as far as they are known.
    """

    action: CustomAction
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What somebody says to a command that needs approval.

    Args:
        yes: whether they agree; None = they want it, and say why.
        reason: why, or empty.
        id: the request's; empty = the one of the thread, or the channel's only one.
    """

    yes: bool | None
    reason: str = ""
    id: str = ""


Reply = Message | Instead | Later | Offer | Ballot


class Builtin(Protocol):
    """What a module of this folder offers."""

    NAME: str
    SUMMARY: tuple[str, str]
    """What it does, in English and Korean."""

    async def answer(self, call: Call) -> Reply:
        """What is said to a call; raises `BellhopError` with the fix if it can't be done.

        A button whose `Action.name` is a built-in's calls it with the button's value, and its answer takes the place
        of the message that the button stands on.
        """
        ...


@cache
def builtins() -> Mapping[str, Builtin]:
    """The built-in commands by name."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return {module.NAME: cast("Builtin", module) for module in modules if hasattr(module, "NAME")}


@cache
def _called() -> Mapping[str, Builtin]:
    """As `builtins`, by every word that they are called by."""
    others = {name: module for module in builtins().values() for name in getattr(module, "ALSO", ())}
    return {**others, **builtins()}


_HELP = frozenset({"--help", "-help", "-h", "\u2014help", "\u2013help"})


def find_builtin(text: str) -> tuple[Builtin, str] | None:
    """The built-in that a normalised text calls, and what is said after its name.

    It is `help` for an empty text, and for a command that ends in `help` or `--help`, as in the AWS CLI.
    """
    name, _, rest = text.strip().partition(" ")
    found = _called().get(name.lower()) if name else builtins()["help"]
    if found:
        return found, rest.strip()
    words = text.split()
    if words and (words[-1].lower() in _HELP or (words[-1].lower() == "help" and len(words) <= 3)):
        return builtins()["help"], " ".join(words[:-1])
    return None
