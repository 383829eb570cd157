"""The role of a channel, and the agent's own policy."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bellhop.aws.session import Clients
from bellhop.config import Config, load_config
from bellhop.errors import SetupError
from bellhop.guardrails.templates import TEMPLATES
from bellhop.local import LocalAws
from bellhop.setup import documents
from bellhop.setup.agent_access import AgentAccess
from bellhop.setup.agent_policy import agent_policy, roleless
from bellhop.setup.channel_role import ChannelRole
from bellhop.setup.cli import setup_group
from bellhop.setup.place import Aws, aws_at
from bellhop.setup.plan import Change

BELLHOP = "arn:aws:iam::123456789012:role/bellhop"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
CONFIG = """
aws: {region: eu-west-1}
intake:
  sqs:
    - url: https://sqs.ap-northeast-2.amazonaws.com/123456789012/bellhop
    - url: http://127.0.0.1:4566/123456789012/local
channels:
  ops: {platform: web, role: "arn:aws:iam::123456789012:role/bellhop-ops"}
  other: {platform: web, role: "arn:aws:iam::210987654321:role/bellhop-ops"}
  same: {platform: web, role: "arn:aws:iam::123456789012:role/bellhop-ops"}
  bare: {platform: web}
  silent: {platform: web, commands: false}
