"""Approvals: commands that wait for the yes of others, in one thread, and run with their asker's rights in the end."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bellhop.answer.desk import Desk, Talk
from bellhop.answer.runs import Runs
from bellhop.approval import ApprovalRule, Vote, agreed, first_reminder, lifetime, may_approve
from bellhop.command import Ask, Press, Verdict
from bellhop.errands import Errand
from bellhop.errors import BellhopError
from bellhop.people import Circle
from bellhop.showing.approval import Where, asking, by_whom, handed_on, over, reminder, told_asker, who_may, whom
from bellhop.store.approvals import (
    WAITING,
    Request,
    State,
    cast_vote,
    due_requests,
    end_request,
    find_request,
    keep_request,
    note_request_shown,
    packed_command,
    take_reminder,
    waiting_requests,
)
from bellhop.store.jobs import place_of

_SHORT = 8
"""Characters of an id that people type."""

Work = Coroutine[None, None, None]
_log = structlog.get_logger(__name__)


class Approvals:
    """Asks those who may agree, hears what they say, and runs what they agreed to.

    Args:
        desk: the audit log and the outbox.
        runs: runs what may run.
    """

    def __init__(self, desk: Desk, runs: Runs) -> None:
        self._desk = desk
        self._runs = runs

    @property
    def _circle(self) -> Circle:
        standings = self._desk.errands.rights.standings
        return Circle(people=standings.people, members=standings.members)

    async def begin(self, errand: Errand, talk: Talk, reason: str) -> None:
        """Asks those who may agree; the question that stood there, if any, is replaced by a word."""
        ask, now, rules = talk.ask, datetime.now(UTC), errand.decision.approvals
        remind = first_reminder(rules)
        request = Request(
            id=ask.id,
            channel=ask.channel,
            user=ask.user,
            name=ask.name or ask.user,
            thread=ask.thread,
            text=errand.text,
            reason=" ".join(reason.split()),
            packed=packed_command(errand.command),
            asked=now,
            expires=now + lifetime(rules),
            remind=now + remind if remind else None,
        )
        if not await self._desk.store.write(lambda c: keep_request(c, request)):
            return
        if talk.replaces:
            await self._desk.say(handed_on(errand.text, request.name, talk.reader), talk)
        where = await self._desk.errands.where(errand, talk.channel)
        people = self._circle.people
        ping = whom(rules, people, [request.user])
        shown = asking(request, rules, self._circle, where, talk.reader, ping=ping)
        delivery = await self._desk.say(shown, talk.beneath())
        await self._desk.store.write(lambda c: note_request_shown(c, request.id, delivery))

    async def pressed(self, press: Press, talk: Talk) -> str | Work:
        """What a button of a request does: work, or a notice for the presser's eyes."""
        if press.action == "withdraw":
            return await self._withdraw(press, talk)
        return await self.vote(press.value, talk, yes=press.action == "approve", reason=press.text)

    async def vote(self, id: str, talk: Talk, *, yes: bool, reason: str) -> str | Work:  # noqa: A002  # it is the id
        """What somebody says to a request: work, or a notice for their eyes.

        Args:
            id: the request's; empty = the one of the thread, or the channel's only one.
            talk: who says it, where.
            yes: whether they agree.
            reason: why, or empty.
        """
        request = await self._request(id, talk)
        if request is None or request.channel != talk.ask.channel:
            return talk.reader.say("I don't know which request you mean.", "어느 요청인지 알 수 없습니다.")
        if notice := _closed(request, talk):
            return notice
        asked = await self._talk_of(request)
        errand = await self._decided(request, asked)
        if errand is None:
            await self._end(request, "void")
            return ""
        rules, circle, user = errand.decision.approvals, self._circle, talk.ask.user
        if notice := _may_not(request, rules, circle, talk, yes=yes):
            return notice
        vote = Vote(
            user=user, name=talk.ask.name or user, yes=yes, reason=" ".join(reason.split()), at=datetime.now(UTC)
        )
        done = await self._desk.store.write(
            lambda c: cast_vote(c, request.id, vote, lambda votes: agreed(rules, votes, request.user, circle))
        )
        if done is None:
            return talk.reader.say("This was answered already.", "이미 답한 요청입니다.")
        await self._show(done, errand, asked)
        if done.state == "approved":
            return self._run(done, errand, asked)
        if done.state == "denied":
            await self._tell(done, asked)
        return ""

    async def edited(self, ask: Ask) -> None:
        """Ends the request that an ask led to, since whoever asked has changed their words by now."""
        request = await self._desk.store.read(lambda c: find_request(c, ask.id))
        if request and request.channel == ask.channel and request.user == ask.user and request.state == WAITING:
            await self._end(request, "edited")

    async def tick(self, now: datetime) -> None:
        """Ends the requests whose time is over, and tells again of those that wait.

        Raises:
            Busy: the store can't be reached; nothing is lost.
        """
        for request in await self._desk.store.read(lambda c: due_requests(c, now)):
            if request.expires <= now:
                await self._end(request, "expired")
            else:
                await self._remind(request, now)

    async def _remind(self, request: Request, now: datetime) -> None:
        if request.channel not in self._desk.channels:
            return
        asked = await self._talk_of(request)
        errand = await self._decided(request, asked)
        if errand is None:
            await self._end(request, "void")
            return
        rules, circle = errand.decision.approvals, self._circle
        pause = first_reminder(rules)
        following = now + pause * 2 ** (request.reminded + 1) if pause else None
        if await self._desk.store.write(lambda c: take_reminder(c, request, following)):
            ping = whom(rules, circle.people, [request.user, *(vote.user for vote in request.votes)])
            await self._desk.say(reminder(request, rules, circle, asked.reader, ping), asked)

    async def _withdraw(self, press: Press, talk: Talk) -> str:
        request = await self._request(press.value, talk)
        if request is None or request.channel != press.channel:
            return talk.reader.say("I don't know this request any more.", "더 이상 남아 있지 않은 요청입니다.")
        if not self._circle.same(press.user, request.user):
            return talk.reader.say(
                "Only @{name} may withdraw this.", "@{name} 님만 취소할 수 있습니다.", name=request.name
            )
        return _closed(request, talk) or ("" if await self._end(request, "withdrawn") else _closed(request, talk))

    async def _request(self, id: str, talk: Talk) -> Request | None:  # noqa: A002  # it is the id
        if len(id) > _SHORT:
            return await self._desk.store.read(lambda c: find_request(c, id))
        waiting = await self._desk.store.read(lambda c: waiting_requests(c, talk.ask.channel))
        waiting = [one for one in waiting if one.id.startswith(id)]
        here = [one for one in waiting if talk.ask.thread and one.thread == talk.ask.thread] or waiting
        return here[0] if len(here) == 1 else None

    async def _decided(self, request: Request, talk: Talk) -> Errand | None:
        """The command decided anew with its asker's rights; None if it is denied by now, or needs no approval."""
        try:
            errand = await self._desk.again(talk, request.command)
        except BellhopError as error:
            _log.info("approval.void", id=request.id, error=str(error))
            return None
        return errand if errand.decision.verdict is Verdict.APPROVE else None

    async def _run(self, request: Request, errand: Errand, talk: Talk) -> None:
        talk = replace(talk, aside=by_whom(request.votes, talk.reader))
        await self._runs.run(replace(errand, approved=True), talk)

    async def _end(self, request: Request, state: State) -> bool:
        """Ends a request without a vote, and says so; False if somebody else did."""
        now = datetime.now(UTC)
        ended = await self._desk.store.write(lambda c: end_request(c, request.id, state, now))
        if ended is None:
            return False
        if request.channel in self._desk.channels:
            talk = await self._talk_of(request)
            await self._show(ended, await self._decided(request, talk), talk)
            await self._tell(ended, talk)
        else:
            await self._desk.finish(request.id, Verdict.APPROVE, state)
        return True

    async def _tell(self, request: Request, talk: Talk) -> None:
        """Says in the thread that it came to nothing, and writes so into the audit log."""
        await self._desk.finish(request.id, Verdict.APPROVE, request.state)
        if request.state not in ("withdrawn", "edited"):
            await self._desk.say(told_asker(request, talk.reader), talk)

    async def _show(self, request: Request, errand: Errand | None, talk: Talk) -> None:
        """Brings the message of a request up to date, if it was posted by now."""
        place = await self._desk.store.read(lambda c: place_of(c, request.delivery)) if request.delivery else ""
        if not place:
            return
        where = await self._desk.errands.where(errand, talk.channel) if errand else Where()
        if errand and request.state == WAITING:
            shown = asking(request, errand.decision.approvals, self._circle, where, talk.reader)
        else:
            shown = over(request, talk.reader, where)
        await self._desk.say(shown, replace(talk, replaces=place))

    async def _talk_of(self, request: Request) -> Talk:
        """The exchange that a request belongs to; what is not posted beneath its ask stands beneath the request."""
        thread = request.thread
        if not thread and request.delivery:
            thread = await self._desk.store.read(lambda c: place_of(c, request.delivery))
        ask = Ask(id=request.id, channel=request.channel, user=request.user, name=request.name, text="", thread=thread)
        return replace(await self._desk.talk(ask), noted=True)


