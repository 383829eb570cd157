"""Jobs: commands that go on in the background, with a message that tells how far they are and a Cancel button."""

from __future__ import annotations

import asyncio
import socket
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from msgspec import structs

from bellhop.answer.desk import Desk, Talk
from bellhop.command import Ask, Press
from bellhop.errors import Busy
from bellhop.limits import Limits
from bellhop.message import Action, Code, Message, Text, Tone
from bellhop.reader import Reader
from bellhop.showing.answer import echo
from bellhop.store.jobs import (
    RUNNING,
    Job,
    ask_to_stop,
    beat,
    end_job,
    forget_jobs,
    keep_job,
    place_of,
    silent_jobs,
)

LONGEST = 1800.0
"""Seconds that a job may take."""

Glance = Callable[[str], Message]
"""What is seen of work while it runs and in its end, by its state: `running`, `done`, `cancelled` or `interrupted`."""

_BEAT = 5.0
_SILENT = timedelta(seconds=45)
_KEPT = timedelta(days=1)
_TOLD_AT = (30, 60, 120, 300, 600, 900, 1200, 1500)
_log = structlog.get_logger(__name__)


class Jobs:
    """Follows work in the background; says so when a restart interrupted it.

    Args:
        desk: the audit log and the outbox.
        limits: how many a person, and everybody, may have.
        pause: seconds between two signs of life, and two looks whether somebody wants it to end.
    """

    def __init__(self, desk: Desk, limits: Limits, pause: float = _BEAT) -> None:
        self._desk = desk
        self._limits = limits
        self.pause = pause
        self._holder = f"{socket.gethostname()[:20]}-{uuid.uuid4().hex[:12]}"
        self._here: dict[str, tuple[str, asyncio.Event]] = {}
        self._stopping = False

    async def follow(
        self, work: asyncio.Future[Any], talk: Talk, text: str, *, looks: bool, glance: Glance | None = None
    ) -> str:
        """Waits for work that takes long, telling how far it is: `done`, `cancelled` or `interrupted` in the end.

        Args:
            work: what runs.
            talk: who asked for it.
            text: the command as it may be shown.
            looks: it changes nothing, so nothing can be left half done.
            glance: what is shown of the work, each time that it has changed; None = only that it runs.

        Raises:
            Busy: there are as many jobs as there may be; the work was let go of.
        """
        self._check_limits(talk)
        ask = talk.ask
        stop = asyncio.Event()
        self._here[ask.id] = (ask.user, stop)
        job = await self._begin(talk, text, glance)
        try:
            state = await self._watch(work, job, talk, stop, glance)
        except asyncio.CancelledError:
            work.cancel()
            await asyncio.shield(self._interrupted(job, Reader(locale=talk.channel.locale)))
            raise
        finally:
            del self._here[ask.id]
        if state == "interrupted":
            await self._interrupted(job, talk.reader)
        elif await self._desk.store.write(lambda c: end_job(c, job.id, state)):
            ended = _ended(job, talk.reader, cancelled=state == "cancelled", looks=looks)
            await self._update(job, glance(state) if glance else ended)
        return state

    def let_go(self) -> None:
        """Interrupts every job that runs here; whoever asked is told."""
        self._stopping = True
        for _, stop in self._here.values():
            stop.set()

    async def stop(self, press: Press) -> str:
        """Ends a job at its Cancel button; gives a notice for the presser's eyes, or empty."""
        job = await self._desk.store.write(lambda c: ask_to_stop(c, press.value, press.channel, press.user))
        say = Reader(locale=self._desk.channels[press.channel].locale).say
        if job is None or job.state != RUNNING:
            return say("This has ended already.", "이미 끝난 작업입니다.")
        if job.user != press.user:
            return say("Only the person who asked may cancel this.", "요청한 사람만 취소할 수 있습니다.")
        if job.id in self._here:
            self._here[job.id][1].set()
        return ""

    async def sweep(self, now: datetime) -> None:
        """Says of jobs whose replica is gone that they were interrupted, once."""
        for job in await self._desk.store.read(lambda c: silent_jobs(c, now - _SILENT)):
            channel = self._desk.channels.get(job.channel)
            await self._interrupted(job, Reader(locale=channel.locale if channel else "en"))

    def _check_limits(self, talk: Talk) -> None:
        mine = sum(user == talk.ask.user for user, _ in self._here.values())
        each, everybody = self._limits.background, self._limits.background_all
        too_many = bool(each) and mine >= each
        if not too_many and not (everybody and len(self._here) >= everybody):
            return
        say = talk.reader.say
        raise Busy(
            say(
                "It takes long, and {count} commands are in the background already; I let go of it.",
                "오래 걸리는 명령인데 이미 백그라운드에서 {count}개가 실행 중이라 그만두었습니다.",
                count=mine if too_many else len(self._here),
            ),
            fix=say(
                "look whether it was done, then wait for another to end or cancel one",
                "실행되었는지 확인하고, 다른 작업이 끝나기를 기다리거나 취소하세요",
            ),
        )

    async def _begin(self, talk: Talk, text: str, glance: Glance | None) -> Job:
        ask, now = talk.ask, datetime.now(UTC)
        job = Job(
            id=ask.id, channel=ask.channel, user=ask.user, name=ask.name, thread=ask.thread, text=text, started=now
        )
        job = replace(job, delivery=await self._desk.say(_now(job, talk.reader, glance), talk))
        await self._desk.store.write(lambda c: (forget_jobs(c, now - _KEPT), keep_job(c, job, self._holder)))
        return job

    async def _watch(
        self, work: asyncio.Future[Any], job: Job, talk: Talk, stop: asyncio.Event, glance: Glance | None
    ) -> str:
        told = list(_TOLD_AT)
        seen = glance("running") if glance else None
        stopped = asyncio.create_task(stop.wait())
        try:
            while True:
                await asyncio.wait({work, stopped}, timeout=self.pause, return_when=asyncio.FIRST_COMPLETED)
                if work.done():
                    return "done"
                now = datetime.now(UTC)
                state = await self._desk.store.write(lambda c, now=now: beat(c, job.id, now))
                if stop.is_set() or state != RUNNING:
                    work.cancel()
                    await asyncio.wait({work})
                    return "interrupted" if self._stopping else "cancelled"
                if glance and (shown := glance("running")) != seen:
                    seen = shown
                    await self._update(job, _now(job, talk.reader, glance))
                passed = (now - job.started).total_seconds()
                if told and not glance and passed >= told[0]:
                    told = [seconds for seconds in told if seconds > passed]
                    await self._update(job, _going(job, talk.reader))
        finally:
            stopped.cancel()

    async def _update(self, job: Job, message: Message) -> None:
        """Puts a message in the place of the one that tells how far a job is, if that was posted by now."""
        place = await self._desk.store.read(lambda c: place_of(c, job.delivery))
        if place:
            ask = Ask(id=job.id, channel=job.channel, user=job.user, name=job.name, text="", thread=job.thread)
            await self._desk.say(message, Talk(ask=ask, channel=self._desk.channels[job.channel], replaces=place))

    async def _interrupted(self, job: Job, reader: Reader) -> None:
        if job.channel not in self._desk.channels:
            return
        if not await self._desk.store.write(lambda c: end_job(c, job.id, "interrupted")):
            return
        _log.warning("job.interrupted", job=job.id, channel=job.channel)
        message = Message(
            title=reader.say(
                "@{name}, a restart of mine interrupted this command.",
                "@{name} 님, 제가 다시 시작되면서 이 명령이 중단되었습니다.",
                name=job.name,
            ),
            tone=Tone.WARN,
            blocks=(
                Code(text=echo(job.text)),
                Text(
                    text=reader.say(
                        "What it asked of AWS may have been done: look before you run it again.",
                        "AWS에 요청한 일은 이미 처리되었을 수 있으니 다시 실행하기 전에 확인하세요.",
                    )
                ),
            ),
        )
        ask = Ask(id=job.id, channel=job.channel, user=job.user, name=job.name, text="", thread=job.thread)
        await self._update(job, _ended(job, reader, cancelled=False, looks=False))
        await self._desk.say(message, Talk(ask=ask, channel=self._desk.channels[job.channel]))


