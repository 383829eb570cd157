"""Guardrails as bellhop.yaml has them: decisions, explanations, mistakes, the command line and managed policies."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from bellhop.aws.policies import ManagedPolicies
from bellhop.cli import bellhop
from bellhop.cli._local_run import make_grammar
from bellhop.command import Access, Command, Decision, Verdict
from bellhop.config import load_config
from bellhop.errors import AwsRefused, ConfigError
from bellhop.guardrails import decide
from bellhop.guardrails.asker import Asker, context_of
from bellhop.guardrails.chat_policy import read_chat_policy
from bellhop.guardrails.resources import Where
from bellhop.guardrails.rules import Guardrails, default_guardrails
from bellhop.guardrails.templates import TEMPLATES, template
from bellhop.guards import Guards, read_guards

TABLE: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "decisions.yaml").read_text())
GRAMMAR = make_grammar()


def no_aws(arn: str, role: str) -> str:
    raise AwsRefused("NoCredentialsError", f"{arn} as {role}")


def guards_of(folder: Path, channel: dict[str, Any], **more: Any) -> tuple[Guards, Any]:
    settings = {"platform": "web", "region": "us-east-1", "account": "111122223333", **channel}
    file = folder / "bellhop.yaml"
    file.write_text(yaml.safe_dump({"channels": {"ops": settings}, "groups": {"oncall": ["U1"]}, **more}))
    config = load_config(file)
    return read_guards(config, no_aws), config.build_channels()[0]


def decision(guards: Guards, channel: Any, text: str, user: str = "U1") -> Decision:
    command = GRAMMAR.parse(text)
    asker = guards.asker(channel, user, region=command.region or channel.region)
    return guards.decide(command, GRAMMAR.model(command), asker)


@pytest.mark.parametrize(
    ("settings", "case"),
    [pytest.param(row["channel"], case, id=f"{row['name']}: {case[0]}") for row in TABLE for case in row["cases"]],
)
def test_decisions(tmp_path: Path, settings: dict[str, Any], case: Any) -> None:
    text, verdict, because, fix = case
    found = decision(*guards_of(tmp_path, settings), text)
    assert (found.verdict.value, found.because) == (verdict, found.because)
    assert because in found.because.replace(f"{tmp_path}/", "")
    assert fix in found.fix
    assert (found.fix == "") is (found.verdict is not Verdict.DENY)


def test_who_is_not_in_the_group_is_denied(tmp_path: Path) -> None:
    (row,) = [row for row in TABLE if "other" in row]
    text, verdict = row["other"]
    assert decision(*guards_of(tmp_path, row["channel"]), text, user="U2").verdict.value == verdict


def test_an_unknown_channel_may_run_nothing(tmp_path: Path) -> None:
    guards, _ = guards_of(tmp_path, {})
    assert guards.of("nosuch") == Guardrails()
    command = GRAMMAR.parse("lambda list-functions")
    found = decide(command, GRAMMAR.model(command), guardrails=Guardrails())
    assert found.verdict is Verdict.DENY
    assert "closed by default" in found.because


def test_every_template_loads_and_the_default_is_two_of_them() -> None:
    for name in TEMPLATES:
        assert template(name).statements, name
    assert [policy.name for _, policy in default_guardrails().policies()] == ["notification", "read-only"]


def test_a_policy_file_is_found_beside_the_configuration_and_named(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    statement = {"Sid": "Own", "Effect": "Allow", "Action": "sqs:*", "Resource": "*"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=1)
    (tmp_path / "policies" / "ops.json").write_text(text)
    found = decision(*guards_of(tmp_path, {"guardrails": [{"file": "policies/ops.json"}]}), "sqs list-queues")
    assert found.because.endswith('allowed by Allow statement "Own" (policies/ops.json:4)')


def test_an_inline_statement_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bellhop.yaml"
    lines = [
        "channels:",
        "  ops:",
        "    platform: web",
        "    guardrails:",
        "      - policy:",
        "          Statement:",
        "            - Effect: Allow",
        "              Action: sqs:*",
        "              Resource: '*'",
    ]
    file.write_text("\n".join(lines))
    config = load_config(file)
    found = decision(read_guards(config, no_aws), config.build_channels()[0], "sqs list-queues")
    assert found.because.endswith(f"Allow statement 1 ({file}:7)")


@pytest.mark.parametrize(
    ("channel", "wanted"),
    [
        ("guardrails: [read-onyl]", "channels.ops.guardrails.0: 'read-onyl' is neither a policy template"),
        ("guardrails: [read-onyl]", "did you mean 'read-only'?"),
        ("guardrails: [{fil: x}]", "wanted a template's name"),
        ("guardrails: [{file: nosuch.json}]", "channels.ops.guardrails.0: the file"),
        ("guardrails: [{policy: {Statement: [{Effect: Alow}]}}]", "wanted Allow or Deny, not 'Alow'"),
        ("allow_sensitive: {actions: ['*']}", "channels.ops.allow_sensitive.reason: this key is needed"),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, channel: str, wanted: str) -> None:
    file = tmp_path / "bellhop.yaml"
    file.write_text(f"channels:\n  ops:\n    platform: web\n    {channel}\n")
    with pytest.raises(ConfigError) as caught:
        read_guards(load_config(file), no_aws)
    assert wanted in str(caught.value)
    assert str(caught.value).startswith(f"{file}:4: ")


def test_a_test_names_a_channel_that_there_is(tmp_path: Path) -> None:
    file = tmp_path / "bellhop.yaml"
    file.write_text("channels: {a: {platform: web}}\nguardrail_tests: [{channel: b, command: x, expect: deny}]\n")
    with pytest.raises(ConfigError, match="names channel 'b'"):
        load_config(file)


# ── the organization's chat policy ──

CHAT_POLICY = {
    "chatbot": {
        "platforms": {
            "slack": {
                "client": {"@@assign": "enabled"},
                "workspaces": {"@@assign": ["T1"]},
                "default": {"supported_role_settings": {"@@assign": ["user_role"]}},
                "overrides": {"T1": {"supported_role_settings": {"@@assign": ["channel_role"]}}},
            },
            "chime": {"client": {"@@assign": "disabled"}},
        },
        "default": {"client": {"@@assign": "disabled"}},
    }
}


@pytest.mark.parametrize(
    ("platform", "workspace", "role", "why"),
    [
        ("slack", "T1", "channel_role", ""),
        ("slack", "T1", "user_role", "user_role is not among its role settings"),
        ("slack", "T2", "channel_role", "workspace T2 is not listed"),
        ("slack", "", "channel_role", "slack.workspace is not set"),
        ("chime", "", "channel_role", "chime is disabled"),
        ("teams", "", "channel_role", "teams is disabled"),
        ("web", "", "channel_role", ""),
    ],
)
def test_the_chat_policy_refuses(platform: str, workspace: str, role: str, why: str) -> None:
    policy = read_chat_policy(json.dumps(CHAT_POLICY), file="org.json")
    refused = policy.refuses(platform, workspace=workspace, role_setting=role)
    assert (why in refused) if why else refused == ""


def test_the_chat_policy_closes_a_channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT", "xoxb-test")
    monkeypatch.setenv("APP", "xapp-test")
    (tmp_path / "org.json").write_text(json.dumps(CHAT_POLICY))
    for workspace, verdict in (("T1", Verdict.ALLOW), ("T2", Verdict.DENY)):
        slack = {"bot_token": {"env": "BOT"}, "app_token": {"env": "APP"}, "workspace": workspace}
        more = {"slack": slack, "organization_policy": "org.json"}
        guards, channel = guards_of(tmp_path, {"platform": "slack", "address": "C1"}, **more)
        found = decision(guards, channel, "lambda list-functions")
        assert found.verdict is verdict
        assert verdict is Verdict.ALLOW or "the organization's chat policy forbids it: workspace T2" in found.because


def test_what_is_no_chat_policy_is_refused() -> None:
    with pytest.raises(ConfigError, match="chatbot"):
        read_chat_policy("{}", file="org.json")


# ── what is known before the call ──


def known(parameters: dict[str, Any], **asker: Any) -> Callable[[str], Any]:
    command = Command(service="x", operation="Y", verb="y", parameters=parameters)
    return context_of(command, Asker(**asker), access=Access.WRITE, read_only=False).look


@pytest.mark.parametrize(
    ("parameters", "keys", "web"),
    [
        ({}, (), ()),
        ({"Tags": {"team": "web"}}, ("team",), ("web",)),
        ({"Tags": [{"Key": "team", "Value": "web"}]}, ("team",), ("web",)),
        ({"tags": [{"key": "team", "value": "web"}]}, ("team",), ("web",)),
        ({"Tags": [{"TagKey": "team", "TagValue": "web"}]}, ("team",), ("web",)),
        ({"TagKeys": ["team", "x"]}, ("team", "x"), ()),
        ({"TagSpecifications": [{"Tags": [{"Key": "team", "Value": "web"}]}]}, ("team",), ("web",)),
        ({"Tagging": {"TagSet": [{"Key": "team", "Value": "web"}]}}, ("team",), ("web",)),
        ({"Tagging": "team=web"}, None, None),
        ({"imageTag": "v1"}, None, None),
        ({"Stage": "prod", "Percentage": 3}, (), ()),
    ],
)
def test_tags_of_a_command(parameters: dict[str, Any], keys: Any, web: Any) -> None:
    look = known(parameters)
    assert look("aws:tagkeys") == keys
    assert look("aws:requesttag/team") == web


def test_other_keys() -> None:
    look = known({}, user="U1", channel="ops", groups=("a", "b"), where=Where(region="us-east-1"), tags={"Team": "web"})
    assert look("bellhop:user") == ("U1",)
    assert look("bellhop:group") == ("a", "b")
    assert look("bellhop:nosuch") == ()
    assert look("aws:requestedregion") == ("us-east-1",)
    assert look("aws:principaltag/team") == ("web",)
    for unknown in ("aws:sourceip", "aws:principalarn", "aws:currenttime", "aws:principaltag/x", "s3:prefix"):
        assert look(unknown) is None, unknown


# ── the command line ──

CONFIG = """
channels:
  ops: {platform: web, region: us-east-1, account: "111122223333"}
