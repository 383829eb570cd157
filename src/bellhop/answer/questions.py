"""Questions: commands that wait for their asker's yes, and what may still be added to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bellhop.answer.approvals import asks_why
from bellhop.answer.desk import Desk, Talk, ask_of
from bellhop.command import Ask, Command, Press, Verdict
from bellhop.errands import Errand
from bellhop.errors import NotUnderstood
from bellhop.message import Action, Message, Text
from bellhop.reader import Reader
from bellhop.showing.question import MOST_OPTIONS, options, voided
from bellhop.store.jobs import place_of
from bellhop.store.ledger import note_answer
from bellhop.store.questions import (
    Claim,
    Question,
    claim_question,
    expired_questions,
    find_question,
    keep_question,
    look_at_question,
    note_shown,
    open_question,
)
from bellhop.syntax.lexer import words

EXPIRES = timedelta(minutes=15)


class Questions:
    """Asks before a command runs.

    Args:
        desk: the audit log and the outbox.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ask(self, errand: Errand, talk: Talk, action: str = "") -> None:
        """Keeps a command and asks whether it shall run; `action` is what the button of its custom action says."""
        now = datetime.now(UTC)
        ask, command, text = talk.ask, errand.command, errand.text
        await self._desk.store.write(lambda c: keep_question(c, ask, command, text, now, now + EXPIRES))
        shown = await self._desk.say(await self._desk.errands.ask_first(errand, talk.channel, ask.id, action), talk)
        await self._desk.store.write(lambda c: note_shown(c, ask.id, shown))

    async def claim(self, press: Press) -> Claim:
        """Answers a question, once, if the presser may."""
        now = datetime.now(UTC)
        return await self._desk.store.write(
            lambda c: _claimed(c, press, now),
        )

    async def lacks_reason(self, press: Press, talk: Talk) -> bool:
        """Whether the command of a question needs approval by a rule that wants to know why; the question stays."""
        now = datetime.now(UTC)
        waiting = await self._desk.store.read(
            lambda c: open_question(c, press.channel, press.user, now, id=press.value)
        )
        if waiting is None:
            return False
        return asks_why(await self._desk.again(talk, waiting.command))

    async def wanted(self, talk: Talk, reason: str) -> tuple[Talk, Command] | str:
        """This person's newest question, answered with yes by saying why; or a sentence that there is none."""
        ask, now = talk.ask, datetime.now(UTC)
        waiting = await self._desk.store.read(lambda c: open_question(c, ask.channel, ask.user, now))
        if waiting is None or not asks_why(await self._desk.again(talk, waiting.command)):
            return talk.reader.say("Nothing of yours waits for a reason.", "이유를 기다리는 요청이 없습니다.")
        if not reason.strip():
            return talk.reader.say("Say why: @aws because …", "이유를 적어 주세요: @aws because …")
        press = Press(
            channel=ask.channel, user=ask.user, name=ask.name, action="run", value=waiting.id, message="", text=reason
        )
        claim = await self.claim(press)
        question = await self._desk.store.read(lambda c: find_question(c, waiting.id))
        if claim.command is None or question is None:
            return why_not(claim, talk.reader)
        asked = Ask(
            id=question.id,
            channel=question.channel,
            user=question.user,
            name=question.name,
            text="",
            thread=question.thread,
        )
        place = await self._desk.store.read(lambda c: place_of(c, question.delivery)) if question.delivery else ""
        return replace(talk, ask=asked, replaces=place, noted=True), claim.command

    async def followed(self, talk: Talk, text: str) -> tuple[Talk, list[str]] | None:
        """The command that waits for this person's yes, with the options that a follow-up adds, in its account.

        None if the text adds none, or nothing waits. The earlier question can't be answered any more.
        """
        if not text.startswith(("-", "\u2014", "\u2013")):
            return None
        ask, now = talk.ask, datetime.now(UTC)
        waiting = await self._desk.store.read(lambda c: open_question(c, ask.channel, ask.user, now))
        if waiting is None:
            return None
        talk = talk.at(waiting.command.account)
        try:
            said = [*words(waiting.command.text), *words(text)]
            await self._desk.understand(talk, said)
        except NotUnderstood:
            return None  # the text is answered for itself, and the question stays
        await self.withdraw(talk, waiting.id)
        return talk, said

    async def withdraw(self, talk: Talk, id: str) -> None:  # noqa: A002  # it is the id
        """Takes a question back, since another one is asked in its place."""
        await self._void(id, talk.ask, "replaced")

    async def edited(self, ask: Ask) -> None:
        """Takes back the question that an ask led to, since whoever asked has changed their words by now."""
        await self._void(ask.id, ask, "edited")

    async def sweep(self, now: datetime) -> None:
        """Takes the buttons of the questions that nobody answered in time."""
        for question in await self._desk.store.write(lambda c: expired_questions(c, now)):
            await self._desk.finish(question.id, Verdict.CONFIRM, "expired")
            await self._close(question, "expired")

    async def _void(self, id: str, ask: Ask, why: str) -> None:  # noqa: A002  # it is the id
        now = datetime.now(UTC)
        claim = await self._desk.store.write(lambda c: claim_question(c, id, ask.channel, ask.user, why, now))
        if claim.command is None:
            return
        await self._desk.finish(id, Verdict.CONFIRM, why)
        if question := await self._desk.store.read(lambda c: find_question(c, id)):
            await self._close(question, why)

    async def _close(self, question: Question, why: str) -> None:
        """Says in a question's place why it can't be answered any more, if it was posted by now."""
        place = await self._desk.store.read(lambda c: place_of(c, question.delivery)) if question.delivery else ""
        if not place or question.channel not in self._desk.channels:
            return
        ask = Ask(
            id=question.id,
            channel=question.channel,
            user=question.user,
            name=question.name,
            text="",
            thread=question.thread,
        )
        talk = await self._desk.talk(ask, replaces=place)
        await self._desk.say(voided(question.text, why, talk.reader, name=question.name), talk)

    async def show_options(self, press: Press, talk: Talk) -> str:
        """Shows what may be added to a command; gives a notice, or empty."""
        id_, _, start = press.value.partition(" ")
        now = datetime.now(UTC)
        waiting = await self._desk.store.read(lambda c: open_question(c, press.channel, press.user, now, id=id_))
        if waiting is None:
            claim = await self._desk.store.read(lambda c: look_at_question(c, id_, press.channel, press.user, now))
            return why_not(claim, talk.reader)
        first = int(start) if start.isascii() and start.isdigit() else 0
        command, grammar = waiting.command, self._desk.errands.grammar
        given = {word.removeprefix("--") for word in words(command.text) if word.startswith("--")}
        known = [
            option
            for option in grammar.options(command.service, command.verb)
            if not option.required and option.name not in given
        ]
        if command.waiter or command.custom or not known:
            return talk.reader.say("There is nothing to add.", "더할 수 있는 것이 없습니다.")
        message = options(known[first : first + MOST_OPTIONS], talk.reader, text=command.text)
        following = first + MOST_OPTIONS
        if following < len(known):
            label = talk.reader.say("More options", "더 보기")
            more = Action(label=label, name="options", value=f"{id_} {following}")
            message = _with(message, more, talk.reader, first, len(known))
        # The first page stands beneath the question; a later one takes the place of the page before.
        await self._desk.say(message, talk if first else talk.beneath())
        return ""

    async def cancelled(self, errand: Errand, press: Press, talk: Talk) -> None:
        """Says in the question's place that it was answered with no."""
        await self._desk.finish(press.value, errand.decision.verdict, "cancelled")
        title = talk.reader.say("@{name} cancelled the command.", "@{name} 님이 명령을 취소했습니다.", name=press.name)
        await self._desk.say(Message(title=title, blocks=(Text(text=errand.text),)), talk)