def _now(job: Job, reader: Reader, glance: Glance | None) -> Message:
    if glance is None:
        return _going(job, reader)
    stop = Action(label=reader.say("Stop", "중지"), name="stop", value=job.id)
    return structs.replace(glance("running"), actions=(stop,))


def _going(job: Job, reader: Reader) -> Message:
    span = datetime.now(UTC) - job.started
    title = reader.say("Still running for @{name} …", "@{name} 님의 명령을 계속 실행하는 중입니다 …", name=job.name)
    passed = reader.say("Since {span}.", "{span} 지났습니다.", span=reader.duration(span))
    limit = reader.say(
        "I'll say when it ends; I wait {limit} at most.",
        "끝나면 알려 드립니다. 최대 {limit} 기다립니다.",
        limit=reader.duration(timedelta(seconds=LONGEST)),
    )
    words = f"{passed} {limit}" if span >= timedelta(seconds=20) else limit
    return Message(
        title=title,
        blocks=(Code(text=echo(job.text)), Text(text=words, small=True)),
        actions=(Action(label=reader.say("Cancel", "취소"), name="stop", value=job.id),),
    )


def _ended(job: Job, reader: Reader, *, cancelled: bool, looks: bool) -> Message:
    span = reader.duration(datetime.now(UTC) - job.started)
    if not cancelled:
        return Message(
            title=reader.say("Ended after {span}.", "{span} 만에 끝났습니다.", span=span),
            blocks=(Code(text=echo(job.text)),),
        )
    note = reader.say(
        "What AWS was asked for before that may still be done.", "그 전에 AWS에 요청한 일은 처리될 수 있습니다."
    )
    return Message(
        title=reader.say("Cancelled after {span}.", "{span} 만에 취소했습니다.", span=span),
        tone=Tone.WARN,
        blocks=(Code(text=echo(job.text)), *([] if looks else [Text(text=note, small=True)])),
    )
