"""The audit records of `bellhop run`: the same that a chat's commands have, where there is a store to write to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bellhop.channel import Channel
    from bellhop.command import Ask, Command, Decision, Outcome
    from bellhop.config import Config
    from bellhop.errands import Errand, Errands
    from bellhop.standing import Standing
    from bellhop.store import Store


class RunLog:
    """Writes what is asked for at a terminal, before it runs, and what came of it.

    Args:
        store: where the trail is; None = there is no configuration, and nothing is kept.
        errands: runs commands.
    """

    def __init__(self, store: Store | None, errands: Errands) -> None:
        self.store = store
        self._errands = errands

    async def note(self, ask: Ask, channel: Channel, errand: Errand) -> None:
        """Writes a command that was understood."""
        await self._note(ask, channel, errand.text, errand.command, errand.decision, errand.standing)

    async def begin(self, ask: Ask, channel: Channel, name: str) -> None:
        """Writes that a built-in was called."""
        from bellhop.answer.desk import BUILT_IN

        await self._note(ask, channel, name, None, BUILT_IN)

    async def puzzled(self, ask: Ask, channel: Channel, why: str) -> None:
        """Writes what was no command, and why."""
        from bellhop.answer.desk import NOT_A_COMMAND

        await self._note(ask, channel, f"({why})", None, NOT_A_COMMAND)
        await self.finish(ask, why)

    async def confirm(self, ask: Ask) -> None:
        """Writes that whoever asked said yes at once, with --yes."""
        from bellhop.store.ledger import note_answer

        await self._write(lambda c, now: note_answer(c, ask.id, ask, "run", now))

    async def call(self, errand: Errand, ask: Ask, channel: Channel) -> Outcome:
        """Runs a command that was noted, and writes what came of it.

        Raises:
            BellhopError: it did not run, or AWS answered with an error.
        """
        from bellhop.errors import AwsRefused, BellhopError
        from bellhop.evidence import refusal_of, result_of

        began, word, facts = monotonic(), "failed", dict[str, Any]()
        try:
            outcome = await self._errands.call(errand, channel, ask.user)
            word, facts = "ok", result_of(outcome)
        except BellhopError as error:
            word = error.code if isinstance(error, AwsRefused) else type(error).__name__
            facts = refusal_of(error)
            raise
        else:
            return outcome
        finally:
            await self.finish(ask, word, {**facts, "seconds": round(monotonic() - began, 3)})

    async def look(self, errand: Errand, ask: Ask, channel: Channel) -> Outcome:
        """Runs a command besides, with a record before and after.

        Raises:
            BellhopError: it did not run, or AWS answered with an error.
        """
        from bellhop.witness import witnessed

        if self.store is None:
            return await self._errands.call(errand, channel, ask.user)
        return await witnessed(self.store, self._errands, errand, channel, ask)

    async def finish(self, ask: Ask, outcome: str, facts: Mapping[str, Any] = MappingProxyType({})) -> None:
        """Writes what came of an ask."""
        from bellhop.store.ledger import note_outcome

        await self._write(lambda c, now: note_outcome(c, ask.id, outcome, now, facts))

    async def _note(
        self,
        ask: Ask,
        channel: Channel,
        text: str,
        command: Command | None,
        decision: Decision,
        standing: Standing | None = None,
    ) -> None:
        from bellhop.evidence import evidence
        from bellhop.standing import Standing
        from bellhop.store.ledger import note_command

        if self.store is None:
            return
        who = standing or Standing()
        facts = await asyncio.to_thread(evidence, self._errands.grammar, ask, channel, command, decision, who)
        await self._write(lambda c, now: note_command(c, ask, text, command, decision, now, facts))

    async def _write(self, work: Callable[[Connection, datetime], object]) -> None:
        if self.store is not None:
            now = datetime.now(UTC)
            await self.store.write(lambda c: work(c, now))


@contextmanager
def run_log(config: Config | None, errands: Errands) -> Generator[RunLog]:
    """The log of one run; its store is open until the context ends.

    Raises:
        BellhopError: the store can't be opened.
    """
    if config is None:
        yield RunLog(None, errands)
        return
    from bellhop.store import Store

    store = Store(config.store.url)
    store.open()
    try:
        yield RunLog(store, errands)
    finally:
        store.close()