def _with(message: Message, more: Action, reader: Reader, first: int, count: int) -> Message:
    place = reader.say(
        "Options {a} to {b} of {count}.",
        "전체 {count}개 중 {a}번째부터 {b}번째까지입니다.",
        a=first + 1,
        b=first + MOST_OPTIONS,
        count=count,
    )
    return Message(
        title=message.title, blocks=(*message.blocks, Text(text=place, small=True)), actions=(*message.actions, more)
    )


def _claimed(connection: Connection, press: Press, now: datetime) -> Claim:
    """The claim, and in the same transaction the record of who answered what."""
    claim = claim_question(connection, press.value, press.channel, press.user, press.action, now)
    if claim.command is not None:
        note_answer(connection, press.value, ask_of(press, press.value), press.action, now)
    return claim


def why_not(claim: Claim, reader: Reader) -> str:
    """Why a question's button does nothing, for the presser's eyes."""
    sentences = {
        "not-yours": (
            "This is @{name}'s question; only they may answer it. Type the command to be asked yourself.",
            "@{name} 님의 질문이라 다른 사람은 답할 수 없습니다. 직접 실행하려면 명령을 입력하세요.",
        )
        if claim.name
        else ("Only the person who asked may answer this.", "물어본 사람만 답할 수 있습니다."),
        "answered": ("This was answered already.", "이미 답한 질문입니다."),
        "edited": (
            "The message that asked for this was edited; send the command anew.",
            "요청한 메시지가 수정되었습니다. 명령을 새로 보내세요.",
        ),
        "replaced": (
            "Another question took this one's place; answer that one.",
            "다른 질문으로 바뀌었습니다. 그 질문에 답하세요.",
        ),
        "expired": (
            "This question has expired; type the command again.",
            "질문이 만료되었습니다. 명령을 다시 입력하세요.",
        ),
    }
    known = sentences.get(claim.refusal, ("I don't know this question any more.", "더 이상 남아 있지 않은 질문입니다."))
    return reader.say(*known, name=claim.name)


def talk_of(talk: Talk, press: Press) -> Talk:
    """The exchange that a question belongs to: its ask has the question's id."""
    return Talk(
        ask=ask_of(press, press.value), channel=talk.channel, output=talk.output, replaces=press.message, noted=True
    )