def asks_why(errand: Errand) -> bool:
    """Whether somebody who wants this has to say why."""
    return any(rule.reason for rule in errand.decision.approvals)


def _closed(request: Request, talk: Talk) -> str:
    """Why nobody can answer a request any more; empty if they can."""
    say = talk.reader.say
    if request.state == WAITING:
        return say("This has expired.", "만료되었습니다.") if request.expires <= datetime.now(UTC) else ""
    names = ", ".join(f"@{vote.name}" for vote in request.votes if vote.yes == (request.state == "approved"))
    match request.state:
        case "approved":
            return say("This was approved already, by {names}.", "이미 승인되었습니다: {names}", names=names)
        case "denied":
            return say("This was denied already, by {names}.", "이미 거절되었습니다: {names}", names=names)
        case _:
            return say("This request has ended already.", "이미 끝난 요청입니다.")


def _may_not(request: Request, rules: tuple[ApprovalRule, ...], circle: Circle, talk: Talk, *, yes: bool) -> str:
    """Why somebody may not answer a request; empty if they may."""
    say, user = talk.reader.say, talk.ask.user
    if not any(may_approve(rule, user, request.user, circle) for rule in rules):
        if circle.same(user, request.user):
            return say("Nobody approves their own request.", "본인의 요청은 승인할 수 없습니다.")
        return say("Only {who} may answer this.", "{who}만 답할 수 있습니다.", who=who_may(rules, talk.reader))
    if yes and any(vote.yes and circle.same(vote.user, user) for vote in request.votes):
        return say("You approved this already.", "이미 승인하셨습니다.")
    return ""
