"""What takes long goes on in the background: told, cancelled, interrupted."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bellhop.channel import Channel
from bellhop.store import Store
from bellhop.store.chat_tables import jobs

from .conftest import Aws, Room, open_room


@pytest.fixture
def slow(store: Store, channel: Channel) -> Room:
    room = open_room(store, channel, Aws(gate=asyncio.Event()), patience=0.05)
    room.answer.jobs.pause = 0.02
    return room


def gate(room: Room) -> asyncio.Event:
    assert room.aws.gate
    return room.aws.gate


async def test_a_long_command_goes_on_and_its_end_is_told(slow: Room) -> None:
    going = await slow.ask("lambda list-functions")
    assert going.message.title == "Still running for @minji …"
    assert "[Cancel]" in going.text
    gate(slow).set()
    said = await slow.idle()
    assert [one.message.title.split(" ")[0] for one in said] == ["Still", "Ended", "@minji"]
    assert said[1].replaces == going.id
    assert said[2].under == "1"
    assert (await slow.records())[0].outcome == "ok"


async def test_a_confirmed_one_too_and_its_question_is_replaced(slow: Room) -> None:
    question = await slow.ask("lambda invoke --function-name one")
    going = await slow.pressed(question, "run")
    assert going.replaces == question.id
    gate(slow).set()
    said = await slow.idle()
    assert said[-1].replaces == ""
    assert "I ran the command" in said[-1].text


async def test_cancel_lets_go_of_aws_and_only_the_asker_may(slow: Room) -> None:
    going = await slow.ask("lambda wait function-active --function-name f")
    assert "Only the person who asked" in await slow.press(going, "stop", user="eve")
    cancelled = await slow.pressed(going, "stop")
    assert cancelled.message.title.startswith("Cancelled after")
    assert cancelled.replaces == going.id
    said = await slow.idle()
    assert len(said) == 2
    assert slow.aws.let_go == 1
    assert "ended already" in await slow.press(going, "stop")
    assert (await slow.records())[0].outcome == "cancelled"


async def test_another_replica_can_cancel(slow: Room, channel: Channel) -> None:
    going = await slow.ask("lambda list-functions")
    other = open_room(slow.store, channel, slow.aws)
    assert await other.press(going, "stop") == ""
    await slow.idle()
    assert slow.aws.let_go == 1


async def test_there_are_so_many_jobs_a_person_and_no_more(slow: Room) -> None:
    for _ in range(3):
        await slow.ask("lambda list-functions")
    refused = await slow.ask("lambda list-functions")
    assert "3 commands are in the background already" in refused.text
    assert slow.aws.let_go == 1
    gate(slow).set()
    await slow.idle()


async def test_an_orderly_stop_tells_whoever_waits(slow: Room) -> None:
    await slow.ask("lambda list-functions")
    await slow.answer.stop()
    said = await slow.all()
    assert "a restart of mine interrupted this command" in said[-1].text
    assert slow.aws.let_go == 1


async def test_what_a_crash_left_is_told_once_by_whoever_comes_next(slow: Room, channel: Channel) -> None:
    await slow.ask("lambda list-functions")
    gate(slow).set()
    await slow.idle()
    past = datetime.now(UTC) - timedelta(minutes=2)
    await slow.store.write(lambda c: c.execute(update(jobs).values(state="running", beat=past)))
    replicas = [open_room(slow.store, channel, Aws()) for _ in range(2)]
    before = len(await slow.all())
    await asyncio.gather(*(one.answer.tick(datetime.now(UTC)) for one in replicas))
    said = (await slow.all())[before:]
    assert [one.message.title for one in said if "interrupted" in one.text] == [
        "@minji, a restart of mine interrupted this command."
    ]


async def test_a_job_that_lives_is_left_alone(slow: Room, channel: Channel) -> None:
    await slow.ask("lambda list-functions")
    other = open_room(slow.store, channel, Aws())
    await other.answer.tick(datetime.now(UTC))
    assert len(await slow.all()) == 1
    gate(slow).set()
    await slow.idle()
