"""Guardrails as session policies: what AWS is told, and when it can't be."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer

from bellhop.aws.call import Caller
from bellhop.aws.session import Clients, Keys
from bellhop.builtins import Call, explain
from bellhop.cli._local_run import make_grammar
from bellhop.command import Ask
from bellhop.config import load_config
from bellhop.errands import Errands
from bellhop.errors import BellhopError, Denied
from bellhop.guardrails.evaluate import evaluate
from bellhop.guardrails.policy import policy_of, read_policy
from bellhop.guardrails.request import Context, Request
from bellhop.guardrails.rules import Guardrails, Layer, default_guardrails
from bellhop.guardrails.session_policy import LONGEST, TooBig, session_policy
from bellhop.guards import Guards, read_guards
from bellhop.platforms.text import render
from bellhop.reader import Reader

ROLE = "arn:aws:iam::111122223333:role/ops"
GRAMMAR = make_grammar()
HERE = Context(known={"bellhop:group": ("oncall",), "bellhop:readonly": ("true",)}, absent=("bellhop:",))


def rules_of(*statements: dict[str, Any], version: str = "2012-10-17") -> Guardrails:
    document = {"Version": version, "Statement": list(statements)}
    return Guardrails(layers=(Layer(name="g", policies=(policy_of(document, name="p", file="p", lines={}),)),))


def allow(**more: Any) -> dict[str, Any]:
    return {"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*", **more}


def test_the_default_is_aws_own_policy_with_the_secrets_denied() -> None:
    found = session_policy(default_guardrails(), HERE)
    assert found.arns == ("arn:aws:iam::aws:policy/ReadOnlyAccess",)
    metrics, secrets = json.loads(found.document)["Statement"]
    assert metrics["Action"] == ["cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*"]
    assert (secrets["Effect"], secrets["Action"][0]) == ("Deny", "iam:*")
    assert len(found.document) < LONGEST


def test_conditions_on_our_keys_are_settled() -> None:
    oncall = {"StringEquals": {"bellhop:Group": "oncall", "aws:RequestedRegion": "us-east-1"}}
    other = {"StringEquals": {"bellhop:Group": "dev"}}
    looks = {"Bool": {"bellhop:ReadOnly": "true"}}
    found = session_policy(rules_of(allow(Condition=oncall), allow(Condition=other), allow(Condition=looks)), HERE)
    assert json.loads(found.document)["Statement"] == [
        {
            "Effect": "Allow",
            "Action": "s3:*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}},
        },
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
    ]


def test_guardrails_that_allow_nobody_become_a_denial() -> None:
    found = session_policy(rules_of(allow(Condition={"StringEquals": {"bellhop:Group": "dev"}})), HERE)
    assert json.loads(found.document)["Statement"] == [{"Effect": "Deny", "Action": "*", "Resource": "*"}]


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        (rules_of(*[allow(Resource=f"arn:aws:s3:::bucket-{n}/*") for n in range(60)]), "characters"),
        (rules_of(allow(Resource="arn:aws:s3:::${bellhop:User}")), "bellhop: key in its resource"),
        (rules_of(allow(Resource="arn:aws:s3:::${x}"), version="2008-10-17"), "version of 2008"),
        (Guardrails(), "more than one layer"),
        (
            Guardrails(
                layers=(
                    Layer(
                        name="g",
                        policies=tuple(
                            read_policy(json.dumps({"Statement": allow()}), name=f"a{n}", file="a", managed=f"a{n}")
                            for n in range(11)
                        ),
                    ),
                )
            ),
            "11 managed policies",
        ),
    ],
)
def test_what_does_not_fit_is_said(rules: Guardrails, why: str) -> None:
    with pytest.raises(TooBig, match=why):
        session_policy(rules, HERE)


def statement(effect: str, action: str, condition: dict[str, Any]) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": "*", "Condition": condition}


statements = st.builds(
    statement,
    st.sampled_from(["Allow", "Deny"]),
    st.sampled_from(["s3:*", "s3:Get*", "*"]),
    st.sampled_from(
        [
            {},
            {"StringEquals": {"bellhop:Group": "oncall"}},
            {"StringNotEquals": {"bellhop:Group": "oncall"}},
            {"StringEquals": {"bellhop:Group": "dev", "k": "v"}},
            {"Bool": {"bellhop:ReadOnly": "true"}, "StringEquals": {"k": "v"}},
            {"Null": {"bellhop:User": "true"}},
        ]
    ),
)


@given(st.lists(statements, min_size=1, max_size=5), st.sampled_from(["s3:GetObject", "s3:PutObject", "ec2:RunX"]))
@settings(max_examples=200, deadline=None)
def test_aws_is_told_what_is_decided_here(document: list[dict[str, Any]], action: str) -> None:
    context = Context(known={**HERE.known, "k": ("v",)}, absent=HERE.absent)
    rules = rules_of(*document)
    said = session_policy(rules, context)
    theirs = read_policy(said.document, name="s", file="s")
    request = Request(action=action, resource="*", context=context)
    without_ours = Request(action=action, resource="*", context=Context(known={"k": ("v",)}))
    assert evaluate(rules.layers[0].policies, request).allowed is evaluate([theirs], without_ours).allowed


def guards_for(folder: Path, **aws: Any) -> tuple[Guards, Any]:
    file = folder / "bellhop.yaml"
    ops = {"platform": "web", "role": ROLE, "region": "us-east-1"}
    file.write_text(yaml.safe_dump({"channels": {"ops": ops}, "aws": aws}))
    config = load_config(file)
    return read_guards(config, lambda _, __: ""), config.build_channels()[0]


@pytest.mark.parametrize("sessions", [True, False])
async def test_a_role_is_assumed_with_the_guardrails(tmp_path: Path, *, sessions: bool) -> None:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    await asyncio.to_thread(server.start)
    host, port = server.get_host_and_port()
    clients = Clients(region="us-east-1", endpoint=f"http://{host}:{port}", keys=Keys(access_key="A", secret_key="s"))
    caller = Caller(clients, threads=1)
    assumed: list[dict[str, Any]] = []
    events = clients.client("sts").meta.events
    events.register("provide-client-params.sts.AssumeRole", lambda params, **_: assumed.append(dict(params)))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]  # botocore's events
    try:
        guards, channel = guards_for(tmp_path, session_policies=sessions)
        errands = Errands(GRAMMAR, clients, caller, guards)
        errand = await errands.understand("sqs list-queues", channel, "U1")
        await errands.run(errand, channel, "U1", "Minji")
        (told,) = assumed
        assert told["RoleSessionName"] == "bellhop-web-U1"
        assert ("Policy" in told, "PolicyArns" in told) == (sessions, sessions)
    finally:
        caller.close()
        clients.close()
        await asyncio.to_thread(server.stop)


async def test_nothing_runs_that_is_denied_whatever_was_decided_before(tmp_path: Path) -> None:
    guards, channel = guards_for(tmp_path)
    clients = Clients(region="us-east-1", keys=Keys(access_key="A", secret_key="s"))
    caller = Caller(clients, threads=1)
    try:
        open_errands, errands = Errands(GRAMMAR, clients, caller), Errands(GRAMMAR, clients, caller, guards)
        errand = await open_errands.understand("lambda invoke --function-name x", channel, "U1")
        with pytest.raises(Denied) as caught:
            await errands.call(errand, channel, "U1")
        assert "add lambda-invoke" in caught.value.fix
    finally:
        caller.close()
        clients.close()


async def test_explain_in_chat(tmp_path: Path) -> None:
    guards, channel = guards_for(tmp_path)
    clients = Clients(region="us-east-1", keys=Keys(access_key="A", secret_key="s"))
    caller = Caller(clients, threads=1)
    errands = Errands(GRAMMAR, clients, caller, guards)

    def said(rest: str, locale: str = "en") -> Call:
        ask = Ask(id="1", channel="ops", user="U1", name="Minji", text=f"explain {rest}")
        return Call(rest=rest, ask=ask, channel=channel, reader=Reader(locale=locale), errands=errands, store=None)

    try:
        denied = render(await explain.answer(said("aws lambda invoke --function-name x")))
        assert "I may not run this command." in denied
        assert "arn:aws:lambda:us-east-1:111122223333:function:x" in denied
        assert "What helps: add lambda-invoke to channels.ops.guardrails in bellhop.yaml" in denied
        assert "read-only" in denied
        allowed = render(await explain.answer(said("lambda list-functions", "ko")))
        assert "바로 실행하는 명령입니다." in allowed
        assert "WhatOnlyLooks" in allowed
        with pytest.raises(BellhopError, match="Explain which command"):
            await explain.answer(said(""))
    finally:
        caller.close()
        clients.close()
