"""Comparing, naming, policies, selectors and showing: values in, values out."""

import json
from typing import Any

import pytest

from bellhop.errors import AwsRefused, SetupError
from bellhop.setup import names, policy, selectors
from bellhop.setup.place import Place, permission
from bellhop.setup.plan import Attributes, Change, Difference, Plan, Progress, Step, compare
from bellhop.setup.show import plan_json, plan_text, summary
from bellhop.setup.subscription import RETRIES

PLACE = Place(partition="aws", region="ap-northeast-2", account="123456789012")
ALL = "arn:aws:s3:::photos/"


@pytest.mark.parametrize(
    ("wanted", "found", "differs"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 1, "b": 2}, []),
        ({"a": 1, "b": 2}, {"a": 2, "b": 2}, [("a", 2, 1)]),
        ({"a": {"x": [1]}}, {}, [("a", None, {"x": [1]})]),
        ({"a": False}, {"a": None}, [("a", None, False)]),
    ],
)
def test_compare(wanted: Attributes, found: Attributes, differs: list[tuple[str, Any, Any]]) -> None:
    assert [(one.attribute, one.now, one.wanted) for one in compare(wanted, found)] == differs


@pytest.mark.parametrize(
    ("option", "bucket", "name"),
    [
        ("topic", "photos", "bellhop-photos"),
        ("topic", "my.photos", "bellhop-my-photos"),
        ("trail", "a.-b", "bellhop-a-b"),
        ("alarm", "my.photos", "bellhop-my.photos"),
        ("queue", "bellhop-photos", "bellhop-photos-undelivered"),
        ("log_bucket", "photos", "photos-cloudtrail-logs-"),
    ],
)
def test_derived_names(option: str, bucket: str, name: str) -> None:
    assert names.derived(bucket, option) == name


@pytest.mark.parametrize("option", ["topic", "trail", "rule", "alarm", "queue", "log_bucket"])
def test_derived_names_of_long_buckets_are_taken_and_stay_apart(option: str) -> None:
    one, other = (names.derived("x" * 62 + end, option) for end in "ab")
    assert one != other
    for name in (one, other):
        assert names.checked(option, name + "1" * 12 if option == "log_bucket" else name)


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("bucket", "Photos"),
        ("bucket", "ab"),
        ("bucket", "a..b"),
        ("bucket", "-photos"),
        ("bucket", "photos\n"),
        ("topic", "alerts.fifo"),
        ("topic", ""),
        ("trail", "a--b"),
        ("rule", "x" * 65),
        ("alarm", "a:b"),
        ("queue", "q.fifo"),
    ],
)
def test_names_that_aws_would_not_take(option: str, name: str) -> None:
    with pytest.raises(SetupError, match="wanted"):
        names.checked(option, name)


@pytest.mark.parametrize(
    "given",
    [
        "bellhop",
        "arn:aws:sqs:ap-northeast-2:123456789012:bellhop",
        "https://sqs.ap-northeast-2.amazonaws.com/123456789012/bellhop",
    ],
)
def test_a_queue_may_be_given_by_name_arn_or_url(given: str) -> None:
    assert names.queue_name(given, PLACE) == "bellhop"


@pytest.mark.parametrize(
    "given",
    [
        "arn:aws:sqs:eu-west-1:123456789012:bellhop",
        "arn:aws:sqs:ap-northeast-2:999999999999:bellhop",
        "arn:aws:sns:ap-northeast-2:123456789012:bellhop",
    ],
)
def test_a_queue_elsewhere_is_refused(given: str) -> None:
    with pytest.raises(SetupError, match="no queue of account"):
        names.queue_name(given, PLACE)


def statement(sid: str, action: str = "sns:Publish") -> dict[str, Any]:
    return policy.allow(sid, "events.amazonaws.com", action, "arn:aws:sns:::t", {"ArnEquals": {"aws:SourceArn": "r"}})


THEIRS: dict[str, Any] = {"Sid": "theirs", "Effect": "Deny", "Principal": "*", "Action": "sns:*", "Resource": "*"}
NAMELESS: dict[str, Any] = {"Effect": "Allow", "Principal": "*", "Action": "sns:Subscribe", "Resource": "*"}


def test_statements_are_merged_beside_those_of_others() -> None:
    document = json.dumps(
        {"Version": "2008-10-17", "Id": "x", "Statement": [THEIRS, NAMELESS, statement("Ours", "a:B")]}
    )
    merged = json.loads(policy.merged(document, [statement("Ours")]))
    assert merged == {"Version": "2008-10-17", "Id": "x", "Statement": [THEIRS, NAMELESS, statement("Ours")]}
    assert json.loads(policy.without(json.dumps(merged), [statement("Ours")]))["Statement"] == [THEIRS, NAMELESS]


def test_a_policy_from_nothing_and_back_to_nothing() -> None:
    document = policy.merged("", [statement("Ours")])
    assert json.loads(document) == {"Version": "2012-10-17", "Statement": [statement("Ours")]}
    assert policy.without(document, [statement("Ours")]) == ""
    assert policy.holds(document, [statement("Ours")])
    assert not policy.holds("", [statement("Ours")])


