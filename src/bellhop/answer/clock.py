"""What happens by itself: scheduled commands, and what a restart left unfinished."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bellhop.answer.asks import Asks
from bellhop.answer.desk import NOT_A_COMMAND, Desk, Talk
from bellhop.answer.elevations import Elevations
from bellhop.answer.follows import Follows, ask_of_ticket
from bellhop.answer.jobs import Jobs
from bellhop.answer.questions import Questions
from bellhop.command import Ask, Verdict
from bellhop.errors import NotUnderstood
from bellhop.message import Code, Message, Text, Tone
from bellhop.recurrence import parse_recurrence
from bellhop.showing.answer import echo
from bellhop.store.schedules import Schedule, due_schedules, take_turn
from bellhop.syntax.lexer import words

GRACE = timedelta(minutes=5)
"""How late a scheduled command may still run; what is later was missed, and is told."""

_NAMES = uuid.UUID("0f4ad3f5-27c2-4df5-8b0b-3a8b3f3c1a5e")
_log = structlog.get_logger(__name__)


class Clock:
    """Runs what is due. Several replicas may look at the same clock: each turn is taken once.

    Args:
        desk: the audit log and the outbox.
        asks: does what a schedule says.
        jobs: what goes on in the background.
        questions: what waits for a person's yes.
        follows: runs that are looked at until they end.
        start: does work in the background.
    """

    def __init__(
        self,
        desk: Desk,
        asks: Asks,
        jobs: Jobs,
        questions: Questions,
        follows: Follows,
        start: Callable[[Coroutine[None, None, None], Ask], None],
    ) -> None:
        self._desk = desk
        self._asks = asks
        self._jobs = jobs
        self._questions = questions
        self._follows = follows
        self._start = start
        self._elevations = Elevations(desk)

    async def tick(self, now: datetime) -> None:
        """Does what is due at a moment.

        Raises:
            Busy: the store can't be reached; nothing is lost.
        """
        await self._jobs.sweep(now)
        await self._elevations.tick(now)
        await self._questions.sweep(now)
        await self._asks.approvals.tick(now)
        for ticket in await self._follows.due(now):
            self._start(self._follows.look(ticket, now), ask_of_ticket(ticket))
        for schedule in await self._desk.store.read(lambda c: due_schedules(c, now)):
            every = parse_recurrence(schedule.rule)
            following = every.after(now, schedule.timezone)
            if not await self._desk.store.write(lambda c, s=schedule, f=following: take_turn(c, s, f)):
                continue
            if schedule.channel not in self._desk.channels:
                _log.warning("schedule.no_channel", schedule=schedule.id, channel=schedule.channel)
                continue
            talk = await self._desk.talk(_ask(schedule))
            if now - schedule.due > GRACE:
                missed = every.between(schedule.due, now, schedule.timezone)
                await self._desk.say(_missed(schedule, missed, following, talk), talk)
            else:
                self._start(self._run(schedule, talk), talk.ask)

    async def _run(self, schedule: Schedule, talk: Talk) -> None:
        aside = talk.reader.say(
            "Scheduled by @{name}: {rule} ({id})",
            "@{name} 님의 예약: {rule} ({id})",
            name=schedule.name,
            rule=schedule.rule,
            id=schedule.id,
        )
        talk = replace(talk, aside=aside).at(schedule.account)
        try:
            errand = await self._desk.understand(talk, words(schedule.text))
        except NotUnderstood as error:
            await self._desk.note(talk, f"({error.kind})", None, NOT_A_COMMAND)
            await self._desk.finish(talk.ask.id, Verdict.DENY, error.kind)
            raise
        await self._asks.do(talk, errand, confirmed=schedule.confirmed)


def _ask(schedule: Schedule) -> Ask:
    """One turn's ask; its id is the same on every replica, so that it runs once."""
    return Ask(
        id=str(uuid.uuid5(_NAMES, f"{schedule.id} {schedule.due.isoformat()}")),
        channel=schedule.channel,
        user=schedule.user,
        name=schedule.name,
        text=schedule.text,
    )


def _missed(schedule: Schedule, missed: int, following: datetime, talk: Talk) -> Message:
    say = talk.reader.say
    return Message(
        title=say(
            "I was away and missed a scheduled command, {count} time(s).",
            "제가 꺼져 있어 예약된 명령을 {count}번 실행하지 못했습니다.",
            count=missed,
        ),
        tone=Tone.WARN,
        blocks=(
            Code(text=echo(schedule.text)),
            Text(
                text=say(
                    "{rule}, scheduled by @{name}. It was due at {due}; the next time is {next}.",
                    "{rule}, @{name} 님의 예약. {due}에 실행할 차례였고 다음은 {next}입니다.",
                    rule=schedule.rule,
                    name=schedule.name,
                    due=talk.reader.moment(schedule.due),
                    next=talk.reader.moment(following),
                )
            ),
        ),
    )
