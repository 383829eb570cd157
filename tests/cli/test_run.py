"""`bellhop run` before anything is run."""

from pathlib import Path

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
