from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.local.conftest import World

PATTERN = {"source": ["app"]}


def put(world: World, **detail: Any) -> dict[str, Any]:
    entry = {"Source": "app", "DetailType": "Test", "Detail": json.dumps(detail)}
    return world.client("events").put_events(Entries=[entry])


def metric(world: World, name: str, rule: str) -> float:
    """Return what a rule counted in the last hour."""
    now = datetime.now(UTC)
    points = world.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Events",
        MetricName=name,
        Dimensions=[{"Name": "RuleName", "Value": rule}],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        Period=7200,
        Statistics=["Sum"],
    )["Datapoints"]
    return sum(point["Sum"] for point in points)


def test_a_matching_event_reaches_its_targets_and_is_counted(world: World) -> None:
    one, two = world.queue("one"), world.queue("two")
    world.rule("both", PATTERN | {"detail": {"n": [1]}}, one.arn, two.arn)
    put(world, n=2)
    assert put(world, n=1)["FailedEntryCount"] == 0
    event = one.bodies(1)[0]
    assert event == two.bodies(1)[0]
    assert (event["detail"], event["account"], event["region"]) == ({"n": 1}, "123456789012", "ap-northeast-2")
    datetime.strptime(event["time"], "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007  # its form is what is looked at
    counted = {name: metric(world, name, "both") for name in ("MatchedEvents", "TriggeredRules", "Invocations")}
    assert counted == {"MatchedEvents": 1, "TriggeredRules": 1, "Invocations": 2}


def test_disabled_and_scheduled_rules_are_silent(world: World) -> None:
    silent, heard = world.queue("silent"), world.queue("heard")
    events = world.client("events")
    world.rule("disabled", PATTERN, silent.arn, State="DISABLED")
    events.put_rule(Name="scheduled", ScheduleExpression="rate(5 minutes)")
    events.put_targets(Rule="scheduled", Targets=[{"Id": "1", "Arn": silent.arn}])
    world.rule("enabled", PATTERN, heard.arn)
    put(world, n=1)
    heard.bodies(1)
    assert metric(world, "TriggeredRules", "disabled") == 0
    assert metric(world, "TriggeredRules", "scheduled") == 0
    assert silent.read() == []
    events.enable_rule(Name="disabled")
    put(world, n=2)
    assert silent.bodies(1)[0]["detail"] == {"n": 2}


def test_a_target_that_fails_does_not_fail_the_call(world: World) -> None:
    queue = world.queue()
    gone = "arn:aws:sns:ap-northeast-2:123456789012:gone"
    strange = "arn:aws:states:ap-northeast-2:123456789012:stateMachine:none"
    world.rule("broken", PATTERN, gone, strange, queue.arn)
    answer = put(world, n=1)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert answer["FailedEntryCount"] == 0
    queue.bodies(1)
    world.eventually(lambda: metric(world, "FailedInvocations", "broken") == 2)


def test_entries_that_are_wrong_are_answered_one_by_one(world: World) -> None:
    entries = [
        {"Source": "app", "DetailType": "Test", "Detail": "{}"},
        {"Source": "app", "DetailType": "Test", "Detail": "no JSON"},
        {"Source": "app", "DetailType": "Test", "Detail": "[1]"},
        {"Source": "app", "Detail": "{}"},
    ]
    answer = world.client("events").put_events(Entries=entries)
    codes = [entry.get("ErrorCode") for entry in answer["Entries"]]
    assert codes == [None, "MalformedDetail", "MalformedDetail", "InvalidArgument"]
    assert answer["FailedEntryCount"] == 3


def test_input_transformers_and_topics(world: World) -> None:
    arn = world.topic()
    events = world.client("events")
    events.put_rule(Name="r", EventPattern=json.dumps(PATTERN))
    transformer = {"InputPathsMap": {"who": "$.detail.who"}, "InputTemplate": '"hello <who>"'}
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": arn, "InputTransformer": transformer}])
    put(world, who="Woochul")
    assert world.eventually(world.sink.notices)[0]["Message"] == '"hello Woochul"'


def test_another_bus_and_logs(world: World) -> None:
    events, logs, queue = world.client("events"), world.client("logs"), world.queue()
    bus = events.create_event_bus(Name="second")["EventBusArn"]
    events.put_rule(Name="there", EventPattern=json.dumps(PATTERN), EventBusName="second")
    events.put_targets(Rule="there", EventBusName="second", Targets=[{"Id": "1", "Arn": queue.arn}])
    logs.create_log_group(logGroupName="/events")
    group = "arn:aws:logs:ap-northeast-2:123456789012:log-group:/events"
    world.rule("here", PATTERN, bus, group)
    put(world, n=1)
    assert queue.bodies(1)[0]["detail"] == {"n": 1}
    found = world.eventually(lambda: logs.filter_log_events(logGroupName="/events")["events"])
    assert json.loads(found[0]["message"])["detail"] == {"n": 1}


def test_an_api_destination_is_posted_to_with_its_key(world: World) -> None:
    events = world.client("events")
    key = {"ApiKeyAuthParameters": {"ApiKeyName": "Authorization", "ApiKeyValue": "Bearer secret"}}
    connection = events.create_connection(Name="c", AuthorizationType="API_KEY", AuthParameters=key)["ConnectionArn"]
    destination = events.create_api_destination(
        Name="d", ConnectionArn=connection, InvocationEndpoint=world.sink.url, HttpMethod="POST"
    )["ApiDestinationArn"]
    world.rule("r", PATTERN, destination)
    put(world, n=1)
    headers, body = world.eventually(lambda: world.sink.posts)[0]
    assert headers["authorization"] == "Bearer secret"
    assert json.loads(body)["detail"] == {"n": 1}


def test_an_archive_keeps_and_replays(world: World) -> None:
    events, queue = world.client("events"), world.queue()
    bus = events.describe_event_bus()["Arn"]
    archive = events.create_archive(ArchiveName="a", EventSourceArn=bus)["ArchiveArn"]
    put(world, n=1)
    world.eventually(lambda: events.describe_archive(ArchiveName="a")["EventCount"] == 1)
    world.rule("late", PATTERN, queue.arn)
    times = {"EventStartTime": datetime(2021, 1, 1, tzinfo=UTC), "EventEndTime": datetime(2031, 1, 1, tzinfo=UTC)}
    events.start_replay(ReplayName="r", EventSourceArn=archive, Destination={"Arn": bus}, **times)
    replayed = queue.bodies(1)[0]
    assert (replayed["detail"], replayed["replay-name"]) == ({"n": 1}, "r")
