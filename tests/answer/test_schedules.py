"""Commands at set times, and watching until something is so."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bellhop.builtins import watch
from bellhop.channel import Channel
from bellhop.errors import AwsRefused
from bellhop.store.chat_tables import schedules

from .conftest import Room, always, open_room

DAILY = 'schedule "every day 09:00" lambda list-functions'


async def due(room: Room, ago: timedelta = timedelta(seconds=1)) -> datetime:
    """Lets everything that is scheduled be due."""
    now = datetime.now(UTC)
    await room.store.write(lambda c: c.execute(update(schedules).values(due=now - ago)))
    return now


async def test_a_command_runs_when_it_is_due_with_its_authors_name(room: Room) -> None:
    made = await room.ask(DAILY)
    assert "When: every day 09:00 (UTC)" in made.text
    now = await due(room)
    await room.answer.tick(now)
    answer = (await room.idle())[-1]
    assert answer.under == ""
    assert "@minji I ran the read-only command" in answer.text
    assert "Scheduled by @minji: every day 09:00" in answer.text
    assert room.aws.users == ["bellhop-web-minji"]
    await room.answer.tick(now)
    await room.idle()
    assert len(room.aws.asked) == 1


async def test_two_replicas_run_it_once(room: Room, channel: Channel) -> None:
    await room.ask(DAILY)
    other = open_room(room.store, channel, room.aws)
    now = await due(room)
    await asyncio.gather(room.answer.tick(now), other.answer.tick(now), room.answer.tick(now))
    await other.idle()
    await room.idle()
    assert len(room.aws.asked) == 1


async def test_what_was_missed_is_told_once_and_not_made_up_for(room: Room) -> None:
    await room.ask('schedule "every hour" lambda list-functions')
    now = await due(room, timedelta(hours=3, minutes=1))
    await room.answer.tick(now)
    await room.answer.tick(now)
    said = await room.idle()
    assert "missed a scheduled command, 4 time(s)" in said[-1].text
    assert len(said) == 2
    assert room.aws.asked == []


async def test_a_changing_one_is_confirmed_when_it_is_scheduled_by_its_author(room: Room) -> None:
    question = await room.ask('schedule "every weekday 19:00" lambda invoke --function-name one')
    assert "Shall it run each time without asking?" in question.text
    assert "Nothing is scheduled" in (await room.ask("schedule list")).text
    refused = await room.pressed(question, "schedule", user="eve")
    assert "Only the person who asked" in refused.text
    made = await room.pressed(question, "schedule")
    assert made.replaces == question.id
    assert "Scheduled." in made.text
    await room.answer.tick(await due(room))
    await room.idle()
    assert [one.operation for one in room.aws.asked] == ["Invoke"]


async def test_rights_are_those_of_the_moment_it_runs(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    await room.ask(DAILY)
    monkeypatch.setattr("bellhop.guardrails.hands_out_secrets", always)
    await room.answer.tick(await due(room))
    assert "I may not run" in (await room.idle())[-1].text
    assert room.aws.asked == []


async def test_an_alias_is_scheduled_as_what_it_is_now(room: Room) -> None:
    await room.ask("alias create fn lambda get-function --function-name $name")
    await room.ask('schedule "every day 09:00" run fn one')
    await room.ask("alias delete fn")
    await room.answer.tick(await due(room))
    await room.idle()
    assert room.aws.asked[0].parameters == {"FunctionName": "one"}


async def test_list_and_delete(room: Room) -> None:
    await room.ask(DAILY)
    listed = await room.ask("schedule list")
    assert "lambda list-functions" in listed.text
    gone = await room.pressed(listed, "schedule", "Delete")
    assert "is gone" in gone.text
    assert "Nothing is scheduled" in (await room.ask("schedule list")).text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('schedule "every day" lambda list-functions', "I can't tell when"),
        ('schedule "every day 09:00"', "Which command"),
        ('schedule "every day 09:00" status', "Only AWS commands"),
        ('schedule "every day 09:00" sts get-session-token', "I may not run"),
        ('schedule "every day 09:00" lambda get-function', "also needs --function-name"),
        ("schedule delete nothing", "no schedule"),
    ],
)
async def test_what_can_not_be_scheduled_says_why(room: Room, text: str, why: str) -> None:
    assert why in (await room.ask(text)).text


async def test_watch_looks_until_it_is_so(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "PAUSE", 0.01)
    states = iter(["Pending", "Pending", "Active"])
    room.aws.says = lambda _: {"Configuration": {"State": next(states)}}
    room.answer.jobs.pause = 0.02
    await room.say("watch lambda get-function --function-name f until \"Configuration.State == 'Active'\"")
    said = await room.idle()
    assert "it is so (look 3)" in said[-1].text
    assert "State: Active" in said[-1].text
    assert len(room.aws.asked) == 3


async def test_watch_can_be_cancelled(room: Room) -> None:
    room.answer.jobs.pause = 0.02
    going = await room.ask("watch lambda list-functions until Functions[5]")
    assert "watch lambda list-functions" in going.text
    await room.pressed(going, "stop")
    assert (await room.idle())[-1].message.title.startswith("Cancelled")


async def test_watch_ends_with_the_error(room: Room) -> None:
    room.aws.says = lambda _: AwsRefused("AccessDenied", "no")
    await room.say("watch lambda list-functions until Functions")
    assert "AccessDenied" in (await room.idle())[-1].text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("watch lambda list-functions", "until when"),
        ("watch until x", "until when"),
        ("watch lambda invoke --function-name f until StatusCode", "Only a command that may run at once"),
        ("watch lambda list-functions until [[", "--query"),
    ],
)
async def test_what_can_not_be_watched_says_why(room: Room, text: str, why: str) -> None:
    assert why in (await room.ask(text)).text
