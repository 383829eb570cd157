"""Follows: runs that take time are looked at until they end, and the thread is told.

A follow is a ticket whose `made` moves on with every look, so that one replica at a time looks, and any of them goes on
after a restart.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import structlog

from bellhop.answer.desk import Desk, Talk
from bellhop.answer.following import echoed, ended, going, lost, tired
from bellhop.command import Ask, Command, Outcome, Press, Verdict
from bellhop.errands import Errand
from bellhop.errors import AwsRefused, BellhopError, Denied
from bellhop.following import RUNS, Run
from bellhop.following.sight import Sight, parameters, seen, ways
from bellhop.message import Message
from bellhop.showing.spelling import jsonable
from bellhop.store.jobs import place_of
from bellhop.store.tickets import (
    Ticket,
    amend_ticket,
    drop_ticket,
    find_ticket,
    keep_ticket,
    pack_command,
    tickets_of,
    unpack_command,
)

LONGEST = timedelta(hours=1)
"""How long a run is followed."""

MOST = 20
"""How many runs of a channel are followed at once."""

_KIND = "follow"
_SECONDS = 10.0
_TRIES = 5
_KEPT = timedelta(days=1)
_RETELL = timedelta(seconds=30)
_UNKNOWN = ("ValidationError", "ResourceNotFoundException", "NotFound")
_FORBIDDEN = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "SubscriptionRequiredException")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What a look came to: an answer, or why there is none."""

    sight: Sight | None
    answer: Any = None
    forbidden: bool = False
    why: str = ""


