"""A command in a channel: at once, asked first, denied; never twice, never silent."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bellhop.channel import Channel
from bellhop.command import Command
from bellhop.errors import AwsRefused
from bellhop.store import Store
from bellhop.store.tables import audit, questions

from .conftest import Aws, Room, always, open_room

INVOKE = "lambda invoke --function-name one"


async def test_a_read_only_command_is_answered_beneath_what_was_said(room: Room) -> None:
    room.aws.says = lambda _: {"Functions": [{"FunctionName": "one"}]}
    answer = await room.ask("@aws lambda list-functions", thread="77")
    assert answer.under == "77"
    assert "FunctionName: one" in answer.text
    assert "@minji I ran the read-only command in account 123456789012:" in answer.text
    (record,) = await room.records()
    assert (record.operation, record.verdict, record.outcome) == ("ListFunctions", "allow", "ok")


async def test_a_command_that_changes_something_runs_once_after_its_askers_yes(room: Room) -> None:
    question = await room.ask(INVOKE)
    assert room.aws.asked == []
    assert [one.label for one in question.message.actions] == ["Run command", "Add optional parameters", "Cancel"]
    assert "This is @minji's question" in await room.press(question, "run", user="eve")
    answer = await room.pressed(question, "run")
    assert answer.replaces == question.id
    assert "answered already" in await room.press(question, "run")
    assert "answered already" in await room.press(question, "cancel")
    await room.idle()
    assert [command.operation for command in room.aws.asked] == ["Invoke"]


async def test_two_replicas_answer_a_question_once(room: Room, channel: Channel) -> None:
    other = open_room(room.store, channel, room.aws)
    question = await room.ask(INVOKE)
    notices = await asyncio.gather(*(one.press(question, "run") for one in (room, other, room, other)))
    await room.idle()
    await other.idle()
    assert sorted(notices)[:1] == [""]
    assert len([notice for notice in notices if "answered already" in notice]) == 3
    assert len(room.aws.asked) == 1


async def test_two_deliveries_of_one_message_run_once_on_any_replica(room: Room, channel: Channel) -> None:
    other = open_room(room.store, channel, room.aws)
    same = "6a0f7f3c-0000-4000-8000-000000000001"
    await asyncio.gather(*(one.say("lambda list-functions", same=same) for one in (room, other, room, other)))
    await other.idle()
    assert len(await room.idle()) == 1
    assert len(room.aws.asked) == 1


@pytest.mark.parametrize("text", ["help", "lambda lst-functions", "lambda get-function", "sts get-session-token"])
async def test_what_is_no_command_is_answered_once_too(room: Room, text: str) -> None:
    same = "6a0f7f3c-0000-4000-8000-000000000002"
    await room.say(text, same=same)
    await room.idle()
    await room.say(text, same=same)
    assert len(await room.idle()) == 1


async def test_cancel(room: Room) -> None:
    question = await room.ask(INVOKE)
    answer = await room.pressed(question, "cancel")
    assert answer.message.title == "@minji cancelled the command."
    assert answer.replaces == question.id
    await room.idle()
    assert room.aws.asked == []
    assert (await room.records())[0].outcome == "cancelled"


async def test_a_question_expires(room: Room) -> None:
    question = await room.ask(INVOKE)
    past = datetime.now(UTC) - timedelta(seconds=1)
    await room.store.write(lambda c: c.execute(update(questions).values(expires=past)))
    assert "expired" in await room.press(question, "run")
    assert room.aws.asked == []


async def test_what_is_denied_by_the_time_of_the_yes_does_not_run(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    question = await room.ask(INVOKE)
    monkeypatch.setattr("bellhop.guardrails.hands_out_secrets", always)
    answer = await room.pressed(question, "run")
    assert "I may not run" in answer.text
    assert "it became one" in answer.text
    await room.idle()
    assert room.aws.asked == []


async def test_the_record_is_written_before_the_command_runs(room: Room) -> None:
    room.aws.gate = asyncio.Event()
    await room.say("lambda list-functions")
    deadline = asyncio.get_running_loop().time() + 10
    while not room.aws.asked and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.01)
    (record,) = await room.records()
    assert (record.text, record.outcome, record.finished) == ("lambda list-functions", "", None)


async def test_a_crash_between_the_record_and_the_run_leaves_the_record(store: Store, channel: Channel) -> None:
    class Crashing(Aws):
        async def run(self, command: Command, **_: object) -> object:  # type: ignore[override]
            raise KeyError("a mistake of ours")

    room = open_room(store, channel, Crashing())
    await room.say("lambda list-functions")
    (sorry,) = await room.idle()
    (record,) = await room.records()
    assert record.service == "lambda"
    assert record.outcome == "failed"
    assert record.id in sorry.text


async def test_too_many_at_once_are_refused_and_say_so(room: Room) -> None:
    room.aws.gate = asyncio.Event()
    for _ in range(5):
        await room.say("lambda list-functions")
    deadline = asyncio.get_running_loop().time() + 10
    while len(room.aws.asked) < 5 and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.01)
    for _ in range(100):
        await room.say("lambda list-functions")
    refused = await room.ask("lambda list-functions")
    assert "5 of your commands are running and 100 wait already" in refused.text
    assert len(room.aws.asked) == 5
    other = await room.store.read(lambda c: c.execute(audit.select().where(audit.c.outcome == "too-many")).all())
    assert len(other) == 1
    await room.say("lambda list-functions", user="jun")
    while len(room.aws.asked) < 6:
        await asyncio.sleep(0.01)
    room.aws.gate.set()
    assert len(await room.idle()) == 107


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("hello, how are you?", "help"),
        ("", "I run AWS commands"),
        ("lambda lst-functions", "list-functions"),
        ("sts get-session-token", "secrets stay out of chat"),
        ("ec2 describe-instances | grep x", "shell"),
        ('lambda list-functions --query "', "isn't closed"),
        ("x" * 9000, "too long"),
    ],
)
async def test_unknown_text_is_answered_with_what_helps(room: Room, text: str, wanted: str) -> None:
    assert wanted in (await room.ask(text)).text
    assert room.aws.asked == []


async def test_a_switched_off_channel_says_how_to_switch_it_on(room: Room) -> None:
    answer = await room.ask("lambda list-functions", channel="quiet")
    assert "commands: true" in answer.text
    assert room.aws.asked == []


async def test_aws_refusals_and_our_own_mistakes_are_told(room: Room) -> None:
    room.aws.says = lambda _: AwsRefused("Throttling", "Rate exceeded", fix="wait a little")
    assert "AWS refused: Throttling" in (await room.ask("lambda list-functions")).text
    room.aws.says = lambda _: ZeroDivisionError()
    assert "Something went wrong on my side" in (await room.ask("lambda list-functions")).text


async def test_secrets_never_reach_the_record(room: Room) -> None:
    await room.ask(
        "rds create-db-instance --db-instance-identifier x --db-instance-class y --engine z "
        "--master-user-password hunter2222"
    )
    await room.ask("alias create x rds modify-db-instance --master-user-password hunter2222")
    assert "hunter2222" not in "".join(record.text for record in await room.records())


async def test_the_same_in_korean(room: Room) -> None:
    answer = await room.ask("lambda list-functions", channel="ko")
    assert "읽기 전용" in answer.text
