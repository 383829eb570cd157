"""A role's own policies: a layer of the decision where they can be read, and said to be unknown where not."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from botocore.exceptions import ClientError

from bellhop.aws.role_policies import HOUR, RolePolicies
from bellhop.cli._local_run import make_grammar
from bellhop.command import Decision, Verdict
from bellhop.config import load_config
from bellhop.guards import Guards, read_guards

GRAMMAR = make_grammar()
ROLE = "arn:aws:iam::111122223333:role/team/ops"
MANAGED = "arn:aws:iam::111122223333:policy/queues"
BOUNDARY = "arn:aws:iam::111122223333:policy/boundary"


def document(*actions: str, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*", **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


class Iam:
    """An IAM that has one role, or refuses."""

    def __init__(self, *, boundary: bool = False, refuses: bool = False, arn: str = ROLE) -> None:
        self.role: dict[str, Any] = {"Arn": arn, "Tags": [{"Key": "team", "Value": "red"}]}
        if boundary:
            self.role["PermissionsBoundary"] = {"PermissionsBoundaryArn": BOUNDARY}
        self.refuses = refuses
        self.asked = 0

    def get_role(self, **_: str) -> dict[str, Any]:
        self.asked += 1
        if self.refuses:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no iam:GetRole"}}, "GetRole")
        return {"Role": self.role}

    def list_attached_role_policies(self, **_: str) -> dict[str, Any]:
        return {"AttachedPolicies": [{"PolicyArn": MANAGED}], "IsTruncated": False}

    def list_role_policies(self, *, Marker: str = "", **_: str) -> dict[str, Any]:  # noqa: N803  # IAM's own name
        return {"PolicyNames": ["b"]} if Marker else {"PolicyNames": ["a"], "IsTruncated": True, "Marker": "m"}

    def get_role_policy(self, *, PolicyName: str, **_: str) -> dict[str, Any]:  # noqa: N803  # as above
        tagged = {"Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}}
        return {"PolicyDocument": document("sns:*") if PolicyName == "a" else document("ec2:*", **tagged)}

    def get_policy(self, **_: str) -> dict[str, Any]:
        return {"Policy": {"DefaultVersionId": "v1"}}

    def get_policy_version(self, *, PolicyArn: str, **_: str) -> dict[str, Any]:  # noqa: N803  # as above
        return {
            "PolicyVersion": {
                "Document": document("sqs:*", "dynamodb:*") if PolicyArn == MANAGED else document("sqs:*")
            }
        }


class Clients:
    """Gives one IAM for the role, and another for the agent itself."""

    def __init__(self, own: Iam, agents: Iam | None = None) -> None:
        self.own, self.agents = own, agents or own

    def client(self, service: str, *, role: str = "", **_: Any) -> Iam:
        assert service == "iam"
        return self.own if role else self.agents


def guards_of(folder: Path, clients: Clients, **aws: Any) -> tuple[Guards, Any]:
    file = folder / "bellhop.yaml"
    ops = {"platform": "web", "region": "us-east-1", "role": ROLE, "guardrails": [{"policy": document("*")}]}
    file.write_text(yaml.safe_dump({"channels": {"ops": ops}, "aws": {"role_policies": True, **aws}}))
    config = load_config(file)
    roles = RolePolicies(clients)  # type: ignore[arg-type]  # it stands in for clients
    return read_guards(config, lambda _, __: "", roles.read), config.build_channels()[0]


def said(guards: Guards, channel: Any, text: str) -> tuple[Decision, list[dict[str, str]]]:
    command = GRAMMAR.parse(text)
    asker = guards.asker(channel, "minji", region="us-east-1")
    model = GRAMMAR.model(command)
    return guards.decide(command, model, asker), guards.explain(command, model, asker)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("sqs list-queues", Verdict.ALLOW),
        ("sns list-topics", Verdict.ALLOW),
        ("ec2 describe-instances", Verdict.ALLOW),
        ("dynamodb list-tables", Verdict.ALLOW),
        ("lambda list-functions", Verdict.DENY),
    ],
)
def test_the_roles_policies_must_allow_it_too(tmp_path: Path, text: str, verdict: Verdict) -> None:
    decision, rows = said(*guards_of(tmp_path, Clients(Iam())), text)
    assert decision.verdict is verdict
    assert [row["layer"] for row in rows] == ["the guardrails of ops"] + ["the role ops"] * 3
    if verdict is Verdict.DENY:
        assert "no statement of the role ops" in decision.because
        assert decision.fix == "allow lambda:ListFunctions in the role ops"


def test_a_boundary_bounds(tmp_path: Path) -> None:
    guards, channel = guards_of(tmp_path, Clients(Iam(boundary=True)))
    assert said(guards, channel, "sqs list-queues")[0].verdict is Verdict.ALLOW
    assert "the permission boundary of ops" in said(guards, channel, "sns list-topics")[0].because


def test_the_agent_is_asked_where_the_role_may_not_read_itself(tmp_path: Path) -> None:
    found = said(*guards_of(tmp_path, Clients(Iam(refuses=True), Iam())), "lambda list-functions")
    assert found[0].verdict is Verdict.DENY


@pytest.mark.parametrize("agents", [Iam(refuses=True), Iam(arn="arn:aws:iam::444455556666:role/team/ops")])
def test_what_can_not_be_read_is_said_and_aws_decides(tmp_path: Path, agents: Iam) -> None:
    decision, rows = said(*guards_of(tmp_path, Clients(Iam(refuses=True), agents)), "lambda list-functions")
    assert decision.verdict is Verdict.ALLOW
    assert rows[-1] == {
        "layer": "the role ops",
        "policy": "its own policies",
        "says": "unknown",
        "statement": "AWS decides: AccessDenied: no iam:GetRole",
    }


def test_it_is_read_once_an_hour_and_only_if_wanted(tmp_path: Path) -> None:
    now, iam = [0.0], Iam()
    roles = RolePolicies(Clients(iam), clock=lambda: now[0])  # type: ignore[arg-type]  # it stands in for clients
    for moment, asked in ((0.0, 1), (HOUR - 1, 1), (HOUR + 1, 2)):
        now[0] = moment
        assert roles.read(ROLE).tags == {"team": "red"}
        assert iam.asked == asked
    unread = Iam()
    assert said(*guards_of(tmp_path, Clients(unread), role_policies=False), "lambda list-functions")[0].verdict
    assert unread.asked == 0
