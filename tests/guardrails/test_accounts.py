"""A channel of several accounts: its guardrails see the one that a command runs in."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bellhop.cli import bellhop
from bellhop.config import load_config
from bellhop.errors import ConfigError
from bellhop.guards import read_guards

CONFIG = """
channels:
  ops:
    platform: web
    region: us-east-1
    accounts:
      - {account: "111122223333", role: "arn:aws:iam::111122223333:role/bellhop", name: prod}
      - {account: "444455556666", role: "arn:aws:iam::444455556666:role/bellhop"}
    guardrails:
      - read-only
      - policy:
          Version: "2012-10-17"
          Statement:
            - {Effect: Deny, Action: "lambda:*", Resource: "*", Condition: {StringEquals: {"KEY": "111122223333"}}}
"""


@pytest.mark.parametrize("key", ["aws:ResourceAccount", "aws:PrincipalAccount"])
@pytest.mark.parametrize(
    ("account", "decision"), [("prod", "deny"), ("111122223333", "deny"), ("444455556666", "allow")]
)
def test_a_condition_on_the_account_holds_there_only(tmp_path: Path, key: str, account: str, decision: str) -> None:
    file = tmp_path / "bellhop.yaml"
    file.write_text(CONFIG.replace("KEY", key))
    arguments = ["explain", "-c", str(file), "--account", account, "lambda get-function --function-name f"]
    said = CliRunner().invoke(bellhop, arguments)
    assert json.loads(said.output)["decision"] == decision


def test_an_account_that_is_not_the_channels_is_refused_with_those_that_are(tmp_path: Path) -> None:
    file = tmp_path / "bellhop.yaml"
    file.write_text(CONFIG.replace("KEY", "aws:ResourceAccount"))
    said = CliRunner().invoke(bellhop, ["explain", "-c", str(file), "--account", "test", "lambda list-functions"])
    assert said.exit_code != 0
    assert "no account 'test'; there are prod (111122223333), 444455556666" in f"{said.output}{said.exception}"


def test_one_account_needs_no_question(tmp_path: Path) -> None:
    file = tmp_path / "bellhop.yaml"
    lines = CONFIG.replace("KEY", "aws:ResourceAccount").splitlines()
    file.write_text("\n".join(line for line in lines if "444455556666" not in line))
    (channel,) = load_config(file).build_channels()
    assert (channel.undecided, channel.account, channel.role.split(":")[4]) == (False, "111122223333", "111122223333")


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("role: arn:aws:iam::111122223333:role/x", "says the roles and accounts already"),
        ('account: "111122223333"', "says the roles and accounts already"),
    ],
)
def test_accounts_stand_in_the_place_of_role_and_account(tmp_path: Path, more: str, wanted: str) -> None:
    file = tmp_path / "bellhop.yaml"
    file.write_text(CONFIG.replace("    region: us-east-1", f"    {more}"))
    with pytest.raises(ConfigError, match=wanted):
        load_config(file)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("arn:aws:iam::444455556666", "arn:aws:iam::111122223333", "is not in account 444455556666"),
        ("444455556666", "111122223333", "names 111122223333 twice"),
        ("name: prod", 'name: "p r"', "name"),
    ],
)
def test_mistakes_in_accounts_are_told(tmp_path: Path, old: str, new: str, wanted: str) -> None:
    file = tmp_path / "bellhop.yaml"
    file.write_text(CONFIG.replace(old, new))
    with pytest.raises(ConfigError, match=wanted):
        load_config(file)


def test_a_managed_policy_is_read_with_the_role_of_its_own_account(tmp_path: Path) -> None:
    file, asked = tmp_path / "bellhop.yaml", list[tuple[str, str]]()

    def managed(arn: str, role: str) -> str:
        asked.append((arn.split(":")[4], role.split(":")[4]))
        return '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'

    head = CONFIG.partition("    guardrails:")[0]
    arns = ["arn:aws:iam::444455556666:policy/own", "arn:aws:iam::aws:policy/ReadOnlyAccess"]
    file.write_text(f"{head}    guardrails: {json.dumps(arns)}\n")
    read_guards(load_config(file), managed)
    assert asked == [("444455556666", "444455556666"), ("aws", "111122223333")]