class Follows:
    """Looks at runs until they end.

    Args:
        desk: the audit log and the outbox.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def begin(self, errand: Errand, outcome: Outcome, talk: Talk) -> None:
        """Follows what a command began, if the table knows it and whoever asked may look at it."""
        command = errand.command
        run = RUNS.get(key := f"{command.service}:{command.operation}")
        if run is None or command.waiter:
            return
        asked = parameters(run, command.parameters, outcome.answer)
        if not asked or not (look := await self._look_for(run, asked, outcome.region, talk)):
            return
        now = datetime.now(UTC)
        ask = talk.ask
        ticket = Ticket(
            id=secrets.token_urlsafe(9),
            kind=_KIND,
            channel=ask.channel,
            user=ask.user,
            thread=ask.thread,
            body={"run": key, "look": pack_command(look), "name": ask.name, "text": errand.text, "began": now},
            made=now,
            expires=now + LONGEST + _KEPT,
        )
        ticket = replace(ticket, body={**ticket.body, "due": now + timedelta(seconds=run.patience)})
        if len(await self._desk.store.read(lambda c: tickets_of(c, _KIND, ask.channel))) >= MOST:
            _log.info("follow.too_many", channel=ask.channel)
            return
        await self._desk.store.write(lambda c: keep_ticket(c, ticket))

    async def due(self, now: datetime) -> list[Ticket]:
        """The runs that this replica is to look at now; no other one looks at them in this turn."""
        found: list[Ticket] = []
        for ticket in await self._desk.store.read(lambda c: tickets_of(c, _KIND)):
            if ticket.body["due"] > now or ticket.channel not in self._desk.channels:
                continue
            body = {**ticket.body, "due": now + _pause(now - ticket.body["began"])}
            mine = replace(ticket, body=body, made=max(now, ticket.made + timedelta(microseconds=1)))
            if await self._desk.store.write(lambda c, t=ticket, m=mine: amend_ticket(c, t, m)):
                found.append(mine)
        return found

    async def look(self, ticket: Ticket, now: datetime) -> None:
        """Looks at a run once, and tells what is new."""
        talk, run = await self._desk.talk(ask_of_ticket(ticket)), RUNS.get(ticket.body["run"])
        if run is None:  # an earlier version of Bellhop knew it
            await self._desk.store.write(lambda c: drop_ticket(c, ticket.id))
            return
        try:
            command = unpack_command(ticket.body["look"])
        except BellhopError:
            await self._desk.store.write(lambda c: drop_ticket(c, ticket.id))
            raise
        look = await self._looked(run, command, talk)
        if look.sight is None:
            await self._failed(ticket, look, talk, run)
        elif look.sight.ended:
            actions = ways(
                run,
                command.parameters,
                look.answer,
                talk.reader,
                region=command.region,
                failed=not look.sight.good,
            )
            await self._end(ticket, ended(run, look.sight, ticket, talk.reader, now, actions), talk)
        elif now - ticket.body["began"] > LONGEST:
            await self._end(ticket, tired(run, look.sight, ticket, talk.reader, LONGEST), talk)
        else:
            await self._go_on(ticket, run, look.sight, talk, now)

    async def stop(self, press: Press, talk: Talk) -> str:
        """Stops following at the button; gives a notice for the presser's eyes, or empty."""
        now, say = datetime.now(UTC), talk.reader.say
        ticket = await self._desk.store.read(lambda c: find_ticket(c, press.value, _KIND, press.channel, now))
        if ticket is None:
            return say("I don't follow this any more.", "더 이상 지켜보지 않는 작업입니다.")
        if not await self._desk.store.write(lambda c: drop_ticket(c, ticket.id)):
            return ""
        title = say(
            "@{name} stopped me following this; it goes on in AWS.",
            "@{name} 님이 지켜보기를 멈췄습니다. AWS에서는 계속 진행됩니다.",
            name=press.name,
        )
        await self._desk.say(Message(title=title, blocks=echoed(ticket)), replace(talk, replaces=press.message))
        return ""

    async def _look_for(self, run: Run, asked: dict[str, Any], region: str, talk: Talk) -> Command | None:
        """The command that looks at a run; None if whoever asked may not run it at once."""
        words: list[str] = [*run.look]
        for name, value in asked.items():
            option = next(
                (
                    option
                    for option in self._desk.errands.grammar.options(*run.look)
                    if _plain(option.name) == _plain(name)
                ),
                None,
            )
            if option is None:
                return None
            words.append(f"--{option.name}")
            words.extend(map(str, cast("Sequence[Any]", value)) if isinstance(value, list | tuple) else [str(value)])
        try:
            errand = await self._desk.understand(talk, [*words, "--region", region])
        except BellhopError as error:
            _log.warning("follow.no_look", run=run.starts[0], error=str(error))
            return None
        return errand.command if errand.decision.verdict is Verdict.ALLOW else None

    async def _looked(self, run: Run, command: Command, talk: Talk) -> _Look:
        try:
            errand = await self._desk.again(talk, command)
            if errand.decision.verdict is not Verdict.ALLOW:
                return _Look(sight=None, forbidden=True, why=errand.decision.because)
            outcome = await self._desk.look(errand, talk, seconds=_SECONDS)
        except Denied as error:
            return _Look(sight=None, forbidden=True, why=error.because)
        except AwsRefused as error:
            if run.gone and error.code in _UNKNOWN:
                return _Look(sight=Sight(state="DELETE_COMPLETE", ended=True, good=True), answer={})
            return _Look(sight=None, forbidden=error.code in _FORBIDDEN, why=error.message)
        except BellhopError as error:
            return _Look(sight=None, why=error.message)
        answer = jsonable(outcome.answer)
        return _Look(sight=seen(run, command.parameters, answer), answer=answer)

    async def _failed(self, ticket: Ticket, look: _Look, talk: Talk, run: Run) -> None:
        """AWS may not know yet what it began, or be busy: a few looks may fail before anything is given up."""
        body = {**ticket.body, "tries": ticket.body.get("tries", 0) + 1}
        if not look.forbidden and body["tries"] < _TRIES:
            await self._desk.store.write(lambda c: amend_ticket(c, ticket, replace(ticket, body=body)))
            return
        _log.info("follow.given_up", run=ticket.body["run"], channel=ticket.channel, why=look.why)
        if await self._desk.store.write(lambda c: drop_ticket(c, ticket.id)) and (place := await self._place(ticket)):
            await self._desk.say(lost(run, ticket, talk.reader, look.why), replace(talk, replaces=place))

    async def _end(self, ticket: Ticket, message: Message, talk: Talk) -> None:
        if not await self._desk.store.write(lambda c: drop_ticket(c, ticket.id)):
            return  # somebody stopped it while this replica looked
        await self._desk.say(message, talk)
        if place := await self._place(ticket):
            title = talk.reader.say("Followed to its end; see below.", "끝까지 지켜보았습니다. 아래를 보세요.")
            await self._desk.say(Message(title=title, blocks=echoed(ticket)), replace(talk, replaces=place))

    async def _go_on(self, ticket: Ticket, run: Run, sight: Sight, talk: Talk, now: datetime) -> None:
        """Tells how far it is, in place of what was told before; if nothing changed, only every half minute."""
        place, delivery = await self._place(ticket), ticket.body.get("delivery", "")
        told = f"{sight.state} {sight.done} {sight.now}"
        body: dict[str, Any] = {**ticket.body, "tries": 0}
        fresh = told != body.get("told") or now - body["told_at"] >= _RETELL
        if fresh and (place or not delivery):  # else it is not posted yet, and the next look tells
            message = going(run, sight, ticket, talk.reader, now)
            said = await self._desk.say(message, replace(talk, replaces=place))
            body |= {"told": told, "told_at": now, "delivery": delivery or said}
        await self._desk.store.write(lambda c: amend_ticket(c, ticket, replace(ticket, body=body)))

    async def _place(self, ticket: Ticket) -> str:
        return await self._desk.store.read(lambda c: place_of(c, ticket.body.get("delivery", "")))


def _pause(passed: timedelta) -> timedelta:
    """How long to wait for the next look: often at first, seldom later."""
    return timedelta(seconds=4 if passed < timedelta(minutes=2) else 15 if passed < timedelta(minutes=10) else 30)


def _plain(name: str) -> str:
    return name.replace("-", "").lower()


def ask_of_ticket(ticket: Ticket) -> Ask:
    """Who asked for what began a run."""
    return Ask(
        id=ticket.id,
        channel=ticket.channel,
        user=ticket.user,
        name=ticket.body["name"],
        text=ticket.body["text"],
        thread=ticket.thread,
    )
