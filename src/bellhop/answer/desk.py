"""`Desk`: what every part of the answer loop works with. `Talk`: one exchange with a person."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from msgspec import structs
from sqlalchemy.exc import IntegrityError

from bellhop import tracing
from bellhop.channel import Channel
from bellhop.command import Access, Ask, Command, Decision, Outcome, Press, Verdict
from bellhop.delivery import Delivery
from bellhop.errands import Errand, Errands
from bellhop.evidence import evidence
from bellhop.message import Message, Text
from bellhop.metrics import COMMANDS, DECISIONS
from bellhop.reader import Reader
from bellhop.saying import saying_in
from bellhop.standing import Standing
from bellhop.store import Store
from bellhop.store.ledger import amend_command, note_command, note_outcome
from bellhop.store.outbox import add_delivery
from bellhop.store.preferences import chosen_account, preferring, read_preferences
from bellhop.witness import witnessed

NOT_A_COMMAND = Decision(verdict=Verdict.DENY, because="not understood", access=Access.UNKNOWN, actions=())
BUILT_IN = Decision(verdict=Verdict.ALLOW, because="built-in", access=Access.UNKNOWN, actions=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One exchange: what was asked, and where and how it is answered.

    Args:
        ask: who asked for what.
        channel: where, as its people prefer it.
        output: the form of answers that the channel prefers, as `--output` has it; empty = the card.
        replaces: the platform's id of the message that the answer takes the place of, or empty.
        aside: small print above the answer's end, such as which schedule it comes from.
        noted: the ask is in the audit log already.
    """

    ask: Ask
    channel: Channel
    output: str = ""
    replaces: str = ""
    aside: str = ""
    noted: bool = False

    @property
    def reader(self) -> Reader:
        """Whose language and clock."""
        return Reader(locale=self.channel.locale, timezone=self.channel.timezone)

    @property
    def account(self) -> str:
        """Which of the channel's accounts counts, if it has several; else empty."""
        return self.channel.account if self.channel.accounts else ""

    def beneath(self) -> Talk:
        """The same exchange, answered by a message of its own."""
        return replace(self, replaces="")

    def at(self, account: str) -> Talk:
        """The same exchange in one of the channel's accounts.

        Raises:
            BellhopError: the channel does not work there.
        """
        return replace(self, channel=self.channel.at(account))


class Desk:
    """Writes into the audit log and the outbox.

    Args:
        store: where they are.
        channels: all configured channels.
        errands: understands and runs commands.
        wake: called after an answer was put into the outbox.
    """

    def __init__(self, store: Store, channels: Sequence[Channel], errands: Errands, wake: Callable[[], None]) -> None:
        self.store = store
        self.channels = {channel.name: channel for channel in channels}
        self.errands = errands
        self._wake = wake

    async def talk(self, ask: Ask, *, replaces: str = "", account: str = "") -> Talk:
        """An exchange, with what the channel's people prefer and in the account that whoever asks chose.

        Args:
            ask: who asked for what.
            replaces: the platform's id of the message that the answer takes the place of.
            account: which account goes before the chosen one, if the channel works there.

        Raises:
            Busy: the store can't be read.
        """
        channel, now = self.channels[ask.channel], datetime.now(UTC)
        chosen, mine = await self.store.read(
            lambda c: (
                read_preferences(c, channel.name),
                chosen_account(c, channel.name, ask.user, now) if channel.undecided else None,
            )
        )
        here = preferring(channel, chosen)
        for wanted in (account, mine.account if mine else ""):
            if wanted and here.undecided and here.has(wanted):
                here = here.at(wanted)
        return Talk(ask=ask, channel=here, output=chosen.get("output", ""), replaces=replaces)

    async def understand(self, talk: Talk, said: str | Sequence[str]) -> Errand:
        """The command in a text, or in words that were split already, and whether whoever asks may run it.

        Raises:
            NotUnderstood: there is none.
        """
        if isinstance(said, str):
            return await self.errands.understand(said, talk.channel, talk.ask.user)
        return await self.errands.understand_words(said, talk.channel, talk.ask.user)

    async def again(self, talk: Talk, command: Command) -> Errand:
        """A command that was kept, decided anew for whoever asks: what was allowed before may be denied by now."""
        return await self.errands.again(command, talk.channel, talk.ask.user)

    async def note(
        self, talk: Talk, text: str, command: Command | None, decision: Decision, standing: Standing | None = None
    ) -> bool:
        """Writes an ask into the audit log; False if it stands there already, from here or from another replica."""
        ask, now = talk.ask, datetime.now(UTC)
        if talk.noted and command is None:
            return True
        facts = await asyncio.to_thread(
            evidence, self.errands.grammar, ask, talk.channel, command, decision, standing or Standing()
        )
        if talk.noted and command is not None:
            await self.store.write(lambda c: amend_command(c, ask, text, command, decision, now, facts))
            return True
        try:
            noted = await self.store.write(lambda c: note_command(c, ask, text, command, decision, now, facts))
        except IntegrityError:  # two replicas heard it in the same moment
            return False
        if noted:
            DECISIONS.labels(verdict=decision.verdict.value, access=decision.access.value).inc()
        return noted

    async def note_errand(self, talk: Talk, errand: Errand) -> bool:
        """As `note`, of a command that was understood."""
        return await self.note(talk, errand.text, errand.command, errand.decision, errand.standing)

    async def look(self, errand: Errand, talk: Talk, *, seconds: float = 0) -> Outcome:
        """Calls AWS besides what was asked for, with a record before and after: see `witnessed`."""
        return await witnessed(self.store, self.errands, errand, talk.channel, talk.ask, seconds=seconds)

    async def finish(
        self,
        id: str,  # noqa: A002  # it is the id
        verdict: Verdict,
        outcome: str,
        facts: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Writes into the audit log what came of an ask; `facts` are what is known of the call."""
        COMMANDS.labels(verdict=verdict.value, outcome=outcome).inc()
        now = datetime.now(UTC)
        await self.store.write(lambda c: note_outcome(c, id, outcome, now, facts))

    async def say(self, message: Message, talk: Talk) -> str:
        """Puts an answer into the outbox; gives its delivery's id."""
        if talk.channel.accounts:
            message = saying_in(message, talk.channel.account)
        if talk.aside:
            message = structs.replace(message, blocks=(*message.blocks, Text(text=talk.aside, small=True)))
        return await self.put(
            Delivery(
                id=str(uuid.uuid4()),
                channel=talk.ask.channel,
                type="answer",
                message=message,
                reply_to="" if talk.replaces else talk.ask.thread,
                replaces=talk.replaces,
            )
        )

    async def put(self, delivery: Delivery) -> str:
        """Puts a delivery into the outbox, before the news; gives its id."""
        now = datetime.now(UTC)
        if trace := tracing.here():
            delivery = replace(delivery, trace=trace)
        await self.store.write(lambda c: add_delivery(c, delivery, now, urgent=True))
        self._wake()
        return delivery.id


def ask_of(press: Press, id: str, text: str = "") -> Ask:  # noqa: A002  # it is the id
    """What a button asks for, in the words of whoever pressed it."""
    return Ask(
        id=id, channel=press.channel, user=press.user, name=press.name, text=text, thread=press.thread or press.message
    )