def test_a_single_statement_need_not_be_a_list() -> None:
    assert policy.statements(json.dumps({"Statement": THEIRS})) == [THEIRS]


def test_statements_that_aws_spells_otherwise_are_the_same() -> None:
    ours = policy.as_attributes([statement("Ours")])
    spelt = {**statement("Ours"), "Action": ["SNS:Publish"], "Principal": {"Service": ["events.amazonaws.com"]}}
    assert compare(ours, policy.found(json.dumps({"Statement": [spelt]}))) == ()
    other = {**statement("Ours"), "Principal": {"Service": ["events.amazonaws.com", "x.amazonaws.com"]}}
    assert compare(ours, policy.found(json.dumps({"Statement": [other]})))


def test_sids_tell_setups_apart() -> None:
    ours, others = policy.sid("Events", "s3-monitor/a"), policy.sid("Events", "s3-monitor/b")
    assert ours != others
    assert ours.isalnum()
    document = policy.merged(json.dumps({"Statement": [THEIRS]}), [statement(ours)])
    assert not policy.used_by_others(document, "s3-monitor/a")
    assert policy.used_by_others(policy.merged(document, [statement(others)]), "s3-monitor/a")


def basic(values: list[str], kind: str = "All", resource: str = "AWS::S3::Object") -> dict[str, Any]:
    return {"EventSelectors": [{"ReadWriteType": kind, "DataResources": [{"Type": resource, "Values": values}]}]}


def advanced(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"AdvancedEventSelectors": [{"Name": "x", "FieldSelectors": list(fields)}]}


DATA = {"Field": "eventCategory", "Equals": ["Data"]}
S3 = {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}
HERE = {"Field": "resources.ARN", "StartsWith": [ALL]}


