"""From what somebody said to what is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bellhop.answer.accounts import Places
from bellhop.answer.advice import Advice
from bellhop.answer.approvals import Approvals, asks_why
from bellhop.answer.cases import menu
from bellhop.answer.desk import BUILT_IN, NOT_A_COMMAND, Desk, Talk
from bellhop.answer.forms import Forms
from bellhop.answer.offers import Offers
from bellhop.answer.questions import Questions
from bellhop.answer.runs import Runs
from bellhop.answer.wizards import Wizards
from bellhop.builtins import Ballot, Builtin, Call, Instead, Later, Offer, find_builtin
from bellhop.channel import Channel
from bellhop.command import Verdict
from bellhop.errands import Errand
from bellhop.errors import BellhopError, Denied, NotUnderstood, Unplaced
from bellhop.message import Message
from bellhop.reader import Reader
from bellhop.store.aliases import find_alias
from bellhop.syntax.chat import normalise
from bellhop.syntax.lexer import words


class Asks:
    """Follow-ups, built-ins and AWS commands.

    Args:
        desk: the audit log and the outbox.
        runs: runs what may run.
        questions: asks before it runs.
        forms: asks for what is missing.
    """

    def __init__(self, desk: Desk, runs: Runs, questions: Questions, forms: Forms) -> None:
        self._desk = desk
        self._runs = runs
        self._questions = questions
        self._forms = forms
        self.offers = Offers(desk, questions)
        self.approvals = Approvals(desk, runs)
        self.wizards = Wizards(desk)
        self.places = Places(desk)
        self._advice = Advice(desk, runs.turns)

    async def answer(self, talk: Talk) -> None:
        """Answers a text.

        Raises:
            BellhopError: it can't be done; nobody was told yet.
        """
        if not talk.channel.commands:
            raise _switched_off(talk.channel)
        try:
            text = normalise(talk.ask.text)
        except NotUnderstood as error:
            await self._puzzled(talk, error, ())
            return
        if offered := await self.offers.followed(talk, text):
            await self._offer(*offered)
        elif await self.wizards.followed(talk, text):
            return
        elif followed := await self._forms.followed(talk, text) or await self._questions.followed(talk, text):
            await self.hear(*followed)
        elif shown := menu(text, talk.reader):
            if await self._desk.note(talk, "support", None, BUILT_IN):
                await self._desk.finish(talk.ask.id, Verdict.ALLOW, "ok")
                await self._desk.say(shown, talk)
        elif builtin := find_builtin(text):
            await self.call(talk, *builtin)
        else:
            await self._hear_text(talk)

    async def call(self, talk: Talk, module: Builtin, rest: str) -> None:
        """Answers a built-in.

        Raises:
            BellhopError: it can't be done; nobody was told yet.
        """
        # What follows may bear secrets: `alias create x rds … --master-user-password …`.
        name = f"{module.NAME} {rest.partition(' ')[0]}".strip()[:100]
        if not talk.noted and not await self._desk.note(talk, name, None, BUILT_IN):
            return
        talk = replace(talk, noted=True)
        call = Call(
            rest=rest,
            ask=talk.ask,
            channel=talk.channel,
            reader=talk.reader,
            errands=self._desk.errands,
            store=self._desk.store,
            channels=tuple(self._desk.channels.values()),
        )
        try:
            reply = await module.answer(call)
        except Unplaced as error:
            await self.places.ask(talk, error)
            return
        except BellhopError as error:
            await self._desk.finish(talk.ask.id, Verdict.ALLOW, type(error).__name__)
            raise
        match reply:
            case Message():
                await self._desk.finish(talk.ask.id, Verdict.ALLOW, "ok")
                await self._desk.say(reply, talk)
            case Instead():
                await self.hear(talk.beneath(), reply.words, file=reply.file)
            case Later():
                await self._runs.later(talk.beneath(), reply)
            case Ballot():
                await self._vote(talk, reply)
            case Offer():
                await self._offer(talk.beneath(), await self.offers.words(talk.beneath(), reply), reply)

    async def _vote(self, talk: Talk, ballot: Ballot) -> None:
        """Hears what somebody says to a request, or why they want what needs approval."""
        await self._desk.finish(talk.ask.id, Verdict.ALLOW, "ok")
        if ballot.yes is None:
            found = await self._questions.wanted(talk, ballot.reason)
        else:
            found = await self.approvals.vote(ballot.id, talk, yes=ballot.yes, reason=ballot.reason)
        if isinstance(found, str):
            if found:
                await self._desk.say(Message(title=found), talk)
        elif isinstance(found, tuple):
            question, command = found
            errand = await self._desk.again(question, command)
            await self.go_on(errand, question, ballot.reason)
        else:
            await found

    async def go_on(self, errand: Errand, talk: Talk, reason: str) -> None:
        """Does what was asked about and said yes to, as the guardrails have it by now."""
        match errand.decision.verdict:
            case Verdict.DENY:
                await self.deny(errand, talk)
            case Verdict.APPROVE:
                await self.approvals.begin(errand, talk, reason)
            case _:
                await self._runs.run(errand, talk)

    async def hear(self, talk: Talk, said: Sequence[str], *, file: str = "") -> None:
        """Answers words that were split already: a form that was filled in, an alias that was called.

        With `file` (`json`, `csv`, `yaml`) the answer is such a file.
        """
        if errand := await self._understood(talk, said):
            await self.do(talk, replace(errand, command=replace(errand.command, file=file)) if file else errand)

    async def _understood(self, talk: Talk, said: str | Sequence[str]) -> Errand | None:
        """The command in a text or in words; None if there is none yet, and the person was told or asked."""
        try:
            return await self._desk.understand(talk, said)
        except NotUnderstood as error:
            if isinstance(said, str):
                said = words(normalise(said)) if error.missing else ()
            await self._puzzled(talk, error, said)
        except Unplaced as error:
            await self.places.ask(talk, error, () if isinstance(said, str) else said)
        return None

    async def _offer(self, talk: Talk, said: Sequence[str], offer: Offer) -> None:
        """As `hear`, of a custom action: it is asked about first even if it only looks; without words, nothing is."""
        errand = await self._understood(talk, said) if said else None
        if errand is None or not await self._desk.note_errand(talk, errand):
            return
        if errand.decision.verdict is Verdict.DENY:
            await self.deny(errand, talk)
        else:
            await self.offers.ask(errand, talk, offer)

    async def send(self, talk: Talk, said: Sequence[str]) -> None:
        """Does what a wizard's last page was said yes to."""
        if errand := await self._understood(talk, said):
            await self.do(talk, errand, confirmed=True)

    async def _hear_text(self, talk: Talk) -> None:
        if errand := await self._understood(talk, talk.ask.text):
            await self.do(talk, errand)

    async def do(self, talk: Talk, errand: Errand, *, confirmed: bool = False) -> None:
        """Does what the guardrails say of a command: it runs, is asked about or is denied.

        Args:
            talk: who asked, where.
            errand: what was understood.
            confirmed: its author said yes when it was scheduled.
        """
        if talk.output and not errand.command.output and not errand.command.file:
            errand = replace(errand, command=replace(errand.command, output=talk.output))
        if not await self._desk.note_errand(talk, errand):
            return
        match errand.decision.verdict:
            case Verdict.ALLOW:
                await self._runs.run(errand, talk)
            case Verdict.CONFIRM if confirmed:
                await self._runs.run(errand, talk)
            case Verdict.APPROVE if confirmed and (talk.aside or not asks_why(errand)):
                await self.approvals.begin(errand, talk, talk.aside)
            case Verdict.CONFIRM | Verdict.APPROVE:
                await self._questions.ask(errand, talk)
            case Verdict.DENY:
                await self.deny(errand, talk)

    async def deny(self, errand: Errand, talk: Talk) -> None:
        """Says that a command may not run, and because of which statement."""
        await self._desk.finish(talk.ask.id, Verdict.DENY, "denied")
        words = ("I may not run {text}.", "{text} 명령은 실행할 수 없습니다.")
        error = Denied(
            talk.reader.say(*words, text=errand.text), because=errand.decision.because, fix=errand.decision.fix
        )
        await self._desk.say(self._desk.errands.refuse(error, talk.channel), talk)

    async def _puzzled(self, talk: Talk, error: NotUnderstood, said: Sequence[str]) -> None:
        """Says why words are no command; asks for what is missing."""
        if error.missing and talk.channel.undecided:
            await self.places.ask(talk, Unplaced("account"), said)
            return
        if not await self._desk.note(talk, f"({error.kind})", None, NOT_A_COMMAND):
            return
        await self._desk.finish(talk.ask.id, Verdict.DENY, error.kind)
        if error.kind in {"unknown-service", "question"}:
            error = await self._with_alias(talk, error)
        if error.missing and await self.wizards.begin(talk, said):
            return
        if error.missing:
            await self._forms.ask(talk, error, said)
        else:
            shown = self._desk.errands.refuse(error, talk.channel)
            if error.kind == "question" and talk.channel.model:
                shown = await self._advice.above(shown, error, talk)
            await self._desk.say(shown, talk)

    async def _with_alias(self, talk: Talk, error: NotUnderstood) -> NotUnderstood:
        """The same error, with the alias that may have been meant as its likeliest hint."""
        text = normalise(talk.ask.text)
        name, channel = text.partition(" ")[0], talk.channel.name
        if not await self._desk.store.read(lambda c: find_alias(c, channel, name)):
            return error
        return NotUnderstood(error.kind, error.message, hints=(f"run {text}", *error.hints), fix=error.fix)


def _switched_off(channel: Channel) -> BellhopError:
    say = Reader(locale=channel.locale).say
    return BellhopError(
        say("Commands are switched off in this channel.", "이 채널에서는 명령을 쓸 수 없습니다."),
        fix=say(
            "set `commands: true` for {name} in bellhop.yaml",
            "bellhop.yaml에서 {name}에 `commands: true`를 적으세요",
            name=channel.name,
        ),
    )
