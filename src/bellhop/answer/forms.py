"""Forms: what a command lacks is asked for, and given by a button or by a follow-up."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

from bellhop.answer.desk import Desk, Talk
from bellhop.answer.values import Values
from bellhop.command import Press
from bellhop.errors import NotUnderstood
from bellhop.message import Action
from bellhop.showing.refusal import MOST_BUTTONS, form
from bellhop.store.tickets import Ticket, drop_ticket, find_ticket, keep_ticket, newest_ticket
from bellhop.syntax.lexer import words

EXPIRES = timedelta(minutes=10)
_DASHES = "-\u2014\u2013"


class Forms:
    """Asks for what a command lacks.

    Args:
        desk: the audit log and the outbox.
        values: looks values up in the account.
    """

    def __init__(self, desk: Desk, values: Values) -> None:
        self._desk = desk
        self._values = values

    async def ask(self, talk: Talk, error: NotUnderstood, said: Sequence[str]) -> None:
        """Says what is missing, with buttons for the values that the first missing option may have."""
        wanted, now = error.missing[0], datetime.now(UTC)
        found = wanted.choices or await self._values.of(said, wanted, talk)
        values = [value for value in found if len(value) <= 1000][:MOST_BUTTONS]
        id_ = secrets.token_urlsafe(9)
        ticket = Ticket(
            id=id_,
            kind="form",
            channel=talk.ask.channel,
            user=talk.ask.user,
            thread=talk.ask.thread,
            body={
                "words": list(said),
                "missing": [field.name for field in error.missing],
                "values": values,
                "account": talk.account,
            },
            made=now,
            expires=now + EXPIRES,
        )
        await self._desk.store.write(lambda c: keep_ticket(c, ticket))
        buttons = [Action(label=value, name="fill", value=f"{id_} {index}") for index, value in enumerate(values)]
        more = len(found) - len(values)
        await self._desk.say(form(error, talk.reader, buttons=buttons, more=more), talk)

    async def followed(self, talk: Talk, text: str) -> tuple[Talk, list[str]] | None:
        """This person's unfinished command with what a follow-up gives, in its account; None if it gives nothing.

        A follow-up begins with an option, or with the bare name of a missing one: `function-name my-fn`.
        """
        name = text.split(maxsplit=1)[0].lstrip(_DASHES).partition("=")[0] if text else ""
        if not name:
            return None
        ask, now = talk.ask, datetime.now(UTC)
        ticket = await self._desk.store.read(lambda c: newest_ticket(c, "form", ask.channel, ask.user, ask.thread, now))
        if ticket is None or not (text[0] in _DASHES or name in ticket.body["missing"]):
            return None
        try:
            said = _completed(ticket, words(text))
        except NotUnderstood:
            return None  # it is answered for itself
        if said:
            await self._desk.store.write(lambda c: drop_ticket(c, ticket.id))
        return (talk.at(ticket.body.get("account", "")), said) if said else None

    async def filled(self, press: Press, talk: Talk) -> tuple[Talk, list[str]] | str:
        """A command with the value of the button that was pressed, in its account; or a notice for the presser."""
        id_, _, number = press.value.partition(" ")
        now = datetime.now(UTC)
        ticket = await self._desk.store.read(lambda c: find_ticket(c, id_, "form", press.channel, now))
        if ticket is None:
            return talk.reader.say(
                "This has expired; type the command again.", "만료되었습니다. 명령을 다시 입력하세요."
            )
        if ticket.user != press.user:
            return talk.reader.say("Only the person who asked may answer this.", "물어본 사람만 답할 수 있습니다.")
        said, values = cast("list[str]", ticket.body["words"]), cast("list[str]", ticket.body["values"])
        if not number.isdecimal() or int(number) >= len(values):
            return talk.reader.say("I don't know this button any more.", "더 이상 쓰이지 않는 버튼입니다.")
        await self._desk.store.write(lambda c: drop_ticket(c, ticket.id))
        return talk.at(ticket.body.get("account", "")), [*said, f"--{ticket.body['missing'][0]}", values[int(number)]]


def _completed(ticket: Ticket, reply: list[str]) -> list[str] | None:
    """The unfinished command and a reply; None if a bare name is all that the reply has."""
    missing = set(ticket.body["missing"])
    first = reply[0]
    if first[0] not in _DASHES and len(reply) < 2:
        return None
    given = [f"--{word.lstrip(_DASHES)}" if word.lstrip(_DASHES) in missing else word for word in reply]
    return [*cast("list[str]", ticket.body["words"]), *given]