@pytest.mark.parametrize(
    ("answer", "records"),
    [
        ({}, ""),
        ({"EventSelectors": None, "AdvancedEventSelectors": None}, ""),
        (basic([ALL]), "All"),
        (basic([ALL], "ReadOnly"), "ReadOnly"),
        (basic(["arn:aws:s3"], "WriteOnly"), "WriteOnly"),
        (basic(["arn:aws:s3:::"]), "All"),
        (basic(["arn:aws:s3:::photos/only-this/"]), ""),
        (basic(["arn:aws:s3:::photos-of-others/"]), ""),
        (basic([ALL], resource="AWS::Lambda::Function"), ""),
        (
            {
                "EventSelectors": [
                    *basic([ALL], "ReadOnly")["EventSelectors"],
                    *basic([ALL], "WriteOnly")["EventSelectors"],
                ]
            },
            "All",
        ),
        (advanced(DATA, S3), "All"),
        (advanced(DATA, S3, HERE), "All"),
        (advanced(DATA, S3, HERE, {"Field": "readOnly", "Equals": ["true"]}), "ReadOnly"),
        (advanced(DATA, S3, HERE, {"Field": "readOnly", "Equals": ["false"]}), "WriteOnly"),
        (advanced({"Field": "eventCategory", "Equals": ["Management"]}), ""),
        (advanced(DATA, S3, {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::other/"]}), ""),
        (advanced(DATA, S3, {"Field": "resources.ARN", "NotStartsWith": [ALL]}), ""),
        (advanced(DATA, S3, {"Field": "eventName", "Equals": ["PutObject"]}), ""),
    ],
)
def test_what_selectors_record(answer: dict[str, Any], records: str) -> None:
    assert selectors.records(answer, ALL) == records


def test_the_retries_last_nearly_as_long_as_sns_allows() -> None:
    low, high, total = RETRIES["minDelayTarget"], RETRIES["maxDelayTarget"], RETRIES["numRetries"]
    first, last = RETRIES["numMinDelayRetries"] * low, RETRIES["numMaxDelayRetries"] * high
    rising = total - sum(RETRIES[name] for name in ("numNoDelayRetries", "numMinDelayRetries", "numMaxDelayRetries"))
    assert first + rising * low + last > 2900
    assert first + rising * high + last <= 3600
    assert total <= 100


@pytest.mark.parametrize(
    ("service", "operation", "action"),
    [
        ("sns", "create_topic", "sns:CreateTopic"),
        ("s3", "list_object_versions", "s3:ListBucketVersions"),
        ("s3", "put_public_access_block", "s3:PutBucketPublicAccessBlock"),
        ("s3", "put_bucket_policy", "s3:PutBucketPolicy"),
        ("events", "put_rule", "events:PutRule"),
        ("cloudwatch", "put_metric_alarm", "cloudwatch:PutMetricAlarm"),
    ],
)
def test_permissions(service: str, operation: str, action: str) -> None:
    assert permission(service, operation) == action


def step(change: Change, name: str = "x", *differences: Difference, note: str = "") -> Step:
    return Step(change=change, kind="SNS topic", name=name, differences=differences, note=note)


PLAN = Plan(
    title="watch s3://photos",
    steps=(
        step(Change.CREATE, "alerts"),
        step(
            Change.UPDATE,
            "b",
            Difference(attribute="Threshold", now=5, wanted=0),
            Difference(attribute="policy statement X", now=None, wanted={"Effect": "Allow"}),
            Difference(attribute="pattern", now={"source": ["a"], "id": 1}, wanted={"source": ["b"], "no": 2}),
        ),
        step(Change.DELETE, "c"),
        step(Change.UNCHANGED, "d", note="exists"),
    ),
)

SHOWN = """\
To watch s3://photos:

  + create     SNS topic  alerts
  ~ change     SNS topic  b
        Threshold: 5 → 0
        policy statement X: + {"Effect": "Allow"}
        pattern.source[0]: a → b
        pattern.id: - 1
        pattern.no: + 2
  - delete     SNS topic  c
  = unchanged  SNS topic  d       (exists)

Plan: 1 to create, 1 to change, 1 to delete."""


def test_a_plan_is_shown_like_the_tools_people_know() -> None:
    assert plan_text(PLAN) == SHOWN
    assert "\x1b[32m" in plan_text(PLAN, colour=True)
    assert summary(PLAN, done=True) == "Done: 1 created, 1 changed, 1 deleted."


def test_a_plan_without_changes() -> None:
    assert plan_text(Plan(title="x", steps=(step(Change.KEEP),))).endswith("\n\nNo changes.")


def test_a_long_value_is_cut() -> None:
    plan = Plan(title="x", steps=(step(Change.UPDATE, "x", Difference(attribute="a", now=1, wanted="y" * 500)),))
    assert max(map(len, plan_text(plan).splitlines())) < 130


def test_a_plan_as_json() -> None:
    told = json.loads(json.dumps(plan_json(PLAN, applied=False)))
    assert told["summary"] == {"create": 1, "change": 1, "unchanged": 1, "delete": 1, "keep": 0}
    assert told["steps"][1]["differences"][0] == {"attribute": "Threshold", "now": 5, "wanted": 0}
    assert told["applied"] is False


def test_applying_does_the_changes_in_order_and_tells_of_each() -> None:
    done: list[str] = []
    steps = tuple(
        Step(change=change, kind="k", name=name, act=lambda name=name: done.append(name))
        for change, name in ((Change.CREATE, "a"), (Change.UNCHANGED, "b"), (Change.UPDATE, "c"), (Change.KEEP, "d"))
    )
    told: list[tuple[str, str]] = []
    Plan(title="x", steps=steps).apply(lambda step, progress: told.append((step.name, progress.value)))
    assert done == ["a", "c"]
    assert told == [("a", "begun"), ("a", "done"), ("c", "begun"), ("c", "done")]


def test_a_step_that_fails_ends_it_and_tells_what_is_done() -> None:
    def fail() -> None:
        raise AwsRefused("AccessDenied", "not authorized", fix="allow sns:Publish")

    done: list[str] = []
    steps = (
        Step(change=Change.CREATE, kind="k", name="a", act=lambda: done.append("a")),
        Step(change=Change.CREATE, kind="SNS topic", name="b", act=fail),
        Step(change=Change.CREATE, kind="k", name="c", act=lambda: done.append("c")),
    )
    told: list[Progress] = []
    with pytest.raises(SetupError, match="can't create the SNS topic b: not authorized") as caught:
        Plan(title="x", steps=steps).apply(lambda _, progress: told.append(progress))
    assert done == ["a"]
    assert told[-1] is Progress.FAILED
    assert "1 of 3 steps are done" in caught.value.message
    assert caught.value.fix == "allow sns:Publish; then run the same command again"


@pytest.mark.parametrize(
    ("now", "wanted", "lines"),
    [
        (["a", "b"], ["b", "c", "d"], ["x: - a", "x: + c", "x: + d"]),
        (["a", "b"], ["a", "c"], ["x[1]: b → c"]),
        (["a"], ["b"], ["x[0]: a → b"]),
        (["a", "b"], ["b", "a"], ['x: ["a", "b"] → ["b", "a"]']),
        ({"p": {"n": 1, "m": [1]}, "q": 1}, {"p": {"n": 2, "m": [1]}, "r": {"s": 1}}, ["x.p.n: 1 → 2", "x.q: - 1"]),
        ({"a": 1}, {"a": 1, "r": {"s": 1}}, ['x.r: + {"s": 1}']),
        (None, ["a"], ['x: + ["a"]']),
        ([{"n": 1, "m": 1}], [{"n": 2, "m": 1}], ["x[0].n: 1 → 2"]),
    ],
)
def test_a_change_is_told_where_it_is(now: Any, wanted: Any, lines: list[str]) -> None:
    change = Difference(attribute="x", now=now, wanted=wanted)
    step = Step(change=Change.UPDATE, kind="thing", name="t", differences=(change,))
    told = [line.strip() for line in plan_text(Plan(title="try", steps=(step,))).splitlines()]
    assert told[3 : 3 + len(lines)] == lines


def test_notes_stand_between_the_steps_and_the_count() -> None:
    plan = Plan(title="try", steps=(), notes=("look here.",))
    assert plan_text(plan).endswith("\n\n  Note: look here.\n\nNo changes.")
    assert plan_json(plan, applied=False)["notes"] == ["look here."]
