"""Running what may run: limits, the audit log's end, and the answer; what takes long becomes a job."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from bellhop.answer.cases import case_buttons, correspondence
from bellhop.answer.desk import Desk, Talk
from bellhop.answer.files import Files
from bellhop.answer.follows import Follows
from bellhop.answer.jobs import LONGEST, Glance, Jobs
from bellhop.answer.pages import Pages
from bellhop.answer.tails import Tail
from bellhop.answer.turns import Turns
from bellhop.builtins import Later
from bellhop.command import Verdict
from bellhop.errands import Errand
from bellhop.errors import AwsRefused, BellhopError, Busy
from bellhop.evidence import refusal_of, result_of
from bellhop.message import Code, Message
from bellhop.metrics import COMMAND_SECONDS
from bellhop.showing.answer import echo

SOON = 1.5
"""Seconds after which a person who pressed a button is told that it runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """What came of it: what is said, and a word and what else is known for the audit log."""

    message: Message | None
    outcome: str
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])


_Work = Callable[[], Awaitable[_End]]


class Runs:
    """Runs commands and says what came of them.

    Args:
        desk: the audit log and the outbox.
        jobs: follows what takes long.
        pages: keeps the rest of long lists.
        files: keeps answers that are files.
        turns: how many may run at once.
        patience: seconds after which a command goes on in the background.
    """

    def __init__(self, desk: Desk, jobs: Jobs, pages: Pages, files: Files, turns: Turns, patience: float) -> None:
        self._desk = desk
        self._jobs = jobs
        self._pages = pages
        self._files = files
        self.follows = Follows(desk)
        self.turns = turns
        self._patience = patience

    async def run(self, errand: Errand, talk: Talk) -> None:
        """Runs a command that is in the audit log, and answers.

        Raises:
            Busy: too many of this person's commands wait already, or began just now; nobody was told yet.
        """
        talk = talk.at(errand.command.account)
        if errand.command.settings.get("follow"):
            tail = Tail(self._desk, errand, talk)
            verdict = errand.decision.verdict
            await self._go(lambda: self._ended(tail.run(), talk), talk, errand.text, verdict, 1.0, tail.glance)
            return
        patience = SOON if errand.command.waiter else self._patience
        await self._go(lambda: self._called(errand, talk), talk, errand.text, errand.decision.verdict, patience)

    async def later(self, talk: Talk, later: Later) -> None:
        """Does a built-in's work in the background.

        Raises:
            Busy: as `run`.
        """
        await self._go(lambda: self._ended(later.work(), talk), talk, later.text, Verdict.ALLOW, 0.1)

    async def _go(
        self, work: _Work, talk: Talk, text: str, verdict: Verdict, patience: float, glance: Glance | None = None
    ) -> None:
        ask = talk.ask
        running: asyncio.Future[_End] | None = None
        end, outcome, began = _End(message=None, outcome="failed"), "failed", monotonic()
        try:
            async with self.turns.turn(talk):
                running = asyncio.ensure_future(work())
                began = monotonic()
                soon = min(SOON, patience) if talk.replaces else patience
                if not await _done(running, soon) and soon < patience:
                    await self._desk.say(_running(talk, text), talk)
                if not await _done(running, patience - soon):
                    outcome = await self._jobs.follow(
                        running, talk, text, looks=verdict is Verdict.ALLOW, glance=glance
                    )
                    talk = talk.beneath()
                if not running.cancelled():
                    end = running.result()
                    outcome = end.outcome
                COMMAND_SECONDS.observe(monotonic() - began)
        except Busy:
            outcome = "too-many"
            raise
        finally:
            if running:
                running.cancel()
            facts = {**end.facts, "seconds": round(monotonic() - began, 3)}
            await asyncio.shield(self._desk.finish(ask.id, verdict, outcome, facts))
        if end.message:
            await self._desk.say(end.message, talk)

    async def _called(self, errand: Errand, talk: Talk) -> _End:
        facts: dict[str, Any] = {}
        end = await self._ended(self._shown(errand, talk, facts), talk)
        return replace(end, facts={**end.facts, **facts})

    async def _shown(self, errand: Errand, talk: Talk, facts: dict[str, Any]) -> Message:
        """The answer; what the audit log is to know of the call goes into `facts`, whatever comes of showing it."""
        errand = self._pages.with_log(errand)
        outcome = await self._desk.errands.call(errand, talk.channel, talk.ask.user, seconds=LONGEST)
        facts |= result_of(outcome)
        outcome, buttons = await self._pages.keep(errand, outcome, talk)
        buttons += await self._files.buttons(errand, outcome, talk)
        buttons += case_buttons(errand.command, outcome, talk.reader)
        attached = await self._files.keep(errand, outcome, talk)
        await self.follows.begin(errand, outcome, talk)
        shown = await self._desk.errands.show(
            errand, outcome, talk.channel, talk.ask.name, buttons=buttons, attached=attached
        )
        return correspondence(errand.command, outcome, shown, talk.reader)

    async def _ended(self, work: Awaitable[Message | None], talk: Talk) -> _End:
        try:
            return _End(message=await work, outcome="ok")
        except BellhopError as error:
            outcome = error.code if isinstance(error, AwsRefused) else type(error).__name__
            return _End(
                message=self._desk.errands.refuse(error, talk.channel), outcome=outcome, facts=refusal_of(error)
            )


async def _done(task: asyncio.Future[_End], seconds: float) -> bool:
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return bool(done)


def _running(talk: Talk, text: str) -> Message:
    title = talk.reader.say("Running for @{name} …", "@{name} 님의 명령을 실행하는 중입니다 …", name=talk.ask.name)
    return Message(title=title, blocks=(Code(text=echo(text)),))
