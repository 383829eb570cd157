"""Answers as files: on a button, on the word `file`, or since they are too long to be read."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bellhop.answer.desk import Desk, Talk
from bellhop.answer.pages import EXPIRES
from bellhop.command import Command, Outcome, Press, Verdict
from bellhop.errands import Errand
from bellhop.message import Action, File
from bellhop.pictures.links import file_path
from bellhop.showing.attachment import FORMATS, Attachment, has_list
from bellhop.store.files import MOST, KeptFile, keep_file
from bellhop.store.pictures import signing_key
from bellhop.store.tickets import Ticket, find_ticket, keep_ticket, pack_command, unpack_command

KEPT = timedelta(days=1)
"""How long a file is kept, and links to it are good."""


class Files:
    """Keeps files, and what stands behind the buttons that ask for one.

    Args:
        desk: the store and what runs commands.
        public_url: where this Bellhop's pages can be reached from outside, empty = nowhere.
    """

    def __init__(self, desk: Desk, public_url: str = "") -> None:
        self._desk = desk
        self._public_url = public_url.rstrip("/")

    async def keep(self, errand: Errand, outcome: Outcome, talk: Talk) -> tuple[Attachment, File] | None:
        """The file that an answer comes with, kept; None if it is read as a message.

        Raises:
            NotUnderstood: `--query` does not fit the answer.
            Busy: the store can't take it now.
        """
        made = await self._desk.errands.attach(errand, outcome)
        if made is None:
            return None
        now = datetime.now(UTC)
        kept = KeptFile(
            id=str(uuid.uuid4()),
            channel=talk.channel.name,
            name=made.name,
            content=made.content[:MOST],
            made=now,
            expires=now + KEPT,
        )
        await self._desk.store.write(lambda c: keep_file(c, kept))
        path = file_path(kept.id, kept.channel, kept.expires, await self._desk.store.write(signing_key))
        # The console's own page is where it was opened; other platforms' people come from outside.
        url = path if talk.channel.platform == "web" else f"{self._public_url}{path}" if self._public_url else ""
        return made, File(id=kept.id, name=kept.name, size=len(kept.content), url=url)

    async def buttons(self, errand: Errand, outcome: Outcome, talk: Talk) -> list[Action]:
        """A button for each kind of file that a list can be had as; a command that changes something runs but once."""
        if errand.decision.verdict is not Verdict.ALLOW or not has_list(errand.command, outcome):
            return []
        now = datetime.now(UTC)
        ticket = Ticket(
            id=secrets.token_urlsafe(9),
            kind="file",
            channel=talk.ask.channel,
            user=talk.ask.user,
            thread=talk.ask.thread,
            body=pack_command(_whole(errand.command)),
            made=now,
            expires=now + EXPIRES,
        )
        await self._desk.store.write(lambda c: keep_ticket(c, ticket))
        return [Action(label=form.upper(), name="attach", value=f"{ticket.id} {form}") for form in FORMATS]

    async def wanted(self, press: Press) -> Command | None:
        """The command whose whole answer a button asks for as a file; None if it has expired."""
        id_, _, form = press.value.partition(" ")
        now = datetime.now(UTC)
        ticket = await self._desk.store.read(lambda c: find_ticket(c, id_, "file", press.channel, now))
        if ticket is None or form not in FORMATS:
            return None
        return replace(unpack_command(ticket.body), file=form)


def _whole(command: Command) -> Command:
    """The same command from its list's beginning; `s3 ls` without the bound that it has in a channel."""
    return replace(command, starting_token="", output="", max_items=None if command.custom else command.max_items)
