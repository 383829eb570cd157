"""An event's values by name and by path; whatever arrives, a message is dressed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellhop.channel import Channel
from bellhop.custom_actions import Criterion, CustomAction, bears, read_criterion
from bellhop.dressing import dress
from bellhop.event_values import EventValues
from bellhop.events import tell
from bellhop.reader import Reader
from bellhop.saying import MOST
from bellhop.unwrap import unwrap_all

EC2 = {
    "source": "aws.ec2",
    "detail-type": "EC2 Instance State-change Notification",
    "account": "123456789012",
    "region": "eu-west-1",
    "resources": ["arn:aws:ec2:eu-west-1:123456789012:instance/i-1"],
    "detail": {"instance-id": "i-1", "tags": [{"Key": "team", "Value": "shop"}], "deep": {"er": [{"id": 8.0}]}},
}
APPROVAL = {"approval": {"pipelineName": "shop", "stageName": "Prod", "customData": "v2"}}


def values(document: Any, kind: str = "ec2.instance_state") -> EventValues:
    return EventValues(unwrap_all(json.dumps(document))[0], kind)


@pytest.mark.parametrize(
    ("document", "name", "expected"),
    [
        (EC2, "instance-id", "i-1"),
        (EC2, "InstanceId", "i-1"),
        (EC2, "team", "shop"),
        (EC2, "Region", "eu-west-1"),
        (EC2, "Resource", "arn:aws:ec2:eu-west-1:123456789012:instance/i-1"),
        (EC2, "event.detail.instance-id", "i-1"),
        (EC2, "detail.deep.er[0].id", "8"),
        (EC2, 'event["detail"]["instance-id"]', "i-1"),
        (EC2, "event.detail.deep", '{"er": [{"id": 8.0}]}'),
        (EC2, "event.nothing.there", ""),
        (EC2, "nothing", ""),
        (APPROVAL, "Pipeline", "shop"),
        (APPROVAL, "Stage", "Prod"),
        (APPROVAL, "CustomData", "v2"),
        ({"event": {"id": "x"}}, "event.id", "x"),
    ],
)
def test_values_are_found_by_name_and_by_path(document: Any, name: str, expected: str) -> None:
    assert values(document).get(name) == expected


@pytest.mark.parametrize("form", ["sns", "eventbridge"])
def test_an_alarm_has_the_same_names_in_both_forms(form: str) -> None:
    metric = {"namespace": "AWS/Lambda", "name": "Errors", "dimensions": {"FunctionName": "photos"}}
    bridge = {
        "source": "aws.cloudwatch",
        "detail-type": "CloudWatch Alarm State Change",
        "region": "us-east-1",
        "resources": ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:a"],
        "detail": {
            "alarmName": "a",
            "state": {"value": "ALARM"},
            "configuration": {"metrics": [{"id": "m", "metricStat": {"metric": metric}}]},
        },
    }
    pairs = [{"name": "FunctionName", "value": "photos"}]
    sns = {
        "AlarmName": "a",
        "AlarmArn": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:a",
        "NewStateValue": "ALARM",
        "Region": "US East (N. Virginia)",
        "Trigger": {"MetricName": "Errors", "Namespace": "AWS/Lambda", "Dimensions": pairs},
    }
    found = values(bridge if form == "eventbridge" else sns, "cloudwatch.metric_alarm")
    names = ("AlarmName", "State", "MetricName", "Namespace", "FunctionName", "LogGroup", "Region")
    expected = ["a", "ALARM", "Errors", "AWS/Lambda", "photos", "/aws/lambda/photos", "us-east-1"]
    assert [found.get(name) for name in names] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MetricName EQUALS Errors", Criterion(variable="MetricName", equals="Errors")),
        ("$env equals very prod", Criterion(variable="env", equals="very prod")),
        ("env=prod", Criterion(variable="env", equals="prod")),
        ("event.detail.state HAS_VALUE", Criterion(variable="event.detail.state")),
        ("env", Criterion(variable="env")),
        ("a b c", None),
        ("", None),
    ],
)
def test_criteria_are_read(text: str, expected: Criterion | None) -> None:
    assert read_criterion(text) == expected


@pytest.mark.parametrize(
    ("on", "borne"),
    [((), True), (("ec2",), True), (("EC2",), True), (("ec2.instance",), True), (("ec",), False), (("any",), True)],
)
def test_types_and_families_bear_a_button(on: tuple[str, ...], *, borne: bool) -> None:
    assert bears(CustomAction(name="a", button="a", command="a b", on=on), "ec2.instance") is borne


documents = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(documents, st.text(max_size=20), st.text(max_size=3000))
def test_whatever_arrives_is_dressed_and_no_value_is_too_long(document: Any, name: str, value: str) -> None:
    actions = (
        CustomAction(name="a", button="A", command="x y --z $v --name $fn"),
        CustomAction(name="b", button="B", command="x y", when=(Criterion(variable=name or "q"),)),
    )
    channel = Channel(name="ops", platform="web")
    for event in unwrap_all(json.dumps({"v": value, "fn": [document], name: document})):
        message = dress(channel, actions, event, tell(event, Reader()).notification)
        assert message.actions[-1].label in ("A", "B")
        assert all(len(action.value) <= MOST for action in message.actions)
