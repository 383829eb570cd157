"""Elevations: the approvers' yes or no, and the end that comes by itself."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from bellhop.answer.desk import Desk, Talk
from bellhop.command import Ask, Press
from bellhop.showing.elevation import ended, expired, granted, refused
from bellhop.store.standings import Elevation, answer_elevation, end_elevation, find_elevation, past_elevations


class Elevations:
    """Answers requests, and tells when what was granted is over.

    Args:
        desk: the store and the outbox.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def pressed(self, press: Press, talk: Talk) -> str:
        """Answers a request in its question's place; gives a notice for the presser's eyes, or empty."""
        word, _, id_ = press.value.partition(" ")
        asked = await self._desk.store.read(lambda c: find_elevation(c, id_))
        if asked is None or asked.channel != press.channel:
            return talk.reader.say("I don't know this request any more.", "더 이상 남아 있지 않은 요청입니다.")
        if notice := self._why_not(asked, press, talk):
            return notice
        now = datetime.now(UTC)
        answer = "granted" if word == "yes" else "refused"
        done = await self._desk.store.write(lambda c: answer_elevation(c, asked, answer, press.user, press.name, now))
        if done is None:
            return talk.reader.say("This was answered already, or it has expired.", "이미 답했거나 만료된 요청입니다.")
        await self._desk.say((granted if answer == "granted" else refused)(done, talk.reader), talk)
        return ""

    def _why_not(self, asked: Elevation, press: Press, talk: Talk) -> str:
        """Why somebody may not answer a request; empty if they may. Whoever asked may take it back."""
        say, standings = talk.reader.say, self._desk.errands.rights.standings
        people = standings.people
        if people.same(press.user, asked.user):
            if press.value.startswith("no "):
                return ""
            return say("Nobody approves their own request.", "본인의 요청은 승인할 수 없습니다.")
        level = people.levels.get(asked.level)
        if level is None or level.role != asked.role:
            return say("This level is not the same any more; ask again.", "권한 설정이 바뀌었습니다. 다시 요청하세요.")
        if not people.is_among(press.user, level.approvers, standings.members):
            return say("Only {who} may answer this.", "{who}만 답할 수 있습니다.", who=", ".join(level.approvers))
        return ""

    async def tick(self, now: datetime) -> None:
        """Ends what is over at a moment, and says so where it was asked for.

        Raises:
            Busy: the store can't be reached; nothing is lost.
        """
        for one in await self._desk.store.read(lambda c: past_elevations(c, now)):
            if not await self._desk.store.write(lambda c, o=one: end_elevation(c, o, "", "", now)):
                continue
            if one.channel not in self._desk.channels:
                continue
            ask = Ask(
                id=str(uuid.uuid4()), channel=one.channel, user=one.user, name=one.name, text="", thread=one.thread
            )
            talk = await self._desk.talk(ask)
            await self._desk.say((ended if one.state == "granted" else expired)(one, talk.reader), talk)
