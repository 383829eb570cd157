"""`Rights`: what a person may do in a channel now: their standing, and what the guardrails say to their commands."""

from __future__ import annotations

import contextlib
from typing import Protocol

from bellhop.channel import Channel
from bellhop.command import Command, Decision
from bellhop.errors import AwsRefused
from bellhop.guardrails import Asker, Operation, decide
from bellhop.guardrails.session_policy import SessionPolicy
from bellhop.guards import Guards
from bellhop.people import NOBODY, Members, People
from bellhop.standing import Standing


class Accounts(Protocol):
    """What tells which account calls are made in: `bellhop.aws.session.Clients`."""

    @property
    def region(self) -> str:
        """Where calls go unless they say otherwise."""
        ...

    def account(self, *, role: str = "") -> str:
        """The account, 12 digits."""
        ...


class Standings(Protocol):
    """Who is who at a moment: `bellhop.people_book.PeopleBook`."""

    @property
    def people(self) -> People:
        """Those of bellhop.yaml."""
        ...

    @property
    def members(self) -> Members:
        """The people of Slack's user groups, as far as they are known."""
        ...

    async def of(self, channel: Channel, user: str) -> Standing:
        """What a person is in a channel."""
        ...


class Configured:
    """People as bellhop.yaml alone has them: in a terminal nobody chose a role or is elevated.

    Args:
        people: those.
    """

    def __init__(self, people: People = NOBODY) -> None:
        self.people = people
        self.members: Members = {}

    async def of(self, channel: Channel, user: str) -> Standing:
        """What a person is in a channel."""
        return self.people.standing(channel, user)


class Rights:
    """Decides commands for people.

    Args:
        guards: the guardrails of every channel; None = there is no configuration, and only the built-in rules hold.
        accounts: tells which account a role is in.
        standings: who is who; None = as the guards' configuration has them.
    """

    def __init__(self, guards: Guards | None, accounts: Accounts, standings: Standings | None = None) -> None:
        self._guards = guards
        self._accounts = accounts
        self.standings = standings or Configured(guards.people if guards else NOBODY)

    def decide(self, command: Command, model: Operation, channel: Channel, standing: Standing) -> Decision:
        """Whether a command may run for a person in a channel, which is in the command's account."""
        if self._guards is None:
            return decide(command, model)
        return self._guards.decide(command, model, self._asker(self._guards, command, channel, standing))

    def explain(self, command: Command, model: Operation, channel: Channel, standing: Standing) -> list[dict[str, str]]:
        """What each policy says to a command: layer, policy, says (allow, deny or nothing), statement."""
        if self._guards is None:
            return []
        return self._guards.explain(command, model, self._asker(self._guards, command, channel, standing))

    def session_policy(
        self, command: Command, model: Operation, channel: Channel, standing: Standing
    ) -> SessionPolicy | None:
        """What the role's session may do at most; None if the guardrails don't fit into one."""
        if self._guards is None or not standing.at(channel).role:
            return None
        asker = self._guards.asker(channel, standing, region=command.region or channel.region)
        return self._guards.session_policy(command, model, asker)

    def _asker(self, guards: Guards, command: Command, channel: Channel, standing: Standing) -> Asker:
        account = ""
        if not channel.account and guards.needs_account(channel.name):
            with contextlib.suppress(AwsRefused):  # then it is unknown, and what depends on it is not allowed
                account = self._accounts.account(role=standing.at(channel).role)
        region = command.region or channel.region or self._accounts.region
        return guards.asker(channel, standing, region=region, account=account)
