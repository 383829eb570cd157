"""bellhop.yaml as types, read once. Every key is explained in bellhop.example.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from bellhop.approval_settings import ApprovalSettings, mistaken_approvals
from bellhop.channel import Channel
from bellhop.config_mistakes import Source, mistake_at, mistakes_of
from bellhop.config_people import (
    ElevationSettings,
    GroupSettings,
    UserRoles,
    UserSettings,
    build_people,
    check_people,
)
from bellhop.config_routing import Name, RotationSettings, RouteSettings, RouteTest, build_routing
from bellhop.config_sections import (
    Aws,
    ChannelSettings,
    ChimeSettings,
    ConsoleSettings,
    Defaults,
    Intake,
    LimitsSettings,
    Log,
    Part,
    Server,
    SlackSettings,
    StoreSettings,
)
from bellhop.config_templates import build_layouts
from bellhop.config_values import is_web_url
from bellhop.config_watching import HeartbeatSettings, MetricsSettings, TracesSettings
from bellhop.custom_action_settings import build_actions
from bellhop.errors import ConfigError
from bellhop.guardrail_settings import GuardrailTest
from bellhop.message import Mention
from bellhop.people import People
from bellhop.routing import Routing
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
    users: dict[Name, UserSettings] = Field(default_factory=dict)
    groups: dict[str, GroupSettings] = Field(default_factory=dict)
    user_roles: UserRoles = "optional"
    elevations: dict[Name, ElevationSettings] = Field(default_factory=dict)
    approvals: tuple[ApprovalSettings, ...] = ()
    guardrail_tests: tuple[GuardrailTest, ...] = ()
    routes: tuple[RouteSettings, ...] = ()
    mentions: dict[Name, dict[Literal["slack", "chime"], str]] = Field(default_factory=dict)
    oncall: dict[Name, RotationSettings] = Field(default_factory=dict)
    tests: tuple[RouteTest, ...] = ()
    limits: LimitsSettings = LimitsSettings()
    log: Log = Log()
    heartbeat: HeartbeatSettings | None = None
    metrics: MetricsSettings = MetricsSettings()
    traces: TracesSettings = TracesSettings()
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
    def _approvals(self) -> Config:
        console = {user.name for user in self.console.users}
        people = build_people(self.users, self.groups, self.elevations, ())
        for place, mistake in mistaken_approvals(self.approvals, self.channels, people, console):
            raise mistake_at(("approvals", *place), mistake)
        return self

    @model_validator(mode="after")
    def _heartbeat(self) -> Config:
        if self.heartbeat and self.heartbeat.channel not in self.channels:
            raise mistake_at(("heartbeat", "channel"), f"there is no channel {self.heartbeat.channel!r}")
        return self

    @model_validator(mode="after")
    def _webhooks(self) -> Config:
        schemes = ("https", "http") if self.chime.allow_http else ("https",)
        for name, channel in self.channels.items():
            if channel.platform == "chime" and not is_web_url(channel.address, *schemes):
                wanted = "wanted an https:// webhook (for a test on this machine: chime.allow_http: true)"
                raise mistake_at(("channels", name, "address"), wanted)
        return self

    @model_validator(mode="after")
    def _routes(self) -> Config:
        for name, rotation in self.oncall.items():
            who = [*rotation.people, *(one.who for one in rotation.overrides if one.who)]
            if lost := [person for person in who if person not in self.mentions]:
                raise mistake_at(("oncall", name), f"{lost[0]!r} does not stand under `mentions:`")
        for at, route in enumerate(self.routes):
            if lost := [channel for channel in route.channels if channel not in self.channels]:
                raise mistake_at(("routes", at, "channels"), f"there is no channel {lost[0]!r}")
            if lost := [who for who in route.mentions if who not in self.mentions and who not in self.oncall]:
                raise mistake_at(
                    ("routes", at, "mentions"), f"{lost[0]!r} stands neither under `mentions:` nor `oncall:`"
                )
        return self

    @model_validator(mode="after")
    def _may_mention(self) -> Config:
        allowed = {("channels", name): channel.may_mention or () for name, channel in self.channels.items()}
        for place, names in {("defaults",): self.defaults.may_mention, **allowed}.items():
            if lost := [name for name in names if name not in self.mentions]:
                raise mistake_at((*place, "may_mention"), f"{lost[0]!r} does not stand under `mentions:`")
        return self

    @model_validator(mode="after")
    def _people(self) -> Config:
        check_people(self.users, self.groups, self.elevations, self.channels)
        for at, test in enumerate(self.guardrail_tests):
            if test.group and test.group not in self.groups:
                raise mistake_at(("guardrail_tests", at, "group"), f"there is no group {test.group!r}")
            if test.elevation and test.elevation not in self.elevations:
                raise mistake_at(("guardrail_tests", at, "elevation"), f"there is no level {test.elevation!r}")
        if self.user_roles == "required":
            loose = [name for name, channel in self.channels.items() if channel.user_roles == "optional"]
            if loose:
                raise mistake_at(("channels", loose[0], "user_roles"), "`user_roles: required` holds for all channels")
        return self

    def build_people(self) -> People:
        """The people, their groups and roles, and what they may be elevated to."""
        for_all = self.user_roles == "required"
        requiring = [name for name, one in self.channels.items() if for_all or one.user_roles == "required"]
        return build_people(self.users, self.groups, self.elevations, requiring)

    def build_routing(self) -> Routing:
        """Who hears what."""
        return build_routing(self.build_channels(), self.routes, self.mentions, self.oncall, self.source)

    def build_channels(self) -> tuple[Channel, ...]:
        """The channels, with the defaults filled in."""
        return tuple(self._channel(name, settings) for name, settings in self.channels.items())

    def _channel(self, name: str, settings: ChannelSettings) -> Channel:
        defaults = self.defaults
        accounts = tuple(one.build() for one in settings.accounts)
        own = defaults.role if settings.role is None else settings.role
        channel = Channel(
            name=name,
            platform=settings.platform,
            address=settings.address,
            topics=settings.topics,
            commands=settings.commands and settings.platform != "chime",
            buttons=settings.buttons and settings.commands,
            hide_buttons=defaults.hide_buttons if settings.hide_buttons is None else settings.hide_buttons,
            custom_actions=build_actions({**defaults.custom_actions, **settings.custom_actions}),
            templates=build_layouts(
                {("defaults", "templates"): defaults.templates, ("channels", name, "templates"): settings.templates},
                self.source,
            ),
            may_mention=self._mentionable(settings),
            role="" if accounts else own,
            account=settings.account,
            accounts=accounts,
            region=settings.region or defaults.region or self.aws.region,
            locale=settings.locale or defaults.locale,
            timezone=settings.timezone or defaults.timezone,
            threading=settings.threading or defaults.threading,
            patience=defaults.patience if settings.patience is None else settings.patience,
            window=defaults.thread_window if settings.thread_window is None else settings.thread_window,
            model=(settings.answers or defaults.answers).bedrock_model,
            noise=defaults.noise.with_own(settings.noise).build(settings.timezone or defaults.timezone),
        )
        return channel.at(accounts[0].id) if len(accounts) == 1 else channel

    def _mentionable(self, settings: ChannelSettings) -> tuple[Mention, ...]:
        names = self.defaults.may_mention if settings.may_mention is None else settings.may_mention
        platform: str = settings.platform
        handles = {name: {str(kind): handle for kind, handle in self.mentions[name].items()} for name in names}
        return tuple(Mention(name=name, handle=handles[name].get(platform, "")) for name in names)


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
