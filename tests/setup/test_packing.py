"""Many patterns in few rules: nothing is lost, nothing is caught that was not asked for."""

import json
from typing import Any

import pytest

from bellhop.errors import SetupError
from bellhop.events import event_types, rule_pattern
from bellhop.events.sensitive import SENSITIVE
from bellhop.pattern import matches
from bellhop.setup import sensitive_calls
from bellhop.setup.event_types import available, chosen, left_out, pattern_of
from bellhop.setup.packing import LONGEST, packed


def size(pattern: dict[str, Any]) -> int:
    return len(json.dumps(pattern, separators=(",", ":")))


def parts(pattern: dict[str, Any]) -> list[dict[str, Any]]:
    return pattern.get("$or", [pattern])


def test_patterns_that_differ_in_their_detail_types_are_one() -> None:
    one, two = ({"source": ["aws.ecs"], "detail-type": [kind]} for kind in "BA")
    assert packed([one, two, one]) == ({"source": ["aws.ecs"], "detail-type": ["A", "B"]},)


def test_others_stand_side_by_side() -> None:
    one = {"source": ["a"], "detail-type": ["X"]}
    two = {"source": ["b"], "detail-type": ["Y"], "detail": {"n": [1]}}
    three = {"source": ["b"]}
    [whole] = packed([{"$or": [three, one]}, two])
    assert sorted(map(json.dumps, whole["$or"])) == sorted(map(json.dumps, [one, two, three]))
    assert not matches(whole, {"source": "a", "detail-type": "Y", "detail": {"n": 1}}), "no wider than its parts"


def test_the_order_of_wishes_does_not_matter() -> None:
    patterns = [pattern for one in chosen("all") if (pattern := pattern_of(one))]
    assert packed(patterns) == packed(reversed(patterns))


def test_no_rule_is_too_long_and_few_will_do() -> None:
    patterns = [pattern for one in available() if (pattern := pattern_of(one.name))]
    rules = packed(patterns)
    assert max(map(size, rules)) <= LONGEST
    least = sum(map(size, packed(patterns, longest=10**6))) / LONGEST
    assert len(rules) <= least + 2
    held = [part for rule in rules for part in parts(rule)]
    for part in (part for pattern in patterns for part in parts(pattern)):
        types = set(part.get("detail-type", ()))
        rest = {key: value for key, value in part.items() if key != "detail-type"}
        assert any(
            {**rest, "detail-type": one.get("detail-type")} == {"detail-type": None, **one}
            and types <= set(one.get("detail-type", ()))
            for one in held
        )


def test_a_pattern_that_no_rule_holds_is_an_error() -> None:
    with pytest.raises(SetupError, match="longer than EventBridge's 2048"):
        packed([{"source": ["a"], "detail": {"eventName": ["x" * 2100]}}])


def test_every_type_that_eventbridge_brings_is_there_with_its_sentence() -> None:
    names = {one.name for one in available()}
    assert names == {name for name in event_types() if rule_pattern(name)} | {sensitive_calls.NAME}
    for one in available():
        assert one.sentence.endswith((".", ":")) or len(one.sentence) > 20
        assert one.sources


def test_all_leaves_out_what_tells_of_every_call() -> None:
    assert "cloudtrail.api_call" in left_out()
    assert not set(left_out()) & set(chosen("all"))
    assert "cloudtrail.console_sign_in" in chosen("all")


def test_names_are_forgiving_and_errors_helpful() -> None:
    assert chosen("guardduty_finding, ecs.task,ecs.task") == ("guardduty.finding", "ecs.task")
    assert chosen("cloudtrail.api_call") == ("cloudtrail.api_call",)
    with pytest.raises(SetupError, match="no event type 'guardduty") as caught:
        chosen("guardduty.findings")
    assert "did you mean guardduty.finding?" in caught.value.fix
    with pytest.raises(SetupError, match="never comes by EventBridge"):
        chosen("cost.budget")
    with pytest.raises(SetupError, match="no event types are chosen"):
        chosen(",")


@pytest.mark.parametrize("call", ["AuthorizeSecurityGroupIngress", "StopLogging", "PutRolePolicy", "DescribeInstances"])
def test_sensitive_calls_are_caught_and_no_others(call: str) -> None:
    event = {"source": "aws.any", "detail-type": "AWS API Call via CloudTrail", "detail": {"eventName": call}}
    rules = packed([sensitive_calls.pattern()])
    assert any(matches(rule, event) for rule in rules) == (call in SENSITIVE)
    assert sensitive_calls.NAME in chosen("all")
