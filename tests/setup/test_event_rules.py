"""EventBridge rules for event types: made, changed, taken away; and what they bring."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bellhop.aws.session import Clients
from bellhop.local import LocalAws
from bellhop.setup.cli import setup_group
from bellhop.setup.event_rules import EventRules
from bellhop.setup.place import Aws, aws_at
from bellhop.setup.plan import Change

TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:bellhop-events"


@pytest.fixture
def endpoint() -> Iterator[str]:
    with LocalAws() as aws:
        yield aws.endpoint


@pytest.fixture
def aws(clients: Clients) -> Aws:
    return aws_at(clients)


def rules(aws: Aws) -> list[str]:
    return [one["Name"] for one in aws.ask("events", "list_rules")["Rules"]]


def put(aws: Aws, source: str, detail_type: str, **detail: Any) -> None:
    entry = {"Source": source, "DetailType": detail_type, "Detail": json.dumps(detail)}
    assert aws.ask("events", "put_events", Entries=[entry])["FailedEntryCount"] == 0


def test_types_share_a_rule_and_reach_the_queue(clients: Clients, aws: Aws) -> None:
    wish = EventRules(types="guardduty.finding,ecs.task", subscribe_sqs="bellhop")
    wish.plan(clients).apply()
    assert rules(aws) == ["bellhop-events-1"]
    assert wish.plan(clients).changes == ()
    put(aws, "aws.ecs", "GuardDuty Finding", n=1)
    put(aws, "aws.ecs", "ECS Task State Change", n=2)
    url = aws.ask("sqs", "get_queue_url", QueueName="bellhop")["QueueUrl"]
    [message] = aws.ask("sqs", "receive_message", QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)["Messages"]
    assert json.loads(json.loads(message["Body"])["Message"])["detail"] == {"n": 2}


def test_the_topic_is_open_to_these_rules_only(clients: Clients, aws: Aws) -> None:
    EventRules(types="ecs.task").plan(clients).apply()
    policy = json.loads(aws.ask("sns", "get_topic_attributes", TopicArn=TOPIC)["Attributes"]["Policy"])
    [ours] = [one for one in policy["Statement"] if one["Sid"].startswith("Bellhop")]
    assert ours["Principal"] == {"Service": "events.amazonaws.com"}
    source = "arn:aws:events:ap-northeast-2:123456789012:rule/bellhop-events-*"
    assert ours["Condition"] == {"ArnLike": {"aws:SourceArn": source}}


def test_other_types_later_replace_them_and_rules_too_many_go(clients: Clients, aws: Aws) -> None:
    everything = EventRules()
    plan = everything.plan(clients)
    assert "cloudtrail.api_call" in plan.notes[0]
    plan.apply()
    assert len(rules(aws)) > 3
    assert everything.plan(clients).changes == ()
    aws.ask("events", "put_rule", Name="bellhop-events-x", EventPattern='{"source":["a"]}')
    aws.ask("events", "put_rule", Name="bellhop-events-99", EventPattern='{"source":["a"]}')
    few = EventRules(types="ecs.task").plan(clients)
    assert few.count(Change.DELETE) == len(rules(aws)) - 3
    few.apply()
    assert set(rules(aws)) == {"bellhop-events-1", "bellhop-events-99", "bellhop-events-x"}, "those are not ours"
    assert EventRules(types="ecs.task").plan(clients).changes == ()


def test_a_rule_that_was_switched_off_or_lost_its_target_is_repaired(clients: Clients, aws: Aws) -> None:
    wish = EventRules(types="ecs.task")
    wish.plan(clients).apply()
    aws.ask("events", "disable_rule", Name="bellhop-events-1")
    aws.ask("events", "remove_targets", Rule="bellhop-events-1", Ids=["bellhop-topic"])
    [step] = wish.plan(clients).changes
    assert {one.attribute for one in step.differences} == {"state", "target"}
    wish.plan(clients).apply()
    assert wish.plan(clients).changes == ()


def test_taking_away_needs_no_types(clients: Clients, aws: Aws) -> None:
    EventRules(subscribe_sqs="bellhop").plan(clients).apply()
    EventRules().plan_destroy(clients).apply()
    assert rules(aws) == []
    assert aws.ask("sns", "list_topics")["Topics"] == []
    assert aws.ask("sqs", "list_queues").get("QueueUrls", []) == []


def test_two_topics_do_not_meddle_with_each_other(clients: Clients, aws: Aws) -> None:
    EventRules(types="ecs.task", topic="one").plan(clients).apply()
    EventRules(types="ecr.scan", topic="one-two").plan(clients).apply()
    EventRules(topic="one").plan_destroy(clients).apply()
    assert rules(aws) == ["one-two-1"]


def run(endpoint: str, *words: str) -> Result:
    environment = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "ap-northeast-2"}
    return CliRunner(env=environment).invoke(setup_group, ["events", "--endpoint", endpoint, *words])


def test_from_the_command_line(endpoint: str) -> None:
    applied = run(endpoint, "--types", "guardduty_finding", "--subscribe-sqs", "bellhop", "--apply")
    assert applied.exit_code == 0
    assert "To tell of guardduty.finding in account" in applied.stdout
    assert applied.stdout.rstrip().endswith("Done: 5 created, 0 changed, 0 deleted.")
    assert run(endpoint, "--destroy", "--yes").stdout.rstrip().endswith("5 deleted.")
    wrong = run(endpoint, "--types", "guardduty.findings")
    assert "did you mean guardduty.finding?" in wrong.output
    assert run(endpoint).exit_code == 2


def test_the_types_are_listed() -> None:
    text = CliRunner().invoke(setup_group, ["events", "--list"]).stdout
    assert "guardduty.finding" in text
    assert next(line for line in text.splitlines() if line.startswith("cloudtrail.api_call")).endswith("not in all)")
    listed = json.loads(CliRunner().invoke(setup_group, ["events", "--list", "--json"]).stdout)
    assert {"name", "sentence", "sources", "every_call"} == set(listed[0])
