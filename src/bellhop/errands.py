"""One errand from words to a message: understood, decided, run, shown. The answer loop and `bellhop run` share it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from bellhop import tracing
from bellhop.aws.call import Caller, Clients
from bellhop.aws.redact import mask_text
from bellhop.aws.regions import check_region, check_region_name
from bellhop.channel import Channel
from bellhop.command import Command, Decision, Outcome, Verdict
from bellhop.errors import BellhopError, Denied, Unplaced
from bellhop.guards import Guards
from bellhop.message import Action, File, Message
from bellhop.phrase import phrase
from bellhop.reader import Reader
from bellhop.rights import Rights, Standings
from bellhop.showing import answer, question, refusal
from bellhop.showing.approval import Where
from bellhop.showing.attachment import Attachment, attachment
from bellhop.showing.elevation import while_elevated
from bellhop.standing import Standing
from bellhop.syntax import Grammar
from bellhop.syntax.special import own


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A command that was understood.

    Args:
        command: what is asked for.
        decision: whether it may run, and why.
        text: the command as it may be shown and logged: secrets masked.
        standing: what whoever asks was when it was decided.
        approved: those whom the approval rules want have agreed.
    """

    command: Command
    decision: Decision
    text: str
    standing: Standing = field(default_factory=Standing)
    approved: bool = False


Recent = Callable[[str], Awaitable[Sequence[str]]]
"""The services that a channel used lately, latest first, by its name."""


async def _nothing(_: str) -> Sequence[str]:
    return ()


