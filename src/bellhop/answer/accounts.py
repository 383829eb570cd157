"""Where a command runs, asked once: the person's account, where the channel has several, and the channel's region."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

from bellhop.answer.desk import NOT_A_COMMAND, Desk, Talk
from bellhop.answer.pages import expired
from bellhop.command import Press, Verdict
from bellhop.errors import Unplaced
from bellhop.showing.place import which_account, which_region
from bellhop.store.preferences import keep_account, keep_preference
from bellhop.store.tickets import Ticket, drop_ticket, find_ticket, keep_ticket

EXPIRES = timedelta(minutes=15)

_KIND = "place"


class Places:
    """Asks for the account or the region that a command lacks, and goes on with the command.

    Args:
        desk: the audit log and the outbox.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ask(self, talk: Talk, error: Unplaced, said: Sequence[str] = ()) -> None:
        """Asks where what somebody said shall run.

        Args:
            talk: who said it, where.
            error: what is lacking.
            said: the command's words, if they are others than those that were heard.
        """
        if not await self._desk.note(talk, f"({error.lacks})", None, NOT_A_COMMAND):
            return
        await self._desk.finish(talk.ask.id, Verdict.CONFIRM, "asked")
        now = datetime.now(UTC)
        ticket = Ticket(
            id=secrets.token_urlsafe(9),
            kind=_KIND,
            channel=talk.ask.channel,
            user=talk.ask.user,
            thread=talk.ask.thread,
            body={"lacks": error.lacks, "text": talk.ask.text, "words": list(said)},
            made=now,
            expires=now + EXPIRES,
        )
        await self._desk.store.write(lambda c: keep_ticket(c, ticket))
        shown = which_account if error.lacks == "account" else which_region
        await self._desk.say(shown(talk.channel, talk.reader, "place", f"{ticket.id} "), talk)

    async def pressed(self, press: Press, talk: Talk) -> tuple[Talk, list[str]] | str:
        """The exchange that goes on in the place that was chosen, and its words; or a notice for the presser."""
        id_, _, value = press.value.partition(" ")
        now = datetime.now(UTC)
        ticket = await self._desk.store.read(lambda c: find_ticket(c, id_, _KIND, press.channel, now))
        if ticket is None:
            return expired(talk.reader)
        if ticket.user != press.user:
            return talk.reader.say("Only the person who asked may answer this.", "물어본 사람만 답할 수 있습니다.")
        if not await self._desk.store.write(lambda c: drop_ticket(c, ticket.id)):
            return talk.reader.say("This was answered already.", "이미 답한 질문입니다.")
        if ticket.body["lacks"] == "account":
            talk.channel.at(value)
            await self._desk.store.write(lambda c: keep_account(c, press.channel, press.user, value, now))
        else:
            await self._desk.store.write(lambda c: keep_preference(c, press.channel, "region", value, press.user, now))
        ask = replace(talk.ask, text=ticket.body["text"])
        return await self._desk.talk(ask, replaces=press.message), cast("list[str]", ticket.body["words"])
