from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.local.conftest import World


def put(world: World, **datum: Any) -> None:
    world.client("cloudwatch").put_metric_data(Namespace="Test", MetricData=[{"MetricName": "Uploads", **datum}])


def test_a_new_alarm_waits_for_data(world: World) -> None:
    world.alarm("waits", world.topic(), TreatMissingData="missing")
    assert world.state("waits") == "INSUFFICIENT_DATA"
    put(world, Value=1)
    world.eventually(lambda: world.state("waits") == "ALARM")
    world.eventually(lambda: world.state("waits") == "INSUFFICIENT_DATA")


@pytest.mark.parametrize(
    ("settings", "datum"),
    [
        ({"Statistic": "Maximum", "Threshold": 5}, {"Values": [1, 6], "Counts": [3, 1]}),
        ({"Statistic": "SampleCount", "Threshold": 3}, {"Values": [1, 6], "Counts": [3, 1]}),
        ({"Statistic": "Average", "Threshold": 1.9}, {"Values": [1, 5], "Counts": [3, 1]}),
        (
            {"Statistic": "Minimum", "Threshold": 1, "ComparisonOperator": "LessThanThreshold"},
            {"StatisticValues": {"SampleCount": 2, "Sum": 5.5, "Minimum": 0.5, "Maximum": 5}},
        ),
        ({"ExtendedStatistic": "p50", "Statistic": None, "Threshold": 2}, {"Values": [1, 3, 9]}),
        ({"Unit": "Bytes"}, {"Value": 1, "Unit": "Bytes"}),
    ],
)
def test_each_statistic(world: World, settings: dict[str, Any], datum: dict[str, Any]) -> None:
    world.alarm("a", world.topic(), **settings)
    put(world, **datum)
    world.eventually(lambda: world.state("a") == "ALARM")


def test_other_units_and_dimensions_do_not_count(world: World) -> None:
    world.alarm("bytes", world.topic(), Unit="Bytes")
    world.alarm("plain", world.topic())
    world.eventually(lambda: (world.state("bytes"), world.state("plain")) == ("OK", "OK"))
    put(world, Value=1, Unit="Count")
    world.eventually(lambda: world.state("plain") == "ALARM")
    assert world.state("bytes") == "OK"


def test_setting_a_state_fires_its_actions(world: World) -> None:
    world.alarm("set", world.topic())
    world.eventually(lambda: world.sink.alarms("OK"))
    world.client("cloudwatch").set_alarm_state(AlarmName="set", StateValue="ALARM", StateReason="a drill")
    message = json.loads(world.eventually(lambda: world.sink.alarms("ALARM"))[0]["Message"])
    assert (message["NewStateReason"], message["OldStateValue"]) == ("a drill", "OK")
    world.eventually(lambda: len(world.sink.alarms("OK")) == 2)


def test_disabled_actions_stay_silent_but_the_state_changes(world: World) -> None:
    arn = world.topic()
    world.alarm("silent", arn, ActionsEnabled=False)
    world.alarm("loud", arn)
    put(world, Value=1)
    world.eventually(lambda: (world.state("silent"), world.state("loud")) == ("ALARM", "ALARM"))
    world.eventually(lambda: world.sink.alarms("ALARM"))
    assert {json.loads(n["Message"])["AlarmName"] for n in world.sink.notices()} == {"loud"}


def test_the_subject_is_cut_at_100_characters(world: World) -> None:
    name = "n" * 120
    world.alarm(name, world.topic())
    put(world, Value=1)
    subject = world.eventually(lambda: world.sink.alarms("ALARM"))[0]["Subject"]
    assert subject == f'ALARM: "{name}'[:100]


def test_changing_an_alarm_keeps_its_state(world: World) -> None:
    arn = world.topic()
    world.alarm("kept", arn, Period=86400)
    put(world, Value=1)
    world.eventually(lambda: world.state("kept") == "ALARM")
    world.alarm("kept", arn, Period=86400, AlarmDescription="new words")
    assert world.state("kept") == "ALARM"


def test_eventbridge_hears_of_each_change(world: World) -> None:
    queue = world.queue()
    pattern = {"source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"]}
    world.rule("alarms", pattern | {"detail": {"state": {"value": ["ALARM"]}}}, queue.arn)
    world.alarm("a", world.topic(), Dimensions=[{"Name": "Disk", "Value": "sda"}])
    world.eventually(lambda: world.state("a") == "OK")
    put(world, Value=3, Dimensions=[{"Name": "Disk", "Value": "sda"}])
    event = queue.bodies(1)[0]
    assert event["resources"] == ["arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:a"]
    detail = event["detail"]
    assert (detail["alarmName"], detail["previousState"]["value"]) == ("a", "OK")
    assert json.loads(detail["state"]["reasonData"])["recentDatapoints"] == [3.0]
    stat = detail["configuration"]["metrics"][0]["metricStat"]
    wanted = {"namespace": "Test", "name": "Uploads", "dimensions": {"Disk": "sda"}}
    assert (stat["metric"], stat["period"], stat["stat"]) == (wanted, 60, "Sum")


def test_an_alarm_that_is_deleted_says_nothing_more(world: World) -> None:
    arn = world.topic()
    world.alarm("gone", arn)
    world.alarm("stays", arn)
    world.eventually(lambda: len(world.sink.alarms("OK")) == 2)
    world.client("cloudwatch").delete_alarms(AlarmNames=["gone"])
    put(world, Value=1)
    told = world.eventually(lambda: world.sink.alarms("ALARM"))
    assert [json.loads(each["Message"])["AlarmName"] for each in told] == ["stays"]


def test_an_alarm_that_can_not_be_evaluated_does_not_stop_the_others(world: World) -> None:
    arn = world.topic()
    world.alarm("a-strange", arn, ComparisonOperator="GreaterThanUpperThreshold")
    world.alarm("plain", arn)
    put(world, Value=1)
    world.eventually(lambda: world.state("plain") == "ALARM")
    assert world.state("a-strange") == "INSUFFICIENT_DATA"
