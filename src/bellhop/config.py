"""bellhop.yaml as types, read once. Every key is explained in bellhop.example.yaml."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bellhop.channel import Channel
from bellhop.errors import ConfigError
from bellhop.yamlfile import Place, read_yaml


def _read_secret(value: Any) -> str:
    if isinstance(value, dict) and len(cast("dict[str, Any]", value)) == 1:
        ((kind, where),) = cast("dict[str, Any]", value).items()
        if kind == "env" and isinstance(where, str):
            if not (secret := os.environ.get(where, "")):
                raise ValueError(f"the environment variable {where} is not set")
            return secret
        if kind == "file" and isinstance(where, str):
            try:
                return Path(where).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ValueError(f"the file {where} can't be read: {error.strerror}") from None
    raise ValueError("wanted {env: NAME} or {file: PATH}, so that the secret itself stands elsewhere")


def _read_address(value: Any) -> Any:
    return _read_secret(value) if isinstance(value, dict) else value


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"no such time zone: {name!r}; wanted an IANA name such as Asia/Seoul") from None
    return name


Secret = Annotated[str, BeforeValidator(_read_secret), Field(repr=False)]
Address = Annotated[str, BeforeValidator(_read_address), Field(repr=False)]
Zone = Annotated[str, AfterValidator(_known_zone)]
TopicArn = Annotated[
    str, Field(pattern=r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]*\*?$|^arn:aws[a-z-]*:sns:[a-z0-9-]*:?\*$")
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Server(_Part):
    """Where Bellhop listens."""

    host: str = "127.0.0.1"
    port: int = Field(default=8321, ge=0, le=65535)
    public_url: str = ""


class StoreSettings(_Part):
    """Where state is kept."""

    url: str = "sqlite:///bellhop.db"
    lease: float = Field(default=10, ge=1, le=300)


class Aws(_Part):
    """How AWS is called."""

    region: str = "us-east-1"
    endpoint: str = ""
    command_timeout: float = Field(default=15, gt=0, le=900)


class Queue(_Part):
    """An SQS queue that is subscribed to the topics."""

    url: str
    region: str = ""


class Intake(_Part):
    """How events come in."""

    certificate_hosts: tuple[str, ...] = ()
    max_age: float = Field(default=4500, gt=0)
    max_bytes: int = Field(default=512 * 1024, ge=1024)
    sqs: tuple[Queue, ...] = ()


class SlackSettings(_Part):
    """The Slack app."""

    bot_token: Secret
    app_token: Secret = ""
    signing_secret: Secret = ""
    mode: Literal["socket", "http"] = "socket"
    api: str = "https://slack.com/api/"
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


class ChannelSettings(_Part):
    """One channel."""

    platform: Literal["slack", "chime", "web"]
    address: Address = ""
    topics: tuple[TopicArn, ...] = ()
    commands: bool = True
    role: str | None = Field(default=None, pattern=r"^$|^arn:aws[a-z-]*:iam::\d{12}:role/.+$")
    account: str = Field(default="", pattern=r"^$|^\d{12}$")
    region: str | None = None
    locale: Literal["en", "ko"] | None = None
    timezone: Zone | None = None

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
    log: Log = Log()

    @model_validator(mode="after")
    def _complete(self) -> Config:
        slack = [name for name, channel in self.channels.items() if channel.platform == "slack"]
        if slack and self.slack is None:
            raise ValueError(f"channel {slack[0]!r} is on Slack, but there is no `slack:` section")
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
        return Config.model_validate(value)
    except ValidationError as error:
        mistakes = [_explain(detail, lines, file) for detail in error.errors()]
        raise _join(mistakes) from None


def _explain(detail: Any, lines: dict[Place, int], file: Path) -> ConfigError:
    place: Place = tuple(part for part in detail["loc"] if part != "[key]")
    known = place
    while known and known not in lines:
        known = known[:-1]
    key = ".".join(str(part) for part in place)
    return ConfigError(_sentence(detail, place), file=file, line=lines.get(known, 1), key=key)


def _sentence(detail: Any, place: Place) -> str:
    kind, text = detail["type"], str(detail["msg"]).removeprefix("Value error, ")
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(place[-1]), _keys_at(place[:-1]), n=1)
        return f"no such key; did you mean {near[0]!r}?" if near else "no such key"
    if kind == "missing":
        return "this key is needed"
    if kind == "string_pattern_mismatch" and "topics" in place:
        return f"wanted the ARN of an SNS topic, `*` allowed at its end, not {detail['input']!r}"
    return text[:1].lower() + text[1:]


def _keys_at(place: Place) -> list[str]:
    model: type[BaseModel] = Config
    for part in place:
        field = model.model_fields.get(str(part))
        if field is None:  # the name of a channel, or the number of an element: what it leads to is of the same kind
            continue
        inner = [kind for kind in _inside(field.annotation) if isinstance(kind, type) and issubclass(kind, BaseModel)]
        if not inner:
            return []
        model = inner[0]
    return list(model.model_fields)


def _inside(annotation: Any) -> list[Any]:
    parts = getattr(annotation, "__args__", ())
    return [annotation, *(inner for part in parts for inner in _inside(part))]


def _join(mistakes: list[ConfigError]) -> ConfigError:
    first = mistakes[0]
    first.message = "\n".join(mistake.message for mistake in mistakes)
    first.args = (first.message,)
    return first