"""


@pytest.fixture
def endpoint() -> Iterator[str]:
    with LocalAws() as aws:
        yield aws.endpoint


@pytest.fixture
def aws(clients: Clients) -> Aws:
    return aws_at(clients)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bellhop.yaml"
    path.write_text(CONFIG)
    return path


@pytest.fixture
def config(file: Path) -> Config:
    return load_config(file)


def attached(aws: Aws, role: str) -> set[str]:
    listed = aws.ask("iam", "list_attached_role_policies", RoleName=role)["AttachedPolicies"]
    return {one["PolicyArn"] for one in listed}


def inline(aws: Aws, role: str) -> set[str]:
    return set(aws.ask("iam", "list_role_policies", RoleName=role)["PolicyNames"])


def test_a_role_that_may_look(clients: Clients, aws: Aws) -> None:
    wish = ChannelRole(name="ops", templates=("notification", "read-only"), trust=BELLHOP)
    plan = wish.plan(clients)
    assert plan.notes[1] == "for the channel in bellhop.yaml: role: arn:aws:iam::123456789012:role/ops"
    plan.apply()
    assert wish.plan(clients).changes == ()
    trust = aws.ask("iam", "get_role", RoleName="ops")["Role"]["AssumeRolePolicyDocument"]
    assert trust["Statement"] == [{"Effect": "Allow", "Principal": {"AWS": BELLHOP}, "Action": "sts:AssumeRole"}]
    assert attached(aws, "ops") == {READ_ONLY}
    assert inline(aws, "ops") == {"Bellhop-notification", "Bellhop-read-only"}
    held = aws.ask("iam", "get_role_policy", RoleName="ops", PolicyName="Bellhop-read-only")["PolicyDocument"]
    [deny] = held["Statement"]
    assert deny["Effect"] == "Deny"
    assert {"iam:*", "sts:*", "kms:*", "ssm:*"} <= set(deny["Action"])


def test_other_templates_later_replace_them(clients: Clients, aws: Aws) -> None:
    ChannelRole(name="ops", templates=("notification", "read-only"), trust=BELLHOP).plan(clients).apply()
    wish = ChannelRole(name="ops", templates=("support", "lambda-invoke"), trust="123456789012")
    [step] = wish.plan(clients).changes
    assert {one.attribute for one in step.differences} == {"trust", "managed policies", "inline policies"}
    wish.plan(clients).apply()
    assert wish.plan(clients).changes == ()
    assert attached(aws, "ops") == {"arn:aws:iam::aws:policy/AWSSupportAccess"}
    assert inline(aws, "ops") == {"Bellhop-lambda-invoke"}
    role = aws.ask("iam", "get_role", RoleName="ops")["Role"]
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["AWS"] == "arn:aws:iam::123456789012:root"


def test_drift_is_repaired_and_what_others_gave_stays(clients: Clients, aws: Aws) -> None:
    wish = ChannelRole(name="ops", templates=("read-only",), trust=BELLHOP)
    wish.plan(clients).apply()
    aws.ask("iam", "detach_role_policy", RoleName="ops", PolicyArn=READ_ONLY)
    aws.ask("iam", "delete_role_policy", RoleName="ops", PolicyName="Bellhop-read-only")
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    aws.ask("iam", "put_role_policy", RoleName="ops", PolicyName="theirs", PolicyDocument=document)
    wish.plan(clients).apply()
    assert wish.plan(clients).changes == ()
    assert attached(aws, "ops") == {READ_ONLY}
    assert inline(aws, "ops") == {"Bellhop-read-only", "theirs"}
    [kept] = ChannelRole(name="ops").plan_destroy(clients).steps
    assert (kept.change, kept.note) == (Change.KEEP, "has policies that Bellhop did not give it: theirs")
    aws.ask("iam", "delete_role_policy", RoleName="ops", PolicyName="theirs")
    ChannelRole(name="ops").plan_destroy(clients).apply()
    assert aws.find(("NoSuchEntity",), "iam", "get_role", RoleName="ops") is None
    assert ChannelRole(name="ops").plan_destroy(clients).steps == ()


def test_a_role_of_somebody_elses_is_not_touched(clients: Clients, aws: Aws) -> None:
    document = json.dumps({"Version": "2012-10-17", "Statement": []})
    aws.ask("iam", "create_role", RoleName="ops", AssumeRolePolicyDocument=document)
    with pytest.raises(SetupError, match="wasn't made by Bellhop and doesn't fit") as caught:
        ChannelRole(name="ops", templates=("read-only",), trust=BELLHOP).plan(clients)
    assert "--name" in caught.value.fix
    [step] = ChannelRole(name="ops").plan_destroy(clients).steps
    assert step.change is Change.KEEP


def test_every_template_comes_to_something_in_iam() -> None:
    for name in TEMPLATES:
        assert documents.managed([name], "aws") or documents.inline([name])
        assert "bellhop:" not in json.dumps(documents.inline([name]))
    assert documents.managed(["read-only"], "aws-cn") == ("arn:aws-cn:iam::aws:policy/ReadOnlyAccess",)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"name": "no spaces"}, "role name"),
        ({"name": "x" * 65}, "role name"),
        ({"name": "ops", "templates": ("admin",)}, "no policy template 'admin'"),
        ({"name": "ops", "trust": "*"}, "can't be trusted"),
        ({"name": "ops", "trust": "arn:aws:iam::123456789012:role/*"}, "can't be trusted"),
        ({"name": "ops", "trust": "arn:aws:sts::123456789012:assumed-role/bellhop/x"}, "can't be trusted"),
        ({"name": "ops", "trust": "12345"}, "can't be trusted"),
    ],
)
def test_wishes_that_can_not_be(wish: dict[str, Any], said: str) -> None:
    with pytest.raises(SetupError, match=said):
        ChannelRole(**wish)


@pytest.mark.parametrize(
    ("templates", "trust", "said"), [(("support",), "", "nobody is named"), ((), BELLHOP, "no policy template is")]
)
def test_a_role_needs_somebody_and_something(
    clients: Clients, templates: tuple[str, ...], trust: str, said: str
) -> None:
    with pytest.raises(SetupError, match=said):
        ChannelRole(name="ops", templates=templates, trust=trust).plan(clients)


def test_the_agent_may_read_its_queues_and_become_its_channels(config: Config) -> None:
    document = agent_policy(config)
    allowed = {one["Sid"]: one for one in document["Statement"]}
    assert allowed["ReadQueues"]["Resource"] == [
        "arn:aws:sqs:ap-northeast-2:123456789012:bellhop",
        "arn:aws:sqs:eu-west-1:123456789012:local",
    ]
    assert allowed["BecomeChannels"]["Resource"] == [
        "arn:aws:iam::123456789012:role/bellhop-ops",
        "arn:aws:iam::210987654321:role/bellhop-ops",
    ]
    assert "cloudwatch:GetMetricWidgetImage" in allowed["DrawAlarms"]["Action"]
    wide = [one["Sid"] for one in document["Statement"] if "*" in one["Resource"]]
    assert wide == ["DrawAlarms"]
    assert roleless(config) == ("bare",)


def test_more_than_iam_takes_is_an_error() -> None:
    roles = {f"c{n}": {"platform": "web", "role": f"arn:aws:iam::123456789012:role/{n:0>60}"} for n in range(80)}
    with pytest.raises(SetupError, match="IAM takes 6144"):
        agent_policy(Config.model_validate({"channels": roles}))


def test_the_agents_policy_is_made_changed_and_taken_away(clients: Clients, aws: Aws, config: Config) -> None:
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    aws.ask("iam", "create_role", RoleName="bellhop", AssumeRolePolicyDocument=trust)
    wish = AgentAccess(config=config, attach=BELLHOP)
    plan = wish.plan(clients)
    assert plan.notes == ("without a role, which bellhop setup role makes, commands come to nothing in: bare.",)
    plan.apply()
    assert wish.plan(clients).changes == ()
    arn = "arn:aws:iam::123456789012:policy/bellhop-agent"
    assert attached(aws, "bellhop") == {arn}
    aws.ask("iam", "detach_role_policy", RoleName="bellhop", PolicyArn=arn)
    [step] = wish.plan(clients).changes
    assert [one.attribute for one in step.differences] == ["attached to role/bellhop"]
    wish.plan(clients).apply()

    [kept] = AgentAccess(config=None).plan_destroy(clients).steps
    assert kept.note == "is attached to role/bellhop; name that with --attach, or detach it"
    AgentAccess(config=None, attach=BELLHOP).plan_destroy(clients).apply()
    assert aws.find(("NoSuchEntity",), "iam", "get_policy", PolicyArn=arn) is None
    assert attached(aws, "bellhop") == set()


def test_iam_keeps_five_versions_and_the_oldest_goes(clients: Clients, aws: Aws) -> None:
    for number in range(7):
        channels = {"ops": {"platform": "web", "role": f"arn:aws:iam::123456789012:role/{number}"}}
        AgentAccess(config=Config.model_validate({"channels": channels})).plan(clients).apply()
    arn = "arn:aws:iam::123456789012:policy/bellhop-agent"
    versions = aws.ask("iam", "list_policy_versions", PolicyArn=arn)["Versions"]
    assert sorted(one["VersionId"] for one in versions) == ["v3", "v4", "v5", "v6", "v7"]
    assert [one["VersionId"] for one in versions if one["IsDefaultVersion"]] == ["v7"]
    AgentAccess(config=None).plan_destroy(clients).apply()


def run(endpoint: str, *words: str) -> Result:
    environment = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": ""}
    return CliRunner(env=environment).invoke(setup_group, [*words, "--endpoint", endpoint])


def test_from_the_command_line(endpoint: str, file: Path) -> None:
    done = run(
        endpoint, "role", "--name", "ops", "--template", "read-only,lambda-invoke", "--trust", BELLHOP, "--apply"
    )
    assert done.exit_code == 0
    assert "its policies are ReadOnlyAccess, Bellhop-read-only, Bellhop-lambda-invoke." in done.stdout
    assert run(endpoint, "role", "--name", "ops", "--destroy", "--yes").stdout.rstrip().endswith("1 deleted.")
    assert "fix: --trust takes" in run(endpoint, "role", "--name", "ops").output
    printed = json.loads(run(endpoint, "agent", "-c", str(file), "--policy").stdout)
    assert printed["Statement"][0]["Sid"] == "ReadQueues"
    assert (
        run(endpoint, "agent", "-c", str(file), "--apply")
        .stdout.rstrip()
        .endswith("Done: 1 created, 0 changed, 0 deleted.")
    )
    assert run(endpoint, "agent", "--destroy", "--yes").stdout.rstrip().endswith("1 deleted.")
    missing = run(endpoint, "agent", "-c", "nowhere.yaml", "--policy")
    assert missing.exit_code == 1
    assert "nowhere.yaml" in missing.output
