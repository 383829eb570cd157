"""Roles that a command passes, keys that its parameters tell, and the deny list in the session."""

import json
from typing import Any

import pytest

from bellhop.cli._local_run import make_grammar
from bellhop.command import Decision, Verdict
from bellhop.guardrails import AS_AWS, decide
from bellhop.guardrails.asker import Asker
from bellhop.guardrails.keys import service_keys
from bellhop.guardrails.policy import policy_of
from bellhop.guardrails.resources import Where
from bellhop.guardrails.rules import Guardrails, Layer
from bellhop.guardrails.session_policy import LONGEST, SessionPolicy, with_denials

GRAMMAR = make_grammar()
WHERE = Where(region="us-east-1", account="111122223333")
ROLE = "arn:aws:iam::111122223333:role/app/worker"
TASK = f"ecs register-task-definition --family f --container-definitions [] --task-role-arn {ROLE}"
UPDATE = f"lambda update-function-configuration --function-name f --role {ROLE}"


def allow(*actions: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*", **more}


def said(text: str, *statements: dict[str, Any], deny: tuple[str, ...] = ()) -> Decision:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    policy = policy_of(document, name="p", file="p.json", lines={})
    rules = Guardrails(layers=(Layer(name="the guardrails", policies=(policy,), key="guardrails"),), deny=deny)
    command = GRAMMAR.parse(text)
    return decide(command, GRAMMAR.model(command), guardrails=rules, asker=Asker(where=WHERE))


@pytest.mark.parametrize("text", [UPDATE, TASK, f"cloudformation create-stack --stack-name s --role-arn {ROLE}"])
def test_to_pass_a_role_needs_a_statement_of_its_own(text: str) -> None:
    alone = said(text, allow("lambda:*", "ecs:*", "cloudformation:*"))
    assert alone.verdict is Verdict.DENY
    assert f"iam:PassRole on {ROLE}" in alone.because
    assert "iam:PassRole" in alone.fix
    assert alone.actions[-1] == "iam:PassRole"
    both = said(text, allow("lambda:*", "ecs:*", "cloudformation:*"), allow("iam:PassRole", Resource=f"{ROLE}*"))
    assert (both.verdict, ROLE in both.resources) == (Verdict.CONFIRM, True)


def test_a_command_that_passes_none_needs_none() -> None:
    decision = said("lambda update-function-configuration --function-name f --timeout 3", allow("lambda:*"))
    assert (decision.verdict, decision.actions) == (Verdict.CONFIRM, ("lambda:UpdateFunctionConfiguration",))


def test_to_whom_is_known() -> None:
    for service, verdict in (("lambda.amazonaws.com", Verdict.CONFIRM), ("ec2.amazonaws.com", Verdict.DENY)):
        condition = {"StringEquals": {"iam:PassedToService": service}}
        assert said(UPDATE, allow("lambda:*"), allow("iam:PassRole", Condition=condition)).verdict is verdict


def test_an_instance_profile_has_a_role_that_is_not_known() -> None:
    text = "ec2 run-instances --image-id ami-1 --iam-instance-profile Name=web"
    named = said(text, allow("ec2:*"), allow("iam:PassRole", Resource=f"{ROLE}"))
    assert named.verdict is Verdict.DENY
    account = allow("iam:PassRole", Resource="arn:aws:iam::111122223333:role/*")
    assert said(text, allow("ec2:*"), account).verdict is Verdict.CONFIRM


def test_the_channels_deny_list_is_asked_too() -> None:
    decision = said(UPDATE, allow("*"), deny=("iam:Pass*",))
    assert (decision.verdict, "iam:Pass* is denied" in decision.because) == (Verdict.DENY, True)


@pytest.mark.parametrize(
    ("text", "key", "value", "other"),
    [
        ("s3api list-objects-v2 --bucket b --prefix home/ann/", "s3:prefix", "home/ann/*", "home/eve/*"),
        (
            "rds create-db-instance --db-instance-identifier d --db-instance-class db.t3.micro --engine mysql",
            "rds:DatabaseClass",
            "db.t3.*",
            "db.r5.*",
        ),
        ("ec2 run-instances --image-id ami-1 --instance-type t3.nano", "ec2:InstanceType", "t3.*", "p5.*"),
        (
            "sns subscribe --topic-arn arn:aws:sns:us-east-1:111122223333:t --protocol email",
            "sns:Protocol",
            "email",
            "https",
        ),
    ],
)
def test_keys_out_of_parameters(text: str, key: str, value: str, other: str) -> None:
    for wanted, verdict in ((value, {Verdict.ALLOW, Verdict.CONFIRM}), (other, {Verdict.DENY})):
        condition = {"StringLike": {key: wanted}}
        assert said(text, allow("*", Condition=condition)).verdict in verdict


def test_what_a_parameter_does_not_tell_is_unknown_or_surely_absent() -> None:
    assert service_keys("s3", "ListObjectsV2", {"Bucket": "b"}, WHERE) == {"s3:prefix": (), "s3:delimiter": ()}
    assert service_keys("ec2", "RunInstances", {"LaunchTemplate": {"LaunchTemplateId": "lt-1"}}, WHERE) == {}
    assert service_keys("rds", "CreateDBInstance", {"MultiAZ": False, "AllocatedStorage": 20}, WHERE) == {
        "rds:databasename": (),
        "rds:storagesize": ("20",),
        "rds:multiaz": ("false",),
    }
    found = service_keys("lambda", "CreateEventSourceMapping", {"FunctionName": "f"}, WHERE)
    assert found == {"lambda:functionarn": ("arn:aws:lambda:us-east-1:111122223333:function:f",)}


def statements_of(policy: SessionPolicy) -> list[dict[str, Any]]:
    assert len(policy.document) <= LONGEST
    return json.loads(policy.document)["Statement"] if policy.document else []


def test_the_session_has_the_deny_lists_too() -> None:
    allowing = SessionPolicy(document=json.dumps({"Version": "2012-10-17", "Statement": [allow("*")]}))
    first, own, direct, iam = statements_of(with_denials(allowing, Guardrails(deny=("sqs:Purge*",))))
    assert (first["Effect"], own["Action"], iam["Action"]) == ("Allow", ["sqs:Purge*"], "iam:*")
    assert {*direct["Action"], "iam:*"} == set(AS_AWS)
    assert iam["Condition"] == {"Null": {"iam:PassedToService": "true"}}, "roles may be passed"
    assert "Condition" not in own


def test_the_session_lacks_what_was_let_pass_and_what_does_not_fit() -> None:
    allowing = SessionPolicy(document=json.dumps({"Version": "2012-10-17", "Statement": [allow("*")]}))
    some = statements_of(with_denials(allowing, Guardrails(allowed_sensitive=("kms:Decrypt", "iam:*"))))
    assert [("kms:*" in one["Action"], "iam:*" in one["Action"]) for one in some] == [(False, False)] * 2
    assert len(statements_of(with_denials(allowing, Guardrails(allowed_sensitive=("*",))))) == 1
    long = json.dumps({"Version": "2012-10-17", "Statement": [allow("x" * 1900)]})
    assert len(statements_of(with_denials(SessionPolicy(document=long), Guardrails()))) == 1
