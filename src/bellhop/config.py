"""bellhop.yaml as types, read once. Every key is explained in bellhop.example.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from bellhop.channel import Channel
from bellhop.config_mistakes import Source, mistake_at, mistakes_of
from bellhop.config_values import (
    Address,
    AppToken,
    BotToken,
    Secret,
    StoreUrl,
    TopicArn,
    WebUrl,
    Zone,
    is_web_url,
)
from bellhop.errors import ConfigError
from bellhop.guardrail_settings import AllowSensitive, GuardrailSetting, GuardrailTest
from bellhop.yamlfile import read_yaml


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Server(_Part):
    """Where Bellhop listens."""

    host: str = "127.0.0.1"
    port: int = Field(default=8321, ge=0, le=65535)
    public_url: WebUrl = ""


class StoreSettings(_Part):
    """Where state is kept."""

    url: StoreUrl = "sqlite:///bellhop.db"
    lease: float = Field(default=10, ge=1, le=300)


class Aws(_Part):
    """How AWS is called."""

    region: str = "us-east-1"
    endpoint: WebUrl = ""
    command_timeout: float = Field(default=15, gt=0, le=900)
    session_policies: bool = True


class Queue(_Part):
    """An SQS queue that is subscribed to the topics."""

    url: WebUrl = Field(min_length=1)
    region: str = ""


class Intake(_Part):
    """How events come in."""

    certificate_hosts: tuple[str, ...] = ()
    max_age: float = Field(default=4500, gt=0)
    max_bytes: int = Field(default=512 * 1024, ge=1024)
    sqs: tuple[Queue, ...] = ()


class SlackSettings(_Part):
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


class ChimeSettings(_Part):
    """Amazon Chime webhooks."""

    allow_http: bool = False


class ConsoleUser(_Part):
    """A person who may use the console."""

    name: str = Field(pattern=r"^[\w.-]{1,64}$")
    token: Secret


class ConsoleSettings(_Part):
    """The web console."""

    title: str = "Bellhop"
    users: tuple[ConsoleUser, ...] = ()


class Defaults(_Part):
    """What channels have unless they say otherwise."""

    locale: Literal["en", "ko"] = "en"
    timezone: Zone = "UTC"
    region: str = ""
    role: str = ""
    guardrails: tuple[GuardrailSetting, ...] | None = None
    deny: tuple[str, ...] = ()
    allow_sensitive: AllowSensitive | None = None


class ChannelSettings(_Part):
    """One channel."""

    platform: Literal["slack", "chime", "web"]
    address: Address = ""
    topics: tuple[TopicArn, ...] = ()
    commands: bool = True
    buttons: bool = True
    role: str | None = Field(default=None, pattern=r"^$|^arn:aws[a-z-]*:iam::\d{12}:role/.+$")
    account: str = Field(default="", pattern=r"^$|^\d{12}$")
    region: str | None = None
    locale: Literal["en", "ko"] | None = None
    timezone: Zone | None = None
    guardrails: tuple[GuardrailSetting, ...] | None = None
    deny: tuple[str, ...] = ()
    allow_sensitive: AllowSensitive | None = None

    @model_validator(mode="after")
    def _complete(self) -> ChannelSettings:
        if self.platform != "web" and not self.address:
            wanted = {"slack": "the channel's id, C0123ABCD", "chime": "the webhook's URL as {env: NAME}"}
            raise ValueError(f"a {self.platform} channel needs an address: {wanted[self.platform]}")
        return self


class Log(_Part):
    """What is logged."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"


class Config(_Part):
    """All of bellhop.yaml."""

    server: Server = Server()
    store: StoreSettings = StoreSettings()
    aws: Aws = Aws()
    intake: Intake = Intake()
    slack: SlackSettings | None = None
    chime: ChimeSettings = ChimeSettings()
    console: ConsoleSettings = ConsoleSettings()
    defaults: Defaults = Defaults()
    channels: dict[Annotated[str, Field(pattern=r"^[\w.-]{1,128}$")], ChannelSettings] = Field(min_length=1)
    organization_policy: str = ""
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    guardrail_tests: tuple[GuardrailTest, ...] = ()
    log: Log = Log()
    _source: Source = PrivateAttr(default_factory=lambda: Source(Path("bellhop.yaml"), {}))

    @property
    def source(self) -> Source:
        """Where it was read."""
        return self._source

    def read_from(self, source: Source) -> Config:
        """The same, knowing where it was read."""
        self._source = source
        return self

    @model_validator(mode="after")
    def _complete(self) -> Config:
        slack = [name for name, channel in self.channels.items() if channel.platform == "slack"]
        if slack and self.slack is None:
            raise ValueError(f"channel {slack[0]!r} is on Slack, but there is no `slack:` section")
        if lost := [test.channel for test in self.guardrail_tests if test.channel not in self.channels]:
            raise ValueError(f"guardrail_tests names channel {lost[0]!r}, which there isn't")
        return self

    @model_validator(mode="after")
    def _webhooks(self) -> Config:
        schemes = ("https", "http") if self.chime.allow_http else ("https",)
        for name, channel in self.channels.items():
            if channel.platform == "chime" and not is_web_url(channel.address, *schemes):
                wanted = "wanted an https:// webhook (for a test on this machine: chime.allow_http: true)"
                raise mistake_at(("channels", name, "address"), wanted)
        return self

    def build_channels(self) -> tuple[Channel, ...]:
        """The channels, with the defaults filled in."""
        return tuple(self._channel(name, settings) for name, settings in self.channels.items())

    def _channel(self, name: str, settings: ChannelSettings) -> Channel:
        defaults = self.defaults
        return Channel(
            name=name,
            platform=settings.platform,
            address=settings.address,
            topics=settings.topics,
            commands=settings.commands and settings.platform != "chime",
            buttons=settings.buttons and settings.commands,
            role=defaults.role if settings.role is None else settings.role,
            account=settings.account,
            region=settings.region or defaults.region or self.aws.region,
            locale=settings.locale or defaults.locale,
            timezone=settings.timezone or defaults.timezone,
        )


def load_config(file: Path) -> Config:
    """Reads bellhop.yaml.

    Raises:
        ConfigError: `file:line: key: what was wanted`, one line for each mistake.
    """
    value, lines = read_yaml(file)
    if not isinstance(value, dict):
        raise ConfigError("wanted keys such as `channels:`", file=file)
    try:
        return Config.model_validate(value).read_from(Source(file, lines))
    except ValidationError as error:
        raise mistakes_of(error, Config, Source(file, lines)) from None
