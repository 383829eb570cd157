"""Routes lead events to channels, say why, and say whom to mention."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bellhop.config import load_config
from bellhop.errors import ConfigError
from bellhop.routing import Routing
from bellhop.routing_trial import Trial, run_route_tests, try_routes

TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"
AT = datetime(2026, 1, 13, tzinfo=UTC)
BOOK = """
channels:
  ops: {platform: web}
  pay: {platform: web}
  all: {platform: web, topics: ["arn:aws:sns:eu-west-1:123456789012:*"]}
mentions:
  minji: {slack: U0123ABC}
  jun: {slack: U0123ABD}
oncall:
  primary: {people: [minji, jun], start: 2026-01-05T09:00, turn: 1w}
routes:
"""


def routing(tmp_path: Path, routes: str, head: str = BOOK) -> Routing:
    file = tmp_path / "bellhop.yaml"
    file.write_text(head + routes)
    return load_config(file).build_routing()


def instance(state: str = "stopped", **more: Any) -> str:
    return json.dumps(
        {
            "version": "0",
            "id": "7bf73129-1428-4cd3-a780-95db273d1602",
            "detail-type": "EC2 Instance State-change Notification",
            "source": "aws.ec2",
            "account": "123456789012",
            "region": "eu-west-1",
            "time": "2026-01-13T00:00:00Z",
            "resources": ["arn:aws:ec2:eu-west-1:123456789012:instance/i-0abc"],
            "detail": {"instance-id": "i-0abc", "state": state, "tags": {"team": "pay", "env": "prod"}},
            **more,
        }
    )


def tried(routes: Routing, document: str, topic: str = "arn:aws:sns:us-east-1:123456789012:other") -> Trial:
    (trial,) = try_routes(routes, document, topic, AT)
    return trial


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        ("match: {source: [aws.ec2]}", True),
        ("match: {detail: {state: [{anything-but: [running]}]}}", True),
        ("match: {detail: {state: [running]}}", False),
        ("match: {$or: [{source: [aws.s3]}, {region: [{prefix: eu-}]}]}", True),
        ("type: ec2.*", True),
        ("type: [s3.*, rds.*]", False),
        ("accounts: 123456789012", True),
        ("accounts: ['210987654321']", False),
        ("regions: eu-*", True),
        ("resource: '*instance/i-0*'", True),
        ("resource: '*prod*'", False),
        ("title: '*i-0abc*'", True),
        ("tags: {team: pay}", True),
        ("tags: {team: [web, shop]}", False),
        ("severity: critical", False),
        ("severity: info", True),
        ("match: {severity: [info, low, medium]}", True),
        (f"topics: ['{TOPIC}']", False),
        ("topics: ['arn:aws:sns:us-east-1:123456789012:*']", True),
        ("{type: ec2.*, match: {detail: {state: [running]}}}", False),
    ],
)
def test_a_route_takes_what_fits_all_of_it(tmp_path: Path, condition: str, *, fits: bool) -> None:
    inside = condition.strip("{}") if condition.startswith("{type") else condition
    if condition.startswith("{type"):
        inside = "type: ec2.*\n    match: {detail: {state: [running]}}"
    trial = tried(routing(tmp_path, f"  - channels: ops\n    {inside}\n"), instance())
    assert trial.channels == (["ops"] if fits else [])


def test_the_first_that_fits_ends_it_unless_it_goes_on(tmp_path: Path) -> None:
    routes = "  - {type: ec2.*, channels: ops, continue: true}\n  - {channels: pay}\n  - {channels: all}\n"
    assert tried(routing(tmp_path, routes), instance()).channels == ["ops", "pay"]


def test_a_channels_own_topics_lead_there_whatever_the_routes_say(tmp_path: Path) -> None:
    trial = tried(routing(tmp_path, "  - {channels: []}\n"), instance(), TOPIC)
    assert trial.channels == ["all"]
    assert trial.routed.heard[0].because == f"the topic {TOPIC}"


def test_silence_names_the_route(tmp_path: Path) -> None:
    trial = tried(routing(tmp_path, "  - {name: hush, channels: []}\n"), instance())
    assert trial.routed.silence == "route hush (bellhop.yaml:12) leads to no channel"


def test_silence_names_the_nearest_miss(tmp_path: Path) -> None:
    routes = "  - {type: s3.*, channels: pay}\n  - {match: {detail: {state: [running]}}, channels: ops}\n"
    silence = tried(routing(tmp_path, routes), instance()).routed.silence
    assert "nearest is 2 (bellhop.yaml:13), but for $.detail.state" in silence


def test_whoever_is_on_call_is_mentioned_once(tmp_path: Path) -> None:
    routes = (
        "  - {channels: ops, mentions: [primary], mention_from: info, continue: true}\n"
        "  - {channels: [ops, pay], mentions: [jun, minji], mention_from: info}\n"
    )
    trial = tried(routing(tmp_path, routes), instance())
    assert {one.channel.name: [who.name for who in one.mentions] for one in trial.routed.heard} == {
        "ops": ["jun", "minji"],
        "pay": ["jun", "minji"],
    }


def test_nobody_is_mentioned_for_what_is_not_bad_enough(tmp_path: Path) -> None:
    trial = tried(routing(tmp_path, "  - {channels: ops, mentions: [minji], mention_from: critical}\n"), instance())
    assert (trial.channels, trial.mentions) == (["ops"], [])


def test_a_topic_is_known_if_a_channel_or_route_names_it(tmp_path: Path) -> None:
    routes = routing(tmp_path, "  - {topics: ['arn:aws:sns:us-east-1:123456789012:*'], channels: ops}\n")
    assert routes.knows(TOPIC)
    assert routes.knows("arn:aws:sns:us-east-1:123456789012:x")
    assert not routes.knows("arn:aws:sns:us-east-1:210987654321:x")
    assert not routing(tmp_path, "  - {channels: ops}\n").knows("arn:aws:sns:us-east-1:210987654321:x")


@pytest.mark.parametrize(
    ("routes", "wanted"),
    [
        ("  - {channels: opps}\n", "12: routes.0.channels: there is no channel 'opps'"),
        ("  - {channels: ops, mentions: [bob]}\n", "'bob' stands neither under `mentions:` nor `oncall:`"),
        ("  - {channels: [], mentions: [jun]}\n", "mentions people, but leads to no channel"),
        ("  - {channels: ops, match: {source: aws.ec2}}\n", "wanted a list of values or operators"),
        ("  - {channels: ops, match: {a: [{prefixx: b}]}}\n", "wanted one operator of"),
        ("  - {channels: ops, severty: high}\n", "did you mean 'severity'?"),
        ("  []\noncall: {x: {people: [bob], start: 2026-01-05T09:00, turn: 1w}}\n", "a second time"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path: Path, routes: str, wanted: str) -> None:
    with pytest.raises(ConfigError) as raised:
        routing(tmp_path, routes)
    assert wanted in str(raised.value)


def test_tests_of_the_routes_say_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text(instance())
    file = tmp_path / "bellhop.yaml"
    file.write_text(
        BOOK + "  - {channels: ops, mentions: [minji], mention_from: info}\n"
        "tests:\n"
        "  - {file: event.json, expect: {channels: ops, mentions: [minji], type: ec2.instance_state}}\n"
        "  - {name: to pay, file: event.json, expect: {channels: [pay], mentions: []}}\n"
        "  - {file: gone.json, expect: {silent: muted}}\n"
        "  - {event: plain words, expect: {silent: not routed}}\n"
    )
    right, wrong, gone, silent = run_route_tests(load_config(file))
    assert right.wrong == ()
    assert wrong.name == "to pay"
    assert wrong.place.endswith("bellhop.yaml:15")
    assert wrong.wrong == ("wanted channels pay, it goes to ops", "wanted mentions of nobody, it mentions minji")
    assert "can't be read" in gone.wrong[0]
    assert silent.wrong == ("wanted silence for 'not routed', it goes to ops",)