guardrail_tests:
  - {channel: ops, command: lambda list-functions, expect: allow}
  - {channel: ops, command: lambda invoke --function-name x, expect: deny}
"""


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(bellhop, list(words))
    return result.exit_code, result.output


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    file = tmp_path / "bellhop.yaml"
    file.write_text(CONFIG)
    return file


def test_guardrails_test_and_check_pass_and_fail(config_file: Path) -> None:
    code, output = run("guardrails", "test", "-c", str(config_file))
    assert (code, output.count("ok ")) == (0, 2)
    assert run("check", "-c", str(config_file))[0] == 0
    config_file.write_text(CONFIG.replace("expect: deny", "expect: confirm"))
    code, output = run("guardrails", "test", "-c", str(config_file))
    assert code == 1
    assert "FAILED" in output
    code, output = run("check", "-c", str(config_file))
    assert code == 1
    assert "guardrails: notification, read-only" in output


def test_guardrails_test_tells_what_is_not_understood(config_file: Path) -> None:
    config_file.write_text(CONFIG.replace("lambda list-functions", "lambda lst-functions"))
    code, output = run("guardrails", "test", "-c", str(config_file))
    assert code == 1
    assert "not" in output


def test_explain_with_and_without_a_configuration(
    config_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "..")
    text = "lambda invoke --function-name x"
    plain = json.loads(run("explain", text)[1])
    assert plain["decision"] == "confirm"
    assert not {"fix", "policies", "resources", "channel"} & set(plain)
    told = json.loads(run("explain", "-c", str(config_file), "--channel", "ops", text)[1])
    assert told["decision"] == "deny"
    assert told["fix"] == "add lambda-invoke to channels.ops.guardrails in bellhop.yaml"
    assert told["resources"] == ["arn:aws:lambda:us-east-1:111122223333:function:x"]
    assert [(one["policy"], one["says"]) for one in told["policies"]] == [
        ("notification", "nothing"),
        ("read-only", "nothing"),
    ]
    assert set(plain) <= set(told)


# ── managed policies ──

DOCUMENT = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}
ARN = "arn:aws:iam::aws:policy/AmazonSQSFullAccess"


class Iam:
    """Stands in for the client and for what makes it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.broken = False

    def client(self, service: str, *, role: str, session_name: str) -> "Iam":
        self.asked.append((service, role))
        return self

    def get_policy(self, **_: str) -> Any:
        if self.broken:
            raise AwsRefused("AccessDenied", "no")
        return {"Policy": {"DefaultVersionId": "v3"}}

    def get_policy_version(self, **wanted: str) -> Any:
        assert wanted == {"PolicyArn": ARN, "VersionId": "v3"}
        return {"PolicyVersion": {"Document": DOCUMENT}}


