"""Every button of every notification says a command that the grammar understands, in the event's own Region."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellhop.config import Config
from bellhop.errors import NotUnderstood
from bellhop.events import tell
from bellhop.message import Action
from bellhop.reader import Reader
from bellhop.syntax import Grammar
from bellhop.syntax.models import Models
from bellhop.unwrap import unwrap_all

EVENTS = Path(__file__).parent.parent / "events"
ALARMS = EVENTS / "cloudwatch.metric_alarm"


def buttons(fixture: Path, change: tuple[str, str] = ("", "")) -> list[Action]:
    body = fixture.read_text().replace(*change) if change[0] else fixture.read_text()
    (event,) = unwrap_all(body.encode())
    return list(tell(event, Reader()).notification.message.actions)


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar(Models())


GLOBAL = ("support", "ssm-incidents")
"""Whose resources are in no Region."""


def test_every_button_that_says_something_is_understood(grammar: Grammar) -> None:
    said = {
        action.value
        for fixture in EVENTS.glob("*/*.json")
        for event in unwrap_all(fixture.read_bytes())
        for action in tell(event, Reader()).notification.message.actions
        if action.name == "say"
    }
    assert {text.split()[0] for text in said} >= {"cloudwatch", "logs", "codepipeline"}
    for text in said:
        try:
            command = grammar.parse(text)
        except NotUnderstood as error:
            if not (text.startswith("support ") and error.missing):  # the wizard asks for the rest
                raise
            continue
        assert command.operation
        assert command.region or command.service in GLOBAL


def test_logs_are_shown_from_when_the_evaluation_began(grammar: Grammar) -> None:
    show, errors, *_ = buttons(ALARMS / "percentile.json")
    parsed = grammar.parse(show.value).parameters
    assert parsed["logGroupName"] == "/aws/lambda/checkout"
    assert parsed["limit"] == 30
    assert parsed["startTime"] == 1769668747250 - 5 * 300 * 1000
    assert grammar.parse(errors.value).parameters["filterPattern"] == "?ERROR ?Error ?Exception ?Fail"


def test_the_start_that_aws_tells_goes_first(grammar: Grammar) -> None:
    body = (
        (ALARMS / "eventbridge.json")
        .read_text()
        .replace("AWS/Events", "AWS/Lambda")
        .replace("RuleName", "FunctionName")
    )
    (event,) = unwrap_all(body.encode())
    show, *_ = tell(event, Reader()).notification.message.actions
    assert grammar.parse(show.value).parameters["startTime"] == 1769668680000


@pytest.mark.parametrize(
    ("namespace", "name", "dimension", "group"),
    [
        ("AWS/Lambda", "Errors", "FunctionName", "/aws/lambda/checkout"),
        ("LambdaInsights", "memory_utilization", "function_name", "/aws/lambda/checkout"),
        ("AWS/CodeBuild", "FailedBuilds", "ProjectName", "/aws/codebuild/checkout"),
        ("AWS/EC2", "CPUUtilization", "InstanceId", ""),
        ("AWS/ApiGateway", "5XXError", "ApiName", ""),
    ],
)
def test_the_log_group_is_known_from_the_dimensions(namespace: str, name: str, dimension: str, group: str) -> None:
    body = (ALARMS / "percentile.json").read_text()
    for old, new in (("AWS/Lambda", namespace), ("Duration", name), ("FunctionName", dimension)):
        body = body.replace(old, new)
    (event,) = unwrap_all(body.encode())
    labels = [action.label for action in tell(event, Reader()).notification.message.actions]
    said = [action.value for action in tell(event, Reader()).notification.message.actions]
    assert ("Show logs" in labels) == bool(group)
    assert not group or f"--log-group-name {group} " in said[0]


def test_an_alarm_of_any_name_can_be_described(grammar: Grammar) -> None:
    found = buttons(
        ALARMS / "alarm.json", ('\\"AlarmName\\": \\"s3-watch\\"', '\\"AlarmName\\": \\"it\'s $(late) <!here>\\"')
    )
    assert grammar.parse(found[-1].value).parameters["AlarmNames"] == ["it's $(late) <!here>"]


@pytest.mark.parametrize(
    ("settings", "wanted"), [({}, True), ({"buttons": False}, False), ({"commands": False}, False)]
)
def test_a_channel_may_have_none(settings: dict[str, bool], wanted: bool) -> None:
    config = Config.model_validate({"channels": {"ops": {"platform": "web", **settings}}})
    (channel,) = config.build_channels()
    assert channel.buttons is wanted