class Errands:
    """Understands, decides and runs commands.

    Args:
        grammar: chat text → command.
        clients: AWS clients.
        caller: runs commands beside the event loop.
        guards: the guardrails of every channel; None = there is no configuration, and only the built-in rules hold.
        recent: which services a channel used lately: what it knows comes first where several may be meant.
        standings: who is who; None = as bellhop.yaml alone has it.
    """

    def __init__(
        self,
        grammar: Grammar,
        clients: Clients,
        caller: Caller,
        guards: Guards | None = None,
        recent: Recent = _nothing,
        standings: Standings | None = None,
    ) -> None:
        self._recent = recent
        self._grammar = grammar
        self._clients = clients
        self._caller = caller
        self.rights = Rights(guards, clients, standings)

    @property
    def grammar(self) -> Grammar:
        """What can be said: services, operations and their options."""
        return self._grammar

    async def understand(self, text: str, channel: Channel, user: str) -> Errand:
        """The command in a chat text, and whether it may run.

        Args:
            text: what was said.
            channel: where.
            user: the platform's id of the person.

        Raises:
            NotUnderstood: it is none; the error says what would be one.
            Unplaced: it is one, but nobody knows in which account or region it shall run.
        """
        recent, standing = await self._recent(channel.name), await self.rights.standings.of(channel, user)
        return await asyncio.to_thread(
            lambda: self._understood(self._grammar.parse(text, recent=recent), channel, standing)
        )

    async def understand_words(self, words: Sequence[str], channel: Channel, user: str) -> Errand:
        """As `understand`, of words that were split already: nothing in a word is markup or a quote.

        Raises:
            NotUnderstood, Unplaced: as `understand`.
        """
        recent, standing = await self._recent(channel.name), await self.rights.standings.of(channel, user)
        return await asyncio.to_thread(
            lambda: self._understood(self._grammar.parse_words(words, recent=recent), channel, standing)
        )

    def _understood(self, command: Command, channel: Channel, standing: Standing) -> Errand:
        check_region(command)
        if channel.accounts:
            command = replace(command, account=channel.account)
        here = _at(channel, command)
        region = command.region or channel.region or self._clients.region
        if not region:
            raise Unplaced("region")
        check_region_name(region)
        return self._decided(own.located(command, region), here, standing)

    def _decided(self, command: Command, channel: Channel, standing: Standing) -> Errand:
        model = self._grammar.model(command)
        decision = self.rights.decide(command, model, channel, standing)
        return Errand(command=command, decision=decision, text=mask_text(command, model), standing=standing)

    async def explain(self, errand: Errand, channel: Channel) -> list[dict[str, str]]:
        """What each policy of a channel says to a command: layer, policy, says (allow, deny or nothing), statement."""
        here, model = _at(channel, errand.command), self._grammar.model(errand.command)
        return await asyncio.to_thread(self.rights.explain, errand.command, model, here, errand.standing)

    async def again(self, command: Command, channel: Channel, user: str) -> Errand:
        """A command that was kept, decided anew: what was allowed to be asked may be denied by now.

        Raises:
            BellhopError: the channel does not work in the command's account any more.
        """
        standing = await self.rights.standings.of(channel, user)
        return await asyncio.to_thread(self._decided, command, _at(channel, command), standing)

    def account(self, channel: Channel) -> str:
        """The account that a channel's commands run in, 12 digits; asked of AWS once.

        Raises:
            AwsRefused: the channel names none, and AWS does not know the credentials or is not there.
            Unplaced: it works in several, and none is chosen.
        """
        if channel.undecided:
            raise Unplaced("account")
        return channel.account or self._clients.account(role=channel.role)

    async def run(self, errand: Errand, channel: Channel, user: str, name: str) -> Message:
        """Runs a command as a channel's role and shows its answer: `call`, then `show`.

        Raises:
            Denied, AwsRefused, Busy, NotUnderstood: as `call` and `show`.
        """
        return await self.show(errand, await self.call(errand, channel, user), channel, name)

    async def call(self, errand: Errand, channel: Channel, user: str, *, seconds: float = 0) -> Outcome:
        """Runs a command as the person's role, or else the channel's.

        Args:
            errand: what was understood.
            channel: where it was asked.
            user: the platform's id of the person, for the session's name.
            seconds: how long it may take; 0 = as the caller has it.

        Raises:
            Denied: the guardrails forbid it, or it needs an approval that nobody gave; they are asked again, whatever
                was decided before.
            AwsRefused, Busy, NotUnderstood: it did not run, or AWS answered with an error.
        """
        channel = _at(channel, errand.command)
        standing, model = await self.rights.standings.of(channel, user), self._grammar.model(errand.command)
        decision = await asyncio.to_thread(self.rights.decide, errand.command, model, channel, standing)
        if decision.verdict is Verdict.DENY:
            raise Denied(
                phrase("I may not run {command}.", command=errand.text), because=decision.because, fix=decision.fix
            )
        if decision.verdict is Verdict.APPROVE and not errand.approved:
            raise Denied(
                phrase("I may not run {command}.", command=errand.text),
                because=decision.because,
                fix="ask for it in the channel",
            )
        with tracing.within("call", service=errand.command.service, operation=errand.command.operation):
            return await self._caller.run(
                errand.command,
                model=model,
                region=channel.region,
                role=standing.at(channel).role,
                session_name=f"bellhop-{channel.platform}-{user}",
                policy=self.rights.session_policy(errand.command, model, channel, standing),
                seconds=seconds,
            )

    async def attach(self, errand: Errand, outcome: Outcome) -> Attachment | None:
        """The file that comes with a command's answer: asked for, or since it is too long to be read.

        Raises:
            NotUnderstood: `--query` does not fit the answer.
        """
        return await asyncio.to_thread(attachment, errand.command, outcome, self._grammar.model(errand.command))

    async def show(
        self,
        errand: Errand,
        outcome: Outcome,
        channel: Channel,
        name: str,
        *,
        buttons: Sequence[Action] | None = None,
        attached: tuple[Attachment, File] | None = None,
    ) -> Message:
        """A command's answer as people read it.

        Args:
            errand: what ran.
            outcome: what AWS said.
            channel: where it is shown.
            name: how the answer addresses whoever asked.
            buttons: what stands beneath it; None = a button for the items that follow, with their token in it.
            attached: the file that comes with it, as it is kept.

        Raises:
            NotUnderstood: `--query` does not fit the answer.
        """
        reader = _reader(channel)
        return await asyncio.to_thread(
            answer,
            errand.command,
            errand.text,
            replace(outcome, account=channel.label(outcome.account)),
            self._grammar.model(errand.command),
            reader,
            user=name,
            elevated=while_elevated(errand.standing.elevated_at(channel), reader),
            read_only=errand.decision.verdict is Verdict.ALLOW,
            buttons=buttons,
            attached=attached,
        )

    async def ask_first(self, errand: Errand, channel: Channel, question_id: str, action: str = "") -> Message:
        """The question whether a command shall run, with its account, role and region.

        `action` is what the button of its custom action says.
        """
        try:
            where = await self.where(errand, channel)
        except BellhopError as error:
            return refusal(error, _reader(channel))
        return question(errand.text, errand.decision, _reader(channel), where, question_id=question_id, action=action)

    async def where(self, errand: Errand, channel: Channel) -> Where:
        """Where and as what a command would run, and what it is about.

        Raises:
            AwsRefused: AWS does not know the credentials, or is not there.
            Unplaced: the channel works in several accounts, and the command names none.
        """
        channel = errand.standing.at(_at(channel, errand.command))
        account = await asyncio.to_thread(self._clients.account, role=channel.role)
        return Where(
            account=channel.label(account),
            role=channel.role,
            region=errand.command.region or channel.region or self._clients.region,
            actions=errand.decision.actions,
            resources=errand.decision.resources,
        )

    @staticmethod
    def refuse(error: BellhopError, channel: Channel) -> Message:
        """What a person reads when a command did not come to an answer."""
        return refusal(error, _reader(channel))


def _reader(channel: Channel) -> Reader:
    return Reader(locale=channel.locale, timezone=channel.timezone)


def _at(channel: Channel, command: Command) -> Channel:
    """The channel in the account of a command; Unplaced if it works in several and the command names none."""
    here = channel.at(command.account)
    if here.undecided:
        raise Unplaced("account")
    return here
