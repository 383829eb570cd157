"""Wizards: a command whose values are asked for one after the other, with the account's own to choose from.

What was answered so far is a ticket, so a wizard goes on after a restart, on any replica. Each turn has a number that
its buttons bear: a page that was answered, or changed by a text meanwhile, does nothing any more.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from bellhop.answer.desk import BUILT_IN, Desk, Talk
from bellhop.answer.lists import listed, matching
from bellhop.answer.wizard_pages import answered, asking, cancelled, review
from bellhop.answer.wizard_words import prefilled, problem, spoken_words, starting
from bellhop.builtins import builtins
from bellhop.command import Ask, Press, Verdict
from bellhop.errors import AwsRefused, NotUnderstood
from bellhop.message import Facts, Message, facts
from bellhop.store.jobs import place_of
from bellhop.store.tickets import Ticket, amend_ticket, drop_ticket, find_ticket, keep_ticket, newest_ticket
from bellhop.wizards import WIZARDS, Step, Wizard

EXPIRES = timedelta(minutes=30)
"""How long a wizard waits for the next answer."""

_KIND = "wizard"
_REVIEW = ""
_CANCEL = frozenset({"cancel", "취소"})


class Wizards:
    """Asks for the values of a command.

    Args:
        desk: the audit log and the outbox.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def begin(self, talk: Talk, said: Sequence[str]) -> bool:
        """Asks for what a command of a wizard lacks; False if no wizard is for it.

        Raises:
            AwsRefused: AWS has no support plan for this account.
        """
        wizard = starting(said)
        if wizard is None:
            return False
        answers, rest = prefilled(wizard, said)
        now = datetime.now(UTC)
        body: dict[str, Any] = {
            "wizard": f"{wizard.service} {wizard.verb}",
            "rest": rest,
            "answers": answers,
            "shown": {name: ", ".join(values) for name, values in answers.items()},
            "name": talk.ask.name,
            "turn": 0,
        }
        ticket = Ticket(
            id=secrets.token_urlsafe(9),
            kind=_KIND,
            channel=talk.ask.channel,
            user=talk.ask.user,
            thread=talk.ask.thread,
            body=body,
            made=now,
            expires=now + EXPIRES,
        )
        ticket, message = await self._page(ticket, wizard, _following(wizard, ticket), talk)
        await self._desk.store.write(lambda c: keep_ticket(c, ticket))
        await self._posted(ticket, await self._desk.say(message, talk))
        return True

    async def followed(self, talk: Talk, text: str) -> bool:
        """Takes a text for the answer to this person's open question; False if it is none.

        It is one if it begins with the question's word (`subject …`), or stands in the question's thread and is
        neither a command nor the name of a built-in.
        """
        now, ask = datetime.now(UTC), talk.ask
        ticket = await self._desk.store.read(lambda c: newest_ticket(c, _KIND, ask.channel, ask.user, ask.thread, now))
        if ticket is None or (wizard := WIZARDS.get(ticket.body["wizard"])) is None:
            return False
        step = _addressed(wizard, text) or wizard.step(ticket.body["step"])
        here = bool(ask.thread) and ask.thread == ticket.thread
        if here and text.lower() in _CANCEL:
            if await self._noted(talk):
                await self._cancel(ticket, wizard, await self._place(ticket, talk), ask.name)
            return True
        if step is None or not (value := await self._answer_in(text, step, talk, here=here)):
            return False
        if await self._noted(talk):
            await self._take(ticket, wizard, step, value, talk)
        return True

    async def _noted(self, talk: Talk) -> bool:
        """Notes an answer without its words; False if it was heard already, here or by another replica."""
        if not await self._desk.note(talk, "(wizard)", None, BUILT_IN):
            return False
        await self._desk.finish(talk.ask.id, Verdict.ALLOW, "ok")
        return True

    async def pressed(self, press: Press, talk: Talk) -> list[str] | str | Coroutine[None, None, None]:
        """What a wizard's button does: words of the finished command, work, or a notice for the presser's eyes."""
        id_, turn, does, *given = [*press.value.split(" ", 3), "", ""]  # a forged one may lack any
        now, say = datetime.now(UTC), talk.reader.say
        ticket = await self._desk.store.read(lambda c: find_ticket(c, id_, _KIND, press.channel, now))
        wizard = WIZARDS.get(ticket.body["wizard"]) if ticket else None
        if ticket is None or wizard is None:
            return say("This has expired; type the command again.", "만료되었습니다. 명령을 다시 입력하세요.")
        if ticket.user != press.user:
            return say("Only the person who asked may answer this.", "물어본 사람만 답할 수 있습니다.")
        if turn != str(ticket.body["turn"]):
            return say("This was answered already.", "이미 답한 질문입니다.")
        talk = replace(talk, replaces=press.message)
        number = int(given[0]) if given and given[0].isdecimal() else 0
        match does:
            case "cancel":
                return self._cancel(ticket, wizard, talk, press.name)
            case "send":
                if await self._desk.store.write(lambda c: drop_ticket(c, ticket.id)):
                    return spoken_words(wizard, ticket.body["rest"], ticket.body["answers"])
            case _:
                return self._turn(ticket, wizard, does, number, talk)
        return ""

    async def _turn(self, ticket: Ticket, wizard: Wizard, does: str, number: int, talk: Talk) -> None:
        """Goes to another page, or takes the value of a button."""
        step = wizard.step(ticket.body["step"])
        match does:
            case "pick" if step and number < len(ticket.body["choices"]):
                value, label = ticket.body["choices"][number]
                ticket = _given(ticket, wizard, step, [value], _told(value, label))
            case "skip" if step:
                ticket = _given(ticket, wizard, step, [], "")
            case "page" if step:
                await self._go(ticket, wizard, step, talk, start=number)
                return
            case "back" if step:
                before = wizard.steps[max(0, wizard.steps.index(step) - 1)]
                await self._go(ticket, wizard, before, talk)
                return
            case "change" if number < len(wizard.steps):
                await self._go(ticket, wizard, wizard.steps[number], talk)
                return
            case _:
                return
        await self._go(ticket, wizard, _following(wizard, ticket), talk)

    async def _answer_in(self, text: str, step: Step, talk: Talk, *, here: bool) -> str:
        """What a text answers to a question; empty if it is something else."""
        word = re.match(rf"(?:--)?(?:{re.escape(step.option)}|{re.escape(step.word)})\s*[:=]?\s+", text, re.IGNORECASE)
        if word and text[word.end() :].strip():
            return text[word.end() :].strip()
        if not here or text.lower() in builtins() or text.startswith("-"):
            return ""
        try:
            await self._desk.understand(talk, text)
        except NotUnderstood as error:
            return "" if error.missing else text
        return ""  # a whole command goes first

    async def _take(self, ticket: Ticket, wizard: Wizard, step: Step, value: str, talk: Talk) -> None:
        """Takes a text for an answer, or says why it is none; the next page stands below it."""
        asked = step.option == ticket.body["step"]
        choices = [(code, label) for code, label in ticket.body["choices"]] if asked else []
        ticket = replace(ticket, thread=talk.ask.thread)
        old = await self._place(ticket, talk)
        talk = talk.beneath()
        if choices:
            found = matching(choices, value)
            if len(found) != 1:
                note = talk.reader.say("Several have that in their name:", "이름이 비슷한 것이 여럿입니다:")
                if not found:
                    note = talk.reader.say("None is called “{value}”.", "“{value}”은(는) 없습니다.", value=value[:80])
                await self._go(ticket, wizard, step, talk, note=note, only=found or choices)
            else:
                ticket = _given(ticket, wizard, step, [found[0][0]], _told(*found[0]))
                await self._go(ticket, wizard, _following(wizard, ticket), talk)
        elif why := problem(step, value, talk.reader):
            await self._go(ticket, wizard, step, talk, note=why)
        else:
            values = [part for part in re.split(r"[,;\s]+", value) if part] if step.many else [value]
            ticket = _given(ticket, wizard, step, values, ", ".join(values))
            await self._go(ticket, wizard, _following(wizard, ticket), talk)
        if old.replaces:
            await self._desk.say(answered(wizard, step, value, talk.reader), old)

    async def _go(
        self,
        ticket: Ticket,
        wizard: Wizard,
        step: Step | None,
        talk: Talk,
        *,
        start: int = 0,
        note: str = "",
        only: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Shows a page; the ticket says so from then on."""
        was = ticket
        same = step is not None and step.option == ticket.body["step"] and start > 0
        kept = [(code, label) for code, label in ticket.body["choices"]] if same else []
        ticket, message = await self._page(ticket, wizard, step, talk, start=start, note=note, only=only or kept)
        now = datetime.now(UTC)
        ticket = replace(ticket, made=now, expires=now + EXPIRES)
        if await self._desk.store.write(lambda c: amend_ticket(c, was, ticket)):
            delivery = await self._desk.say(message, talk)
            if not talk.replaces:
                await self._posted(ticket, delivery)

    async def _posted(self, ticket: Ticket, delivery: str) -> None:
        """Notes which message a page is; whoever answered meanwhile is further already."""
        told = replace(ticket, body={**ticket.body, "delivery": delivery})
        await self._desk.store.write(lambda c: amend_ticket(c, ticket, told))

    async def _page(
        self,
        ticket: Ticket,
        wizard: Wizard,
        step: Step | None,
        talk: Talk,
        *,
        start: int = 0,
        note: str = "",
        only: Sequence[tuple[str, str]] = (),
    ) -> tuple[Ticket, Message]:
        """A page, and the ticket that knows what its buttons mean."""
        turn = ticket.body["turn"] + 1
        key, shown = f"{ticket.id} {turn}", ticket.body["shown"]
        choices: list[tuple[str, str]] = []
        if step is None:
            where = await self._where(talk, " ".join([wizard.service, wizard.verb, *ticket.body["rest"]]))
            message = review(wizard, talk.reader, ticket=key, given=shown, where=where)
        else:
            choices = list(only) or await listed(self._desk, step, ticket.body["answers"], talk)
            message = asking(
                wizard, step, talk.reader, ticket=key, given=shown, choices=choices, start=start, note=note
            )
        option = step.option if step else _REVIEW
        body = {**ticket.body, "turn": turn, "step": option, "choices": [list(one) for one in choices]}
        return replace(ticket, body=body), message

    async def _where(self, talk: Talk, command: str) -> Facts:
        account, say = "", talk.reader.say
        with contextlib.suppress(AwsRefused):  # then it is not told; sending says why
            account = await asyncio.to_thread(self._desk.errands.account, talk.channel)
        return facts(
            (say("Account"), account),
            (say("Role", "역할"), talk.channel.role),
            (say("Command", "명령"), command),
        )

    async def _cancel(self, ticket: Ticket, wizard: Wizard, talk: Talk, name: str) -> None:
        if await self._desk.store.write(lambda c: drop_ticket(c, ticket.id)):
            await self._desk.say(cancelled(wizard, talk.reader, name), talk)

    async def _place(self, ticket: Ticket, talk: Talk) -> Talk:
        """The exchange, in the place of the wizard's last page; beneath if that was not posted yet."""
        place = await self._desk.store.read(lambda c: place_of(c, ticket.body.get("delivery", "")))
        ask: Ask = talk.ask
        return replace(talk, ask=ask, replaces=place)


def _addressed(wizard: Wizard, text: str) -> Step | None:
    """The step whose word a text begins with, unless its values have to be looked up first."""
    first = re.split(r"[\s:=]", text.removeprefix("--"), maxsplit=1)[0].lower()
    return next((step for step in wizard.steps if not step.source and first in (step.word, step.option)), None)


def _following(wizard: Wizard, ticket: Ticket) -> Step | None:
    """The first step without an answer; None if all have one."""
    answers = cast("dict[str, Any]", ticket.body["answers"])
    return next((step for step in wizard.steps if step.option not in answers), None)


def _given(ticket: Ticket, wizard: Wizard, step: Step, values: list[str], shown: str) -> Ticket:
    """The ticket with an answer; what depended on the earlier one is forgotten."""
    body = ticket.body
    changed = body["answers"].get(step.option) != values
    gone = {one.option for one in wizard.steps if one.option in step.resets and changed}
    answers = {name: value for name, value in body["answers"].items() if name not in gone} | {step.option: values}
    told = {name: value for name, value in body["shown"].items() if name not in gone} | {step.option: shown}
    return replace(ticket, body={**body, "answers": answers, "shown": told})


def _told(value: str, label: str) -> str:
    return label if value.lower() == label.lower() else f"{label} ({value})"
