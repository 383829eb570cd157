"""Policies against requests: tables, properties, AWS's own policies, and moto's judgement where it has one."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.iam.aws_managed_policies import aws_managed_policies_data

from bellhop.errors import ConfigError
from bellhop.guardrails.evaluate import evaluate
from bellhop.guardrails.policy import Policy, policy_of, read_policy
from bellhop.guardrails.request import Context, Request
from bellhop.guardrails.resources import Where, touched
from bellhop.guardrails.wildcard import UNKNOWN, read_pattern

HERE = Path(__file__).parent
TABLE: list[dict[str, Any]] = yaml.safe_load((HERE / "evaluate.yaml").read_text())
MISTAKES: list[tuple[str, int, str]] = yaml.safe_load((HERE / "mistakes.yaml").read_text())
RESOURCES: list[Any] = yaml.safe_load((HERE / "resources.yaml").read_text())
MANAGED: dict[str, Any] = json.loads(aws_managed_policies_data)


def policy(*statements: dict[str, Any]) -> Policy:
    return policy_of({"Version": "2012-10-17", "Statement": list(statements)}, name="p", file="p.json", lines={})


def context(keys: dict[str, Any]) -> Context:
    known = {key.lower(): tuple(v if isinstance(v, list) else [v]) for key, v in keys.items() if v is not None}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # read from YAML
    return Context(known=known)


@pytest.mark.parametrize(
    ("document", "case"),
    [
        pytest.param(row["policy"], case, id=f"{row['name']}: {case[0]} {case[1]} {case[2]}")
        for row in TABLE
        for case in row["cases"]
    ],
)
def test_the_table(document: Any, case: Any) -> None:
    action, resource, keys, verdict, sid = case
    judged = policy_of(document, name="p", file="p.yaml", lines={})
    request = Request(action=action, resource=resource.replace("…", UNKNOWN), context=context(keys))
    found = evaluate([judged], request)
    assert found.allowed is (verdict == "allow")
    assert (found.statement.sid if found.statement else "-") == sid


@pytest.mark.parametrize("row", RESOURCES, ids=lambda row: f"{row[1]} {row[3]}")
def test_resources_are_built_from_parameters(row: Any) -> None:
    service, operation, action, parameters, wanted = row
    where = Where(region="us-east-1", account="111122223333")
    assert [arn.replace(UNKNOWN, "…") for arn in touched(service, operation, action, parameters, where)] == wanted


@pytest.mark.parametrize(
    ("region", "partition"), [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("", "…")]
)
def test_partitions_follow_the_region(region: str, partition: str) -> None:
    (arn,) = touched("sns", "Publish", "sns:Publish", {}, Where(region=region))
    assert arn.replace(UNKNOWN, "…") == f"arn:{partition}:sns:{region or '…'}:…:…"


def test_an_overlong_or_crafted_value_is_no_resource() -> None:
    where = Where(region="us-east-1", account="1")
    for key in ("x" * 3000, f"a{UNKNOWN}b"):
        assert touched("s3", "GetObject", "s3:GetObject", {"Bucket": "b", "Key": key}, where) == (UNKNOWN,)
    many = {"InstanceIds": [f"i-{number}" for number in range(500)]}
    assert UNKNOWN in touched("ec2", "TerminateInstances", "ec2:TerminateInstances", many, where)


@pytest.mark.parametrize(("text", "line", "words"), MISTAKES, ids=lambda value: str(value)[:60])
def test_mistakes_have_their_place(text: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_policy(text, name="p", file="policies/p.json")
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"policies/p.json:{line}: ")


@pytest.mark.parametrize("file", ["p.json", "p.yaml"])
def test_statements_know_their_line(file: str) -> None:
    text = '{"Version": "2012-10-17",\n "Statement": [\n  {"Effect": "Allow",\n   "Action": ["s3:*",\n "a:b"],'
    text += ' "Resource": "*"},\n\n'
    text += '  {"Sid": "No", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}'
    one, two = read_policy(text, name="p", file=file).statements
    assert (one.place, two.place) == (f"{file}:3", f"{file}:7")
    assert one.title == f"Allow statement 1 ({file}:3)"
    assert two.title == f'Deny statement "No" ({file}:7)'


def test_yaml_reads_a_bare_version() -> None:
    text = "Version: 2012-10-17\nStatement:\n  Effect: Allow\n  Action: s3:*\n  Resource: '*'\n"
    assert read_policy(text, name="p", file="p.yaml").statements[0].place == "p.yaml:2"


def test_aws_own_policies_load_and_judge() -> None:
    names = ["ReadOnlyAccess", "AdministratorAccess", "AmazonS3ReadOnlyAccess", "SecurityAudit", "PowerUserAccess"]
    names += sorted(MANAGED)[::40]
    loaded = {n: read_policy(json.dumps(MANAGED[n]["Document"], indent=1), name=n, file=f"{n}.json") for n in names}
    wanted = {
        ("ReadOnlyAccess", "lambda:ListFunctions"): True,
        ("ReadOnlyAccess", "lambda:InvokeFunction"): False,
        ("AdministratorAccess", "iam:CreateUser"): True,
        ("AmazonS3ReadOnlyAccess", "s3:GetObject"): True,
        ("AmazonS3ReadOnlyAccess", "s3:DeleteBucket"): False,
        ("PowerUserAccess", "iam:CreateUser"): False,
        ("PowerUserAccess", "ec2:RunInstances"): True,
    }
    for (name, action), allowed in wanted.items():
        request = Request(action=action, resource="*", context=Context())
        assert evaluate([loaded[name]], request).allowed is allowed, (name, action)


# ── properties ──

ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "ec2:StartInstances"]
RESOURCE = ["*", "arn:aws:s3:::a/b", "arn:aws:s3:::a", "arn:aws:s3:::b/b", UNKNOWN, f"arn:aws:s3:::{UNKNOWN}/b"]
KEYS: list[dict[str, Any]] = [{}, {"aws:RequestedRegion": "eu-west-1"}, {"aws:RequestedRegion": []}]
CONDITIONS: list[dict[str, Any]] = [
    {},
    {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}},
    {"StringNotEqualsIfExists": {"aws:RequestedRegion": "eu-west-1"}},
    {"Null": {"aws:RequestedRegion": "true"}},
    {"ForAllValues:StringLike": {"aws:RequestedRegion": "eu-*"}},
]


def one_of(values: list[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


actions = st.lists(one_of(["*", "s3:*", "s3:Get*", "s3:?et*", "ec2:*", *ACTIONS]), min_size=1, max_size=2)
patterns = st.lists(
    one_of(["*", "arn:aws:s3:::*", "arn:aws:s3:::a/*", "arn:aws:s3:::a", "arn:aws:s3:::?/b", "arn:aws:s3"]),
    min_size=1,
    max_size=2,
)


def statement(
    effect: str, action: str, resource: str, acts: list[str], res: list[str], condition: dict[str, Any]
) -> dict[str, Any]:
    return {"Effect": effect, action: acts, resource: res, "Condition": condition}


def request(action: str, resource: str, keys: dict[str, Any]) -> Request:
    return Request(action=action, resource=resource, context=context(keys))


effects, about = one_of(["Allow", "Deny"]), one_of(["Action", "NotAction"])
statements = st.builds(
    statement, effects, about, one_of(["Resource", "NotResource"]), actions, patterns, one_of(CONDITIONS)
)
documents = st.lists(statements, min_size=1, max_size=9)
requests = st.builds(request, one_of(ACTIONS), one_of(RESOURCE), one_of(KEYS))


@given(documents, statements, requests)
@settings(max_examples=300, deadline=None)
def test_more_statements_never_surprise(document: list[dict[str, Any]], more: dict[str, Any], asked: Request) -> None:
    before = evaluate([policy(*document)], asked).allowed
    after = evaluate([policy(*document, more)], asked).allowed
    assert after <= before if more["Effect"] == "Deny" else after >= before


@given(documents, st.randoms(use_true_random=False), requests)
@settings(max_examples=200, deadline=None)
def test_neither_order_nor_the_cut_into_policies_matters(
    document: list[dict[str, Any]], random: Any, asked: Request
) -> None:
    shuffled = random.sample(document, len(document))
    allowed = evaluate([policy(*document)], asked).allowed
    assert evaluate([policy(*shuffled)], asked).allowed is allowed
    assert evaluate([policy(one) for one in document], asked).allowed is allowed


@given(documents, requests)
@settings(max_examples=200, deadline=None)
def test_a_denial_of_everything_wins(document: list[dict[str, Any]], asked: Request) -> None:
    everything = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    found = evaluate([policy(everything, *document)], asked)
    assert not found.allowed
    assert found.statement is not None
    assert found.statement.effect == "Deny"


@given(documents, one_of(ACTIONS), one_of(KEYS), st.text("ab/*?:", max_size=6))
@settings(max_examples=400, deadline=None)
def test_what_is_allowed_without_knowing_is_allowed_whatever_it_is(
    document: list[dict[str, Any]], action: str, keys: dict[str, Any], text: str
) -> None:
    judged = policy(*document)
    for resource in (UNKNOWN, f"arn:aws:s3:::{UNKNOWN}/b"):
        if evaluate([judged], Request(action=action, resource=resource, context=Context())).allowed:
            known = Request(action=action, resource=resource.replace(UNKNOWN, text), context=context(keys))
            assert evaluate([judged], known).allowed


@given(st.text("ab*?:", max_size=10), st.text("ab:", max_size=10))
@settings(max_examples=500, deadline=None)
def test_patterns_match_as_a_walk_over_both_texts_does(pattern: str, text: str) -> None:
    def walk(left: str, right: str) -> bool:
        if not left:
            return not right
        if left[0] == "*":
            return walk(left[1:], right) or bool(right and walk(left, right[1:]))
        return bool(right) and left[0] in {"?", right[0]} and walk(left[1:], right[1:])

    found = read_pattern(pattern, variables=False)
    assert found.surely(text, lambda _: None) is found.maybe(text, lambda _: None) is walk(pattern, text)


def test_a_crafted_value_is_matched_quickly() -> None:
    found = read_pattern("*a*a*a*a*a*a*b", variables=False)
    assert not found.surely("a" * 2000, lambda _: None)


# ── moto, where it is right: it leaves out NotResource and `?`, and a failing Condition of its Allow denies ──


their_actions = st.lists(one_of(["*", "s3:*", "s3:Get*", "ec2:*", *ACTIONS]), min_size=1, max_size=2)
their_patterns = st.lists(one_of(["*", "arn:aws:s3:::*", "arn:aws:s3:::a/*", "arn:aws:s3:::a"]), min_size=1, max_size=2)
their_statements = st.builds(statement, effects, about, st.just("Resource"), their_actions, their_patterns, st.just({}))
known_resources = one_of([resource for resource in RESOURCE if UNKNOWN not in resource])


@given(st.lists(their_statements, min_size=1, max_size=9), one_of(ACTIONS), known_resources)
@settings(max_examples=500, deadline=None)
def test_moto_judges_alike(document: list[dict[str, Any]], action: str, resource: str) -> None:
    theirs = IAMPolicy(json.dumps({"Version": "2012-10-17", "Statement": document}))
    verdict = theirs.is_action_permitted(action, resource)
    ours = evaluate([policy(*document)], Request(action=action, resource=resource, context=Context()))
    assert ours.allowed is (verdict is PermissionResult.PERMITTED)
    assert (ours.statement is not None and not ours.allowed) is (verdict is PermissionResult.DENIED)
