"""bellhop.yaml as types, read once. Every key is explained in bellhop.example.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from bellhop.channel import Channel
from bellhop.config_mistakes import Source, mistake_at, mistakes_of
from bellhop.config_sections import (
    Aws,
    ChannelSettings,
    ChimeSettings,
    ConsoleSettings,
    Defaults,
    Intake,
    Log,
    Part,
    Server,
    SlackSettings,
    StoreSettings,
)
from bellhop.config_values import is_web_url
from bellhop.custom_action_settings import build_actions
from bellhop.errors import ConfigError
from bellhop.guardrail_settings import GuardrailTest
from bellhop.yamlfile import read_yaml


class Config(Part):
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
            hide_buttons=defaults.hide_buttons if settings.hide_buttons is None else settings.hide_buttons,
            custom_actions=build_actions({**defaults.custom_actions, **settings.custom_actions}),
            role=defaults.role if settings.role is None else settings.role,
            account=settings.account,
            region=settings.region or defaults.region or self.aws.region,
            locale=settings.locale or defaults.locale,
            timezone=settings.timezone or defaults.timezone,
            threading=settings.threading or defaults.threading,
            window=defaults.thread_window if settings.thread_window is None else settings.thread_window,
            noise=defaults.noise.with_own(settings.noise).build(settings.timezone or defaults.timezone),
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
