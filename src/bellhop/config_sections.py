"""The sections of bellhop.yaml as types. Every key is explained in bellhop.example.yaml."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bellhop.channel import Account, Threading
from bellhop.config_noise import NoiseSection
from bellhop.config_templates import Templates
from bellhop.config_values import (
    Address,
    AppToken,
    BotToken,
    Keep,
    Secret,
    Size,
    Span,
    StoreUrl,
    TopicArn,
    WebUrl,
    Zone,
)
from bellhop.custom_action_settings import CustomActions, CustomActionSettings
from bellhop.guardrail_settings import AllowSensitive, GuardrailSetting
from bellhop.keep import Keep as Kept
from bellhop.limits import Limits

ROLE = r"^arn:aws[a-z-]*:iam::\d{12}:role/.+$"
_LIMITS = Limits()


class Part(BaseModel):
    """Whose keys are all known, and never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Server(Part):
    """Where Bellhop listens."""

    host: str = "127.0.0.1"
    port: int = Field(default=8321, ge=0, le=65535)
    public_url: WebUrl = ""


class StoreSettings(Part):
    """Where state is kept."""

    url: StoreUrl = "sqlite:///bellhop.db"
    lease: float = Field(default=10, ge=1, le=300)
    keep: Keep = timedelta(days=90)
    keep_bytes: Size = 0
    audit_keep: Keep = timedelta(0)

    def build_keep(self) -> Kept:
        """How long things are kept."""
        return Kept(age=self.keep, size=self.keep_bytes, audit=self.audit_keep)


class Aws(Part):
    """How AWS is called."""

    region: str = ""
    endpoint: WebUrl = ""
    command_timeout: float = Field(default=15, gt=0, le=900)
    session_policies: bool = True
    role_policies: bool = False


class LimitsSettings(Part):
    """How much people may ask for at once."""

    at_once: int = Field(default=_LIMITS.at_once, ge=0)
    waiting: int = Field(default=_LIMITS.waiting, ge=0)
    channel_at_once: int = Field(default=_LIMITS.channel_at_once, ge=0)
    per_minute: int = Field(default=_LIMITS.per_minute, ge=0)
    background: int = Field(default=_LIMITS.background, ge=0)
    background_all: int = Field(default=_LIMITS.background_all, ge=0)

    def build(self) -> Limits:
        """The limits."""
        return Limits(**self.model_dump())


class Answers(Part):
    """How plain questions are answered."""

    bedrock_model: str = Field(default="", max_length=2048)


class AccountSettings(Part):
    """One of several accounts of a channel."""

    account: str = Field(pattern=r"^\d{12}$")
    role: str = Field(pattern=ROLE)
    name: str = Field(default="", pattern=r"^$|^[\w.-]{1,64}$")

    @model_validator(mode="after")
    def _role_is_there(self) -> AccountSettings:
        if self.account != self.role.split(":")[4]:
            raise ValueError(f"the role {self.role} is not in account {self.account}")
        return self

    def build(self) -> Account:
        """The account."""
        return Account(id=self.account, role=self.role, name=self.name)


class Queue(Part):
    """An SQS queue that is subscribed to the topics."""

    url: WebUrl = Field(min_length=1)
    region: str = ""


class Intake(Part):
    """How events come in."""

    certificate_hosts: tuple[str, ...] = ()
    max_age: float = Field(default=4500, gt=0)
    max_bytes: int = Field(default=512 * 1024, ge=1024)
    sqs: tuple[Queue, ...] = ()


class SlackSettings(Part):
    """The Slack app."""

    bot_token: BotToken
    app_token: AppToken = ""
    signing_secret: Secret = ""
    mode: Literal["socket", "http"] = "socket"
    api: WebUrl = Field(default="https://slack.com/api/", min_length=1)
    workspace: str = Field(default="", pattern=r"^$|^[TE][A-Z0-9]+$")
    pace: float = Field(default=1.05, ge=0, le=60)

    @model_validator(mode="after")
    def _complete(self) -> SlackSettings:
        if self.mode == "socket" and not self.app_token:
            raise ValueError("socket mode needs app_token (an app-level token, xapp-…)")
        if self.mode == "http" and not self.signing_secret:
            raise ValueError("http mode needs signing_secret")
        return self


class ChimeSettings(Part):
    """Amazon Chime webhooks."""

    allow_http: bool = False


class ConsoleUser(Part):
    """A person who may use the console."""

    name: str = Field(pattern=r"^[\w.-]{1,64}$")
    token: Secret


class ConsoleSettings(Part):
    """The web console."""

    title: str = "Bellhop"
    users: tuple[ConsoleUser, ...] = ()


class Defaults(Part):
    """What channels have unless they say otherwise."""

    custom_actions: CustomActions = Field(default_factory=dict[str, CustomActionSettings])
    hide_buttons: tuple[str, ...] = ()
    templates: Templates = Field(default_factory=Templates)
    may_mention: tuple[str, ...] = ()
    locale: Literal["en", "ko"] = "en"
    timezone: Zone = "UTC"
    threading: Threading = Threading.REPLACE
    thread_window: Span = timedelta(0)
    patience: Span = timedelta(days=1)
    noise: NoiseSection = NoiseSection()
    answers: Answers = Answers()
    region: str = ""
    role: str = ""
    guardrails: tuple[GuardrailSetting, ...] | None = None
    deny: tuple[str, ...] = ()
    allow_sensitive: AllowSensitive | None = None


class ChannelSettings(Part):
    """One channel."""

    platform: Literal["slack", "chime", "web"]
    address: Address = ""
    topics: tuple[TopicArn, ...] = ()
    commands: bool = True
    buttons: bool = True
    hide_buttons: tuple[str, ...] | None = None
    templates: Templates = Field(default_factory=Templates)
    may_mention: tuple[str, ...] | None = None
    custom_actions: CustomActions = Field(default_factory=dict[str, CustomActionSettings])
    role: str | None = Field(default=None, pattern=rf"^$|{ROLE}")
    account: str = Field(default="", pattern=r"^$|^\d{12}$")
    accounts: tuple[AccountSettings, ...] = Field(default=(), max_length=20)
    region: str | None = None
    locale: Literal["en", "ko"] | None = None
    timezone: Zone | None = None
    threading: Threading | None = None
    thread_window: Span | None = None
    patience: Span | None = None
    noise: NoiseSection | None = None
    answers: Answers | None = None
    user_roles: Literal["", "optional", "required"] = ""
    guardrails: tuple[GuardrailSetting, ...] | None = None
    deny: tuple[str, ...] = ()
    allow_sensitive: AllowSensitive | None = None

    @model_validator(mode="after")
    def _complete(self) -> ChannelSettings:
        if self.platform != "web" and not self.address:
            wanted = {"slack": "the channel's id, C0123ABCD", "chime": "the webhook's URL as {env: NAME}"}
            raise ValueError(f"a {self.platform} channel needs an address: {wanted[self.platform]}")
        if self.accounts and (self.role or self.account):
            raise ValueError("`accounts:` says the roles and accounts already: leave `role:` and `account:` out")
        called = [word.lower() for one in self.accounts for word in (one.account, one.name) if word]
        if twice := [word for word in called if called.count(word) > 1]:
            raise ValueError(f"`accounts:` names {twice[0]} twice")
        return self


class Log(Part):
    """What is logged."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"