def test_managed_policies_are_fetched_once_a_day_and_outlive_an_outage(tmp_path: Path) -> None:
    iam, clock = Iam(), [0.0]
    policies = ManagedPolicies(lambda: iam, tmp_path / "p", now=lambda: clock[0])  # type: ignore[arg-type,return-value]  # it stands in
    assert json.loads(policies.read(ARN, "r")) == DOCUMENT
    policies.read(ARN, "r")
    assert iam.asked == [("iam", "r")]
    clock[0] = (tmp_path / "p").stat().st_mtime + 2 * 24 * 3600
    policies.read(ARN, "r")
    assert len(iam.asked) == 2
    iam.broken = True
    clock[0] += 2 * 24 * 3600
    assert json.loads(policies.read(ARN, "r")) == DOCUMENT
    with pytest.raises(AwsRefused):
        policies.read(ARN, "another role")


def test_a_managed_policy_is_a_guardrail(tmp_path: Path) -> None:
    file = tmp_path / "bellhop.yaml"
    file.write_text(f"channels: {{ops: {{platform: web, guardrails: ['{ARN}']}}}}")
    config = load_config(file)
    guards = read_guards(config, lambda _, __: json.dumps(DOCUMENT))
    found = decision(guards, config.build_channels()[0], "sqs list-queues")
    assert found.because.endswith(f"Allow statement 1 ({ARN}:1)")
    with pytest.raises(AwsRefused):
        read_guards(config, no_aws)
