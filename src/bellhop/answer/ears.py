"""`Answer`: hears what people say and which buttons they press."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bellhop import tracing
from bellhop.answer.asks import Asks
from bellhop.answer.clock import Clock
from bellhop.answer.desk import Desk, Talk
from bellhop.answer.files import Files
from bellhop.answer.forms import Forms
from bellhop.answer.jobs import Jobs
from bellhop.answer.pages import Pages
from bellhop.answer.presses import Presses
from bellhop.answer.questions import Questions
from bellhop.answer.runs import Runs
from bellhop.answer.turns import Turns
from bellhop.answer.values import Values
from bellhop.channel import Channel
from bellhop.command import Ask, Press
from bellhop.errands import Errands
from bellhop.errors import BellhopError, Busy
from bellhop.limits import Limits
from bellhop.reader import Reader
from bellhop.showing.refusal import said
from bellhop.store import Store

_TICK = 5.0
_GRACE = 5.0
_log = structlog.get_logger(__name__)


class Answer:
    """Hears asks and presses, and puts what comes of them into the outbox.

    Args:
        store: where the audit log, the questions and the outbox are.
        channels: all configured channels.
        errands: understands and runs commands.
        wake: called after an answer was put into the outbox.
        patience: seconds after which a command goes on in the background.
        public_url: where this Bellhop's pages can be reached from outside, empty = nowhere.
        limits: how much people may ask for at once.
    """

    def __init__(
        self,
        store: Store,
        channels: Sequence[Channel],
        errands: Errands,
        wake: Callable[[], None],
        *,
        patience: float = 15.0,
        public_url: str = "",
        limits: Limits = Limits(),  # noqa: B008  # it never changes
    ) -> None:
        self._channels = {channel.name: channel for channel in channels}
        self._places = {(channel.platform, channel.address or channel.name): channel for channel in channels}
        self._tasks: set[asyncio.Task[None]] = set()
        self._desk = desk = Desk(store, channels, errands, wake)
        self.jobs = jobs = Jobs(desk, limits)
        pages, questions, forms = Pages(desk), Questions(desk), Forms(desk, Values(desk))
        files = Files(desk, public_url)
        runs = Runs(desk, jobs, pages, files, Turns(limits), patience)
        self._questions = questions
        self._asks = asks = Asks(desk, runs, questions, forms)
        self._clock = Clock(desk, asks, jobs, questions, runs.follows, self._start)
        self._presses = Presses(
            desk,
            asks=asks,
            runs=runs,
            questions=questions,
            forms=forms,
            pages=pages,
            files=files,
            jobs=jobs,
            start=self._start,
        )

    @property
    def busy(self) -> bool:
        """Whether anything that was asked for is not answered yet."""
        return bool(self._tasks)

    def channel_at(self, platform: str, address: str) -> Channel | None:
        """The configured channel at a platform's address."""
        return self._places.get((platform, address))

    async def ask(self, ask: Ask) -> None:
        """Answers a text in the background."""
        if self._hears(ask.channel):
            ask = replace(ask, text=_whole(ask.text))
            self._start(self._answer(ask), ask)

    async def edited(self, ask: Ask) -> None:
        """Hears that somebody changed what they said: it does not run again, and what waits for their yes is void."""
        if self._hears(ask.channel):
            self._start(self._edited(ask), ask)

    def _hears(self, name: str) -> bool:
        """Whether anybody is listened to in a channel: not where the organization's chat policy disabled it."""
        channel = self._channels.get(name)
        if channel and channel.disabled:
            _log.info("answer.disabled", channel=name, because=channel.disabled)
        return channel is not None and not channel.disabled

    async def press(self, press: Press) -> str:
        """Does what a button says; gives a notice for the presser's eyes, or empty."""
        if press.channel not in self._channels:
            return ""
        if why := self._channels[press.channel].disabled:
            return Reader(locale=self._channels[press.channel].locale).say(
                "The organization's chat policy disabled this channel: {why}.",
                "조직의 채팅 정책에서 이 채널을 사용 중지했습니다({why}).",
                why=why,
            )
        try:
            return await self._presses.do(replace(press, value=_whole(press.value)))
        except BellhopError as error:
            return said(error, Reader(locale=self._channels[press.channel].locale))

    async def run(self) -> None:
        """Runs scheduled commands when they are due, until cancelled; tells of what a restart interrupted."""
        while True:
            try:
                await self.tick(datetime.now(UTC))
            except Busy as error:
                _log.warning("clock.store_busy", error=error.message)
            await asyncio.sleep(_TICK)

    async def tick(self, now: datetime) -> None:
        """Does what is due at a moment.

        Raises:
            Busy: the store can't be reached; nothing is lost.
        """
        await self._clock.tick(now)

    async def stop(self) -> None:
        """Waits a little for running commands, then lets go of them; whoever asked is told."""
        self.jobs.let_go()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=_GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _edited(self, ask: Ask) -> None:
        await self._questions.edited(ask)
        await self._asks.approvals.edited(ask)

    async def _answer(self, ask: Ask) -> None:
        await self._asks.answer(await self._desk.talk(ask))

    def _start(self, work: Coroutine[None, None, None], ask: Ask) -> None:
        task = asyncio.create_task(self._guarded(work, ask))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # it is in the log; asyncio need not report it again

    async def _guarded(self, work: Coroutine[None, None, None], ask: Ask) -> None:
        """Nobody is left without an answer, whatever went wrong."""
        talk = Talk(ask=ask, channel=self._channels[ask.channel])
        refuse = self._desk.errands.refuse
        try:
            try:
                with tracing.within("command", channel=ask.channel, user=ask.user, ask=ask.id):
                    await work
            except BellhopError as error:
                _log.info("answer.refused", ask=ask.id, error=str(error))
                await self._desk.say(refuse(error, talk.channel), talk)
            except Exception:
                _log.exception("answer.failed", ask=ask.id)
                await self._desk.say(refuse(_sorry(ask, talk.channel), talk.channel), talk)
                raise
        except Busy as error:
            _log.error("answer.lost", ask=ask.id, error=error.message)


def _whole(text: str) -> str:
    """Without half characters (lone surrogates), which can't be stored, signed or sent."""
    return text.encode(errors="replace").decode()


def _sorry(ask: Ask, channel: Channel) -> BellhopError:
    return BellhopError(
        Reader(locale=channel.locale).say(
            "Something went wrong on my side; the log has it under {id}.",
            "제 쪽에서 문제가 생겼습니다. 로그에 {id}로 남아 있습니다.",
            id=ask.id,
        )
    )
