"""`Channel`: one place on one platform that is configured."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from bellhop.custom_actions import CustomAction
from bellhop.errors import BellhopError
from bellhop.message import Mention
from bellhop.noise import NoiseSettings
from bellhop.phrase import phrase
from bellhop.retelling import Layout, Layouts

ACCOUNT_DAYS = 7
"""How many days a person's account is remembered in a channel that works in several.

https://docs.aws.amazon.com/chatbot/latest/adminguide/multiple-accounts-same-channel.html
"""


class Threading(StrEnum):
    """Where a channel shows what changes about something that it was told of."""

    REPLACE = "replace"
    """In the place of the first message; what an event type tells beneath it goes there."""
    THREAD = "thread"
    """In a thread beneath the first message, which says what the newest is about."""
    CHANNEL = "channel"
    """As a message of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One of the AWS accounts that a channel works in.

    Args:
        id: 12 digits.
        role: ARN of the channel role there.
        name: what people call it, or empty.
    """

    id: str
    role: str
    name: str = ""

    @property
    def label(self) -> str:
        """What it is called where people read it."""
        return f"{self.name} ({self.id})" if self.name else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One place where people read and write.

    Args:
        name: its name in bellhop.yaml, unique; what logs, the CLI and the console call it.
        platform: `slack`, `chime`, `web`, …: the package under `platforms/`.
        address: the platform's id of the place: Slack's channel id, Chime's webhook URL (a secret), empty for web.
        topics: ARNs of the SNS topics that it hears; `*` at the end stands for any ending.
        commands: people may run commands here.
        buttons: news bears the buttons that its event type gives it, and custom actions.
        hide_buttons: which of them it bears none of: operations, services, custom actions or texts; `*` for anything.
        custom_actions: those that stand in bellhop.yaml; people make others in chat.
        role: ARN of the channel role to assume, empty = the agent's own credentials.
        account: the account that commands run in, empty = ask AWS once, or the person if there are several.
        accounts: those that it works in, if bellhop.yaml lists them; `role` and `account` are of the chosen one.
        region: where commands run unless they say otherwise; empty = the agent's.
        templates: its own layouts of event types.
        may_mention: whom custom notifications may have told here.
        locale: `en` or `ko`.
        timezone: IANA name of the time zone that times are told in.
        noise: what its people are spared, and reminded of.
        threading: where updates of what it was told go.
        window: after how long an update begins a thread of its own; 0 = never.
        patience: after how long a delivery that keeps failing becomes a dead letter; 0 = never.
        model: the id of the Bedrock model that answers plain questions, or empty.
        disabled: why the organization's chat policy keeps it off, as a clause; empty if it does not.
    """

    name: str
    platform: str
    address: str = field(default="", repr=False)
    topics: tuple[str, ...] = ()
    commands: bool = True
    buttons: bool = True
    hide_buttons: tuple[str, ...] = ()
    custom_actions: tuple[CustomAction, ...] = ()
    role: str = ""
    account: str = ""
    accounts: tuple[Account, ...] = ()
    region: str = ""
    threading: Threading = Threading.REPLACE
    window: timedelta = timedelta(0)
    templates: Layouts = field(default_factory=dict[str, Layout], hash=False)
    may_mention: tuple[Mention, ...] = ()
    locale: str = "en"
    timezone: str = "UTC"
    noise: NoiseSettings = field(default_factory=NoiseSettings)
    patience: timedelta = timedelta(days=1)
    model: str = ""
    disabled: str = ""

    @property
    def undecided(self) -> bool:
        """Whether nothing may run before somebody says in which of its accounts."""
        return bool(self.accounts) and not self.account

    def has(self, account: str) -> bool:
        """Whether it works in an account, as far as bellhop.yaml says."""
        return account == self.account or any(one.id == account for one in self.accounts)

    def at(self, account: str) -> Channel:
        """The channel as it works in one of its accounts; itself for an empty id.

        Raises:
            BellhopError: it does not work in that account, or not any more.
        """
        if not account or account == self.account:
            return self
        for one in self.accounts:
            if one.id == account:
                return replace(self, account=one.id, role=one.role)
        raise BellhopError(
            phrase("This channel does not work in account {account}.", account=account),
            fix="type the command again, or ask for the account",
        )

    def role_in(self, account: str) -> str:
        """The role that looks at an account: of several, the one there, or else the first; `role` if there is one."""
        there = [one.role for one in self.accounts if one.id == account]
        return next(iter([*there, *(one.role for one in self.accounts)]), self.role)

    def label(self, account: str) -> str:
        """What people call an account here."""
        return next((one.label for one in self.accounts if one.id == account), account)

    def hears(self, topic: str) -> bool:
        """Whether this channel is subscribed to a topic's ARN."""
        return any(topic.startswith(wanted[:-1]) if wanted.endswith("*") else topic == wanted for wanted in self.topics)
