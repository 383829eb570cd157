"""Offers: custom actions that are shown as they would run, asked for what they lack, and changed before they run."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

import msgspec

from bellhop.answer.desk import BUILT_IN, Desk, Talk
from bellhop.answer.questions import EXPIRES, Questions, why_not
from bellhop.builtins import Offer, find_builtin
from bellhop.command import Press, Verdict
from bellhop.custom_actions import CustomAction
from bellhop.errands import Errand
from bellhop.errors import BellhopError, NotUnderstood
from bellhop.showing.offer import changing, lacking
from bellhop.store.questions import look_at_question, open_question
from bellhop.store.tickets import Ticket, drop_ticket, find_ticket, keep_ticket, newest_ticket
from bellhop.syntax.lexer import words
from bellhop.variables import filled, some_values

_DASHES = "-\u2014\u2013"


class Offers:
    """Fills custom actions in, and hears what people change about them.

    Args:
        desk: the audit log and the outbox.
        questions: asks before it runs.
    """

    def __init__(self, desk: Desk, questions: Questions) -> None:
        self._desk = desk
        self._questions = questions

    async def words(self, talk: Talk, offer: Offer) -> list[str]:
        """The words that would run; empty if values are missing, for which the person was asked.

        Raises:
            BellhopError: a value would be more than a value where it stands.
        """
        missing = [name for name in offer.action.wants if not offer.values.get(name)]
        if not missing:
            return filled(words(offer.action.command), offer.values, talk.reader)
        if not talk.noted and not await self._desk.note(talk, f"action run {offer.action.name}", None, BUILT_IN):
            return []
        await self._keep(secrets.token_urlsafe(9), "edit", talk, offer)
        await self._desk.finish(talk.ask.id, Verdict.ALLOW, "asked")
        await self._desk.say(lacking(offer.action, missing, talk.reader), talk)
        return []

    async def ask(self, errand: Errand, talk: Talk, offer: Offer) -> None:
        """Asks whether an offer shall run, with the buttons to run, edit or cancel it."""
        await self._keep(talk.ask.id, "offer", talk, offer, question=talk.ask.id)
        await self._questions.ask(errand, talk, offer.action.button)

    async def edit(self, press: Press, talk: Talk) -> str:
        """Says how an offer is changed; gives a notice for the presser's eyes, or empty."""
        now = datetime.now(UTC)
        waiting = await self._desk.store.read(
            lambda c: open_question(c, press.channel, press.user, now, id=press.value)
        )
        ticket = await self._desk.store.read(lambda c: find_ticket(c, press.value, "offer", press.channel, now))
        if waiting is None or ticket is None:
            claim = await self._desk.store.read(
                lambda c: look_at_question(c, press.value, press.channel, press.user, now)
            )
            return why_not(claim, talk.reader)
        offer = _offer(ticket)
        talk = talk.at(waiting.command.account)
        await self._keep(secrets.token_urlsafe(9), "edit", talk, offer, question=waiting.id)
        errand = await self._desk.again(talk, waiting.command)
        await self._desk.say(changing(offer.action, errand.text, talk.reader), talk.beneath())
        return ""

    async def followed(self, talk: Talk, text: str) -> tuple[Talk, list[str], Offer] | None:
        """What a follow-up makes of an offer that lacks values or is being edited; None if it does nothing to one.

        It goes on in the account that it was offered in.

        A follow-up gives variables (`cluster web`, `cluster=web`), options (`--desired-count 2`) or, in the same
        thread, the whole command. The question that was asked before can't be answered any more.
        """
        ask, now = talk.ask, datetime.now(UTC)
        ticket = await self._desk.store.read(lambda c: newest_ticket(c, "edit", ask.channel, ask.user, ask.thread, now))
        if ticket is None or text.startswith("action run "):
            return None
        talk = talk.at(ticket.body.get("account", ""))
        try:
            said, offer = words(text), _offer(ticket)
            changed = await self._with_values(said, offer, talk) or await self._as_command(said, text, ticket, talk)
        except NotUnderstood:
            return None  # the text is answered for itself, and the offer stays
        if changed is None:
            return None
        await self._desk.store.write(lambda c: drop_ticket(c, ticket.id))
        if question := ticket.body["question"]:
            await self._questions.withdraw(talk, question)
        return talk, *changed

    async def _with_values(self, said: Sequence[str], offer: Offer, talk: Talk) -> tuple[list[str], Offer] | None:
        """The offer with the variables that a follow-up gives, if they are all that it gives, and all there are."""
        names = offer.action.wants
        first, equals, _ = said[0].lstrip(_DASHES + "$").partition("=")
        if first not in names or not (equals or len(said) > 1):
            return None
        spelt = [f"--{word.lstrip('$')}" if word.lstrip("$") in names else word.lstrip("$") for word in said]
        try:
            given, rest = some_values(names, spelt, talk.reader)
        except BellhopError:
            return None
        if rest or not given:
            return None
        now = Offer(action=offer.action, values={**offer.values, **given})
        return await self.words(talk, now), now

    async def _as_command(
        self, said: list[str], text: str, ticket: Ticket, talk: Talk
    ) -> tuple[list[str], Offer] | None:
        """The offered command with other options, or another one in its place."""
        question, now = ticket.body["question"], datetime.now(UTC)
        if not question:
            return None
        waiting = await self._desk.store.read(
            lambda c: open_question(c, talk.ask.channel, talk.ask.user, now, id=question)
        )
        if waiting is None:
            return None
        if text[0] in _DASHES:
            said = replaced(words(waiting.command.text), said)
        elif ticket.thread != talk.ask.thread or find_builtin(text):
            return None
        await self._desk.understand(talk, said)
        return said, _offer(ticket)

    async def _keep(self, id: str, kind: str, talk: Talk, offer: Offer, *, question: str = "") -> None:  # noqa: A002  # it is the id
        now = datetime.now(UTC)
        body: dict[str, Any] = {
            "action": msgspec.to_builtins(offer.action),
            "values": dict(offer.values),
            "question": question,
            "account": talk.account,
        }
        ticket = Ticket(
            id=id,
            kind=kind,
            channel=talk.ask.channel,
            user=talk.ask.user,
            thread=talk.ask.thread,
            body=body,
            made=now,
            expires=now + EXPIRES,
        )
        await self._desk.store.write(lambda c: keep_ticket(c, ticket))


def replaced(said: Sequence[str], given: Sequence[str]) -> list[str]:
    """A command's words with options in the place of those of the same name, or at the end."""
    names = {word.partition("=")[0] for word in given if word.startswith("--")}
    kept: list[str] = []
    dropping = False
    for word in said:
        if word.startswith("--"):
            dropping = word.partition("=")[0] in names
        if not dropping:
            kept.append(word)
    return [*kept, *given]


def _offer(ticket: Ticket) -> Offer:
    action = msgspec.convert(ticket.body["action"], CustomAction)
    return Offer(action=action, values=cast("Mapping[str, str]", ticket.body["values"]))
