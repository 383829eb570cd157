"""`bellhop replay`: what arrived once arrives again, and says who hears it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bellhop.cli import bellhop

TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
CONFIG = f"channels: {{ops: {{platform: web, topics: ['{TOPIC}']}}, dev: {{platform: web}}}}"
ALARM = Path(__file__).parent.parent / "events/cloudwatch.metric_alarm/alarm.json"


@pytest.fixture
def config(store_url: str, tmp_path: Path) -> str:
    file = tmp_path / "bellhop.yaml"
    file.write_text(f"store: {{url: '{store_url}'}}\n{CONFIG}\n", encoding="utf-8")
    return str(file)


def call(config: str, *words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(bellhop, [words[0], *words[1:], "-c", config], input=given)


def deliveries(config: str) -> list[tuple[str, str, str]]:
    lines = call(config, "deliveries", "list", "--json").stdout.splitlines()
    return sorted((one["state"], one["channel"], one["id"]) for one in map(json.loads, lines))


def test_a_file_is_told_to_whom_its_topic_leads(config: str, tmp_path: Path) -> None:
    file = tmp_path / "envelope.json"
    file.write_text(json.dumps({"Type": "Notification", "TopicArn": TOPIC, "Message": "the disk is full"}))
    result = call(config, "replay", str(file))
    assert (result.exit_code, result.stdout.splitlines()[1]) == (0, "  ops: pending: waits for its turn"), result
    assert [(state, channel) for state, channel, _ in deliveries(config)] == [("pending", "ops")]


def test_the_same_may_be_sent_as_often_as_one_likes(config: str) -> None:
    for _ in range(2):
        assert call(config, "replay", str(ALARM), "--topic", TOPIC).exit_code == 0
    assert [state for state, _, _ in deliveries(config)] == ["pending", "pending"]


def test_an_event_of_the_store_arrives_again_with_its_topic(config: str) -> None:
    assert call(config, "replay", "--stdin", "--topic", TOPIC, given="first\nsecond\n").exit_code == 0
    first = call(config, "replay", "--event", "event-1")
    assert first.stdout.splitlines()[1] == "  ops: pending: waits for its turn"
    _, _, id_ = deliveries(config)[0]
    assert call(config, "replay", "--event", id_).stdout.startswith("event-4: ")
    shown = json.loads(call(config, "deliveries", "show", "event-3").stdout)
    assert (shown["body"], shown["topic"], shown["source"]) == ("first", TOPIC, "replay")


def test_what_names_no_topic_and_no_route_takes_is_said_to_be_heard_by_nobody(config: str) -> None:
    result = call(config, "replay", "-", given="hello\n")
    assert "it names no topic: say by which it comes, --topic ARN" in result.stdout
    assert [state for state, _, _ in deliveries(config)] == ["silent"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give a FILE, --stdin, or --event"),
        (("nowhere.json",), "nowhere.json can't be read"),
        (("--event", "event-99"), "there is no delivery or event event-99"),
    ],
)
def test_what_is_not_there_is_said(config: str, words: tuple[str, ...], said: str) -> None:
    result = call(config, "replay", *words)
    assert result.exit_code != 0
    assert said in f"{result.stderr}{result.exception}"
    assert deliveries(config) == []
