"""`bellhop run` before anything is run."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bellhop.cli import bellhop

CONFIG = "channels: {quiet: {platform: web, commands: false}, loud: {platform: web}}"


@pytest.fixture
def config(tmp_path: Path) -> str:
    file = tmp_path / "bellhop.yaml"
    file.write_text(f"store: {{url: 'sqlite:///{tmp_path}/bellhop.db'}}\n{CONFIG}\n", encoding="utf-8")
    return str(file)


def test_a_channel_without_commands_runs_none(config: str) -> None:
    result = CliRunner().invoke(bellhop, ["run", "-c", config, "--channel", "quiet", "help"])
    assert result.exit_code == 3
    assert "channel quiet takes no commands" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(("region", "code"), [("mars-1", 2), ("us-eats-1", 2), ("eu-west-1", 0)])
def test_a_region_must_be_one_that_aws_has(config: str, region: str, code: int) -> None:
    result = CliRunner().invoke(bellhop, ["run", "-c", config, "--channel", "loud", "--region", region, "help"])
    assert result.exit_code == code
    assert (f"AWS has no region {region}" in result.stderr) == bool(code)
    assert ("did you mean us-east-1" in result.stderr) == (region == "us-eats-1")


def records(config: str) -> list[dict[str, Any]]:
    with sqlite3.connect(Path(config).parent / "bellhop.db") as connection:
        return [json.loads(body) for (body,) in connection.execute("SELECT body FROM trail ORDER BY id")]


@pytest.mark.parametrize(
    ("words", "code", "wanted"),
    [
        ("lambda list-functions", 1, [("asked", "lambda"), ("ended", "EndpointConnectionError")]),
        ("sts get-session-token", 3, [("asked", "sts"), ("ended", "denied")]),
        ("lambda invoke --function-name f", 3, [("asked", "lambda"), ("ended", "denied")]),
        ("help", 0, [("asked", None), ("ended", "ok")]),
        ("lambda lst-functions", 2, [("asked", None), ("ended", "unknown-operation")]),
    ],
)
def test_a_terminals_commands_are_in_the_audit_trail(
    config: str, monkeypatch: pytest.MonkeyPatch, words: str, code: int, wanted: list[tuple[str, str | None]]
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    where = ["--channel", "loud", "--region", "eu-west-1", "--endpoint", "http://127.0.0.1:9"]
    result = CliRunner().invoke(bellhop, ["run", "-c", config, *where, words])
    assert result.exit_code == code, result.output
    found = records(config)
    assert [(one["event"], one.get("service", one.get("outcome"))) for one in found] == wanted
    assert found[0]["typed"] == words
