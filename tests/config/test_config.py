from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from bellhop.config import Config, load_config
from bellhop.config_sections import ChannelSettings
from bellhop.config_values import read_keep
from bellhop.errors import ConfigError
from bellhop.span import parse_span

EXAMPLE = Path(__file__).parents[2] / "bellhop.example.yaml"
SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-test",
    "SLACK_APP_TOKEN": "xapp-test",
    "BELLHOP_CONSOLE_TOKEN": "console-test",
    "CHIME_WEBHOOK": "https://hooks.chime.aws/incomingwebhooks/test",
}

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        file = tmp_path / "bellhop.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return written


def test_the_example_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, secret in SECRETS.items():
        monkeypatch.setenv(name, secret)
    config = load_config(EXAMPLE)
    ops, room, console = config.build_channels()
    assert (ops.platform, ops.region, ops.locale, ops.timezone) == ("slack", "ap-northeast-2", "ko", "Asia/Seoul")
    assert (room.address, room.commands) == (SECRETS["CHIME_WEBHOOK"], False)
    assert (console.platform, console.locale, console.region) == ("web", "en", "")


def fields(model: type[BaseModel], place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, field in model.model_fields.items():
        here = (*place, name)
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from fields(inner, here)
        else:
            yield here, field.get_default(call_default_factory=False)


def test_the_example_has_every_option_with_its_default() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    example = yaml.safe_load(text)
    for place, default in fields(Config):
        value: Any = example
        for key in place:
            assert key in value, f"{'.'.join(place)} is not in {EXAMPLE.name}"
            value = value[key]
        plain: Any = list(cast("tuple[Any, ...]", default)) if isinstance(default, tuple) else default
        if default is not PydanticUndefined and plain is not None and place != ("console", "users"):
            read: Any = value
            if isinstance(plain, timedelta):
                read = read_keep(value) if place[-1].endswith("keep") else parse_span(str(value))
            assert read == plain, f"{'.'.join(place)} is not at its default"
    assert set(ChannelSettings.model_fields) <= set(example["channels"]["ops"])


BOMB = "a0: &a0 [1, 1]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("channels: {a: {platform: web}}\nserver: {prot: 1}\n", "2: server.prot: no such key; did you mean 'port'?"),
        (
            "channels:\n  a:\n    platform: web\n    topcs: []\n",
            "4: channels.a.topcs: no such key; did you mean",
        ),
        ("channels:\n  a: {platform: irc}\n", "2: channels.a.platform: input should be 'slack', 'chime' or 'web'"),
        (
            "channels:\n  a:\n    platform: web\n    topics:\n      - x\n",
            "5: channels.a.topics.0: wanted the ARN",
        ),
        ("channels:\n  a: {platform: web, timezone: Asia/Soul}\n", "no such time zone: 'Asia/Soul'"),
        ("channels:\n  a: {platform: slack, address: C1}\n", "1: channel 'a' is on Slack, but there is no `slack:`"),
        ("channels:\n  a: {platform: slack}\n", "2: channels.a: a slack channel needs an address"),
        ("channels:\n  a: {platform: web}\n  a: {platform: web}\n", "3: a: stands here a second time; first in line 2"),
        ("server: {}\n", "1: channels: this key is needed"),
        ("channels: {}\n", "1: channels: dictionary should have at least 1 item"),
        ("- a\n", "1: wanted keys such as `channels:`"),
        ("channels: [\n", "no YAML"),
        ("\nchannels: &all [*all]\n", "2: lists and mappings stand more than 100 deep"),
        ("channels: " + "[" * 200 + "]" * 200, "1: lists and mappings stand more than 100 deep"),
        ("channels: " + "[" * 5_000 + "]" * 5_000, "1: lists and mappings stand more than 100 deep"),
        (BOMB, "more than 100,000 values"),
        ("\n[a, b]: 1\n", "2: wanted a name as the key, not a list"),
        ("channels:\n  ? {a: b}\n  : 1\n", "2: wanted a name as the key, not a mapping"),
        ("channels: {a: {platform: web}}\nslack: {bot_token: xoxb-1}\n", "2: slack.bot_token: wanted {env: NAME}"),
        ("channels: {a: {platform: web}}\nslack: {bot_token: {env: NOT_SET}}\n", "NOT_SET is not set"),
        ("channels: {a: {platform: web}}\nslack: {bot_token: {file: /no/such}}\n", "the file /no/such can't be read"),
        ("channels: {a: {platform: web}}\nserver: {port: 99999}\n", "2: server.port: input should be less than"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_key(write: Write, text: str, wanted: str) -> None:
    file = write(text)
    with pytest.raises(ConfigError) as caught:
        load_config(file)
    assert wanted in str(caught.value)
    assert str(caught.value).startswith(f"{file}:")


def test_every_mistake_is_told_at_once(write: Write) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(write("channels:\n  a: {platform: irc}\nserver: {prot: 1}\n"))
    assert len(str(caught.value).splitlines()) == 2


def test_a_missing_file_names_the_fix(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"bellhop\.example\.yaml"):
        load_config(tmp_path / "bellhop.yaml")


def test_secrets_are_not_printed(write: Write, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("https://hooks.example.com/very-secret\n")
    text = f"channels: {{a: {{platform: chime, address: {{file: {tmp_path}/token}}}}}}\n"
    config = load_config(write(text))
    assert config.channels["a"].address == "https://hooks.example.com/very-secret"
    assert "very-secret" not in repr(config)
    assert "very-secret" not in repr(config.build_channels())


PLAIN = "channels: {a: {platform: web}}\n"
CHIME = "channels:\n  a:\n    platform: chime\n    address: {env: HOOK}\n"
URL = "wanted a URL that begins with https:// or http://"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (PLAIN + "store: {url: garbage very-secret}\n", "2: store.url: wanted sqlite:///FILE or postgresql+psycopg://"),
        (PLAIN + "store: {url: 'mysql://u:very-secret@db/b'}\n", "2: store.url: wanted sqlite:///FILE"),
        (PLAIN + "store: {url: 'sqlite://'}\n", "2: store.url: wanted sqlite:///FILE"),
        (PLAIN + "store: {url: 'postgresql://u:very-secret@db:port/b'}\n", "2: store.url: wanted sqlite:///FILE"),
        (PLAIN + "aws: {endpoint: localhost:4566}\n", f"2: aws.endpoint: {URL}"),
        (PLAIN + "aws: {endpoint: 'ftp://localhost'}\n", f"2: aws.endpoint: {URL}"),
        (PLAIN + "intake: {sqs: [{url: bellhop}]}\n", f"2: intake.sqs.0.url: {URL}"),
        (PLAIN + "intake: {sqs: [{url: ''}]}\n", "2: intake.sqs.0.url: "),
        (PLAIN + "server: {public_url: 'https://a b'}\n", f"2: server.public_url: {URL}"),
        (PLAIN + "server: {public_url: 'https://a:b'}\n", f"2: server.public_url: {URL}"),
        (PLAIN + "slack: {bot_token: {env: OTHER}, app_token: {env: APP}}\n", "which begins with xoxb-"),
        (PLAIN + "slack: {bot_token: {env: BOT}, app_token: {env: OTHER}}\n", "which begins with xapp-"),
        (CHIME.replace("{env: HOOK}", "https://a.example/very-secret"), "4: channels.a.address: wanted {env: NAME}"),
        (CHIME, "4: channels.a.address: wanted an https:// webhook"),
        (CHIME.replace("HOOK", "OTHER") + "chime: {allow_http: true}\n", "4: channels.a.address: wanted an https://"),
    ],
)
def test_what_could_not_work_is_refused_without_its_secret(
    write: Write, monkeypatch: pytest.MonkeyPatch, text: str, wanted: str
) -> None:
    tokens = {"BOT": "xoxb-test", "APP": "xapp-test", "OTHER": "very-secret", "HOOK": "http://a.example/very-secret"}
    for name, value in tokens.items():
        monkeypatch.setenv(name, value)
    file = write(text)
    with pytest.raises(ConfigError) as caught:
        load_config(file)
    assert wanted in str(caught.value)
    assert str(caught.value).startswith(f"{file}:")
    assert "very-secret" not in str(caught.value)


def test_http_webhooks_are_taken_where_they_are_allowed(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK", "http://127.0.0.1:8080/hook")
    config = load_config(write(CHIME + "chime: {allow_http: true}\n"))
    assert config.channels["a"].address == "http://127.0.0.1:8080/hook"


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_by_the_driver_that_bellhop_comes_with(write: Write, scheme: str) -> None:
    config = load_config(write(PLAIN + f"store: {{url: '{scheme}://u:very-secret@db/bellhop'}}\n"))
    assert config.store.url == "postgresql+psycopg://u:very-secret@db/bellhop"
    assert "very-secret" not in repr(config)
