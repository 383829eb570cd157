"""`Channel`: one place on one platform that is configured."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bellhop.custom_actions import CustomAction
from bellhop.message import Mention
from bellhop.noise import NoiseSettings


class Threading(StrEnum):
    """Where a channel shows what changes about something that it was told of."""

    REPLACE = "replace"
    """In the place of the first message; what an event type tells beneath it goes there."""
    THREAD = "thread"
    """In a thread beneath the first message, which says what the newest is about."""
    CHANNEL = "channel"
    """As a message of its own."""


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
        account: the account that commands run in, empty = ask AWS once.
        region: where commands run unless they say otherwise; empty = the agent's.
        may_mention: whom custom notifications may have told here.
        locale: `en` or `ko`.
        timezone: IANA name of the time zone that times are told in.
        noise: what its people are spared, and reminded of.
        threading: where updates of what it was told go.
        window: after how long an update begins a thread of its own; 0 = never.
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
    region: str = ""
    threading: Threading = Threading.REPLACE
    window: timedelta = timedelta(0)
    may_mention: tuple[Mention, ...] = ()
    locale: str = "en"
    timezone: str = "UTC"
    noise: NoiseSettings = NoiseSettings()

    def hears(self, topic: str) -> bool:
        """Whether this channel is subscribed to a topic's ARN."""
        return any(topic.startswith(wanted[:-1]) if wanted.endswith("*") else topic == wanted for wanted in self.topics)
