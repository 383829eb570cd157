"""`s3 ls`, `s3 mb` and `logs tail` in a channel."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bellhop.answer import tails
from bellhop.command import Command, Outcome
from bellhop.errors import AwsRefused
from bellhop.message import Code

from .conftest import Room

_THEN = datetime(2026, 1, 29, 15, 39, 7, tzinfo=UTC)


async def test_buckets_and_objects_are_listed_as_the_cli_prints_them(room: Room) -> None:
    room.aws.says = lambda _: {"Buckets": [{"Name": "one", "CreationDate": _THEN}]}
    assert "2026-01-29 15:39:07 one" in (await room.ask("s3 ls")).text
    room.aws.says = lambda _: {
        "CommonPrefixes": [{"Prefix": "logs/2026/"}],
        "Contents": [{"Key": "logs/a.txt", "LastModified": _THEN, "Size": 2048}],
    }
    answer = await room.ask("s3 ls s3://one/logs/ --human-readable --summarize")
    assert answer.message.blocks[1] == Code(
        text="                           PRE 2026/\n2026-01-29 15:39:07    2.0 KiB a.txt\n\n"
        "Total Objects: 1\n   Total Size: 2.0 KiB",
        fold=True,
    )
    assert "@aws s3 ls s3://one/logs/ --human-readable --summarize" in answer.text
    whole = await room.ask("s3 ls s3://one/logs/ --recursive")
    assert "      2048 logs/a.txt" in whole.text
    room.aws.says = lambda _: {}
    assert "There is nothing." in (await room.ask("s3 ls s3://empty")).text


async def test_the_next_page_of_s3_ls_is_one_too(room: Room) -> None:
    room.aws.says = lambda _: Outcome(
        account="1" * 12,
        region="r",
        answer={"Contents": [{"Key": "a", "LastModified": _THEN, "Size": 1}]},
        items=(1, 1),
        next_token="t",
    )
    first = await room.ask("s3 ls s3://one")
    second = await room.pressed(first, "page")
    assert "2026-01-29 15:39:07          1 a" in second.text
    assert room.aws.asked[1].starting_token == "t"


async def test_a_bucket_is_made_after_a_yes_in_the_channels_region(room: Room) -> None:
    question = await room.ask("s3 mb s3://new")
    assert "s3:CreateBucket" in question.text
    await room.pressed(question, "run")
    (asked,) = room.aws.asked
    assert asked.parameters["CreateBucketConfiguration"] == {"LocationConstraint": "ap-northeast-2"}


def _event(number: int, message: str = "") -> dict[str, Any]:
    at = int(_THEN.timestamp() * 1000) + number
    return {"eventId": f"e{number}", "timestamp": at, "logStreamName": "s", "message": message or f"line {number}\n"}


async def test_a_log_is_printed_oldest_first(room: Room) -> None:
    room.aws.says = lambda _: {"events": [_event(2), _event(1)], "searchedLogStreams": []}
    answer = await room.ask("logs tail /aws/lambda/f --format short")
    assert answer.message.blocks[1] == Code(text="2026-01-29 15:39:07 line 1\n2026-01-29 15:39:07 line 2", fold=True)
    room.aws.says = lambda _: {"events": [_event(1, '{"a": 1}')]}
    assert '2026-01-29 15:39:07 s {\n    "a": 1\n}' in (await room.ask("logs tail g --format json")).text
    room.aws.says = lambda _: {"events": [_event(n) for n in range(250)]}
    assert "The latest 200 of 250 lines." in (await room.ask("logs tail g")).text


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch, room: Room) -> None:
    monkeypatch.setattr(tails, "PAUSE", 0.01)
    room.answer.jobs.pause = 0.02


@pytest.mark.usefixtures("_quick")
async def test_a_log_is_followed_in_one_message_until_stop(room: Room) -> None:
    shown = 0

    def says(command: Command) -> dict[str, Any]:
        nonlocal shown
        shown += 1
        return {"events": [_event(n) for n in range(1, min(shown, 4))]}

    room.aws.says = says
    await room.say("logs tail /aws/lambda/f --follow --format short")
    said = await room.until(lambda said: any("line 3" in one.text for one in said))
    assert "Following the log for @minji" in said[-1].text
    assert said[-1].text.count("line 1") == 1
    assert {one.id for one in said} == {said[0].id}
    assert "Only the person who asked" in await room.press(said[-1], "stop", user="jun")
    assert await room.press(said[-1], "stop") == ""
    await room.idle()
    last = (await room.all())[-1]
    assert "Stopped following the log." in last.text
    assert "line 3" in last.text
    assert last.message.actions == ()


@pytest.mark.usefixtures("_quick")
async def test_following_ends_by_itself_and_when_aws_refuses(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tails, "SECONDS", 1.5)
    room.aws.says = lambda _: {"events": [_event(1)]}
    await room.say("logs tail g --follow")
    await room.until(lambda said: any("Followed the log" in one.text for one in said))
    room.aws.says = lambda _: AwsRefused("ResourceNotFoundException", "no such group")
    await room.say("logs tail g --follow")
    await room.until(lambda said: any("ResourceNotFoundException" in one.text for one in said))
