"""A yes to a question: forged, replayed, another channel's, late, or several at once on replicas of either database."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bellhop.channel import Channel
from bellhop.command import Press
from bellhop.store import Store
from bellhop.store.tables import questions

from .conftest import Aws, Room, open_room

INVOKE = "lambda invoke --function-name one"


@pytest.fixture
async def replicas(store_url: str, channel: Channel) -> AsyncIterator[list[Room]]:
    """Three replicas, each with connections of its own, on one database and one AWS."""
    aws, rooms = Aws(), list[Room]()
    for _ in range(3):
        store = Store(store_url)
        store.open()
        rooms.append(open_room(store, channel, aws))
    yield rooms
    for room in rooms:
        await room.answer.stop()
        room.store.close()


async def test_clicks_on_several_replicas_run_it_once(replicas: list[Room]) -> None:
    first = replicas[0]
    for count in range(1, 6):
        question = await first.ask(INVOKE)
        notices = await asyncio.gather(*(room.press(question, "run") for room in replicas * 3))
        for room in replicas:
            await room.idle()
        assert notices.count("") == 1
        assert len(first.aws.asked) == count


async def test_a_yes_and_a_no_at_once_are_one_answer(replicas: list[Room]) -> None:
    first, second, _ = replicas
    for _ in range(5):
        before = len(first.aws.asked)
        question = await first.ask(INVOKE)
        notices = await asyncio.gather(first.press(question, "run"), second.press(question, "cancel"))
        said = await first.idle() + await second.idle()
        assert notices.count("") == 1
        cancelled = notices[1] == ""
        assert len(first.aws.asked) - before == (0 if cancelled else 1)
        assert said


@pytest.mark.parametrize(
    "value",
    ["", "x", "00000000-0000-4000-8000-000000000000", "{id} ", " {id}", "{id}'--", "%", "{ID}", "{id}\n", "x" * 5000],
)
async def test_a_forged_token_is_none(replicas: list[Room], value: str) -> None:
    room = replicas[0]
    question = await room.ask(INVOKE)
    id_ = question.value("run")
    forged = value.replace("{id}", id_).replace("{ID}", id_.upper() + "0")
    assert "question" in await room.press(question, "run", value=forged)
    await room.idle()
    assert room.aws.asked == []
    assert await room.press(question, "run") == ""


@pytest.mark.parametrize("channel_name", ["ko", "quiet", "nowhere"])
async def test_another_channel_answers_nothing(replicas: list[Room], channel_name: str) -> None:
    room = replicas[0]
    question = await room.ask(INVOKE)
    id_ = question.value("run")
    press = Press(
        channel=channel_name, user="minji", name="minji", action="run", value=id_, message=question.id, thread="1"
    )
    await room.answer.press(press)
    await room.idle()
    assert room.aws.asked == []


async def test_a_late_or_replayed_yes_runs_nothing(replicas: list[Room]) -> None:
    first, second, third = replicas
    question = await first.ask(INVOKE)
    await first.press(question, "run")
    await first.idle()
    assert all(await asyncio.gather(*(room.press(question, "run") for room in replicas)))
    late = await first.ask(INVOKE)
    past = datetime.now(UTC) - timedelta(seconds=1)
    await second.store.write(lambda c: c.execute(update(questions).values(expires=past)))
    assert "expired" in await third.press(late, "run")
    for room in replicas:
        await room.idle()
    assert len(first.aws.asked) == 1
