"""A question that can't be answered any more loses its buttons, and says why."""

import asyncio
from datetime import UTC, datetime, timedelta

from bellhop.command import Ask

from .conftest import Room, open_room

STOP = "ec2 stop-instances --instance-ids i-0123456789abcdef0"
LATER = timedelta(minutes=16)


async def test_a_question_that_nobody_answers_loses_its_buttons_and_can_be_asked_again(room: Room) -> None:
    question = await room.ask(STOP)
    before = len(await room.all())
    await room.answer.tick(datetime.now(UTC) + LATER)
    closed = await room.next(before)
    assert closed.replaces == question.id
    assert "@minji did not answer in time; nothing was run." in closed.text
    assert [action.label for action in closed.message.actions] == ["Ask again"]
    again = await room.pressed(closed, "say")
    assert {"run", "cancel"} < {action.name for action in again.message.actions}
    assert "expired" in await room.press(question, "run")
    assert [record.outcome for record in await room.records()] == ["expired", ""]
    assert room.aws.asked == []


async def test_it_is_told_once_however_many_replicas_look_at_the_clock(room: Room) -> None:
    await room.ask(STOP)
    before = len(await room.all())
    await asyncio.gather(*(room.answer.tick(datetime.now(UTC) + LATER) for _ in range(3)))
    assert len(await room.idle()) == before + 1


async def test_a_question_in_time_stays(room: Room) -> None:
    await room.ask(STOP)
    await room.answer.tick(datetime.now(UTC) + timedelta(minutes=14))
    assert len(await room.idle()) == 1


async def test_a_secret_is_not_put_on_the_button_that_asks_again(room: Room) -> None:
    await room.ask("rds modify-db-instance --db-instance-identifier db --master-user-password Tr0ub4dor")
    await room.answer.tick(datetime.now(UTC) + LATER)
    closed = (await room.idle())[-1]
    assert "Tr0ub4dor" not in closed.text
    assert closed.message.actions == ()


async def test_a_question_that_is_asked_anew_says_so_where_it_stood(room: Room) -> None:
    question = await room.ask(STOP)
    before = len(await room.all())
    await room.say("--dry-run")
    told = await room.until(lambda said: len(said) == before + 2)
    closed = next(one for one in told if one.replaces == question.id)
    assert "changed this command; the question below takes its place" in closed.text
    assert closed.message.actions == ()
    assert "took this one's place" in await room.press(question, "run")


async def test_editing_the_message_takes_its_question_back_and_runs_nothing(room: Room) -> None:
    id_ = await room.say(STOP)
    question = (await room.until(lambda said: len(said) == 1))[0]
    edited = Ask(id=id_, channel="ops", user="minji", name="minji", text="ec2 describe-instances", thread="1")
    await room.answer.edited(edited)
    closed = (await room.until(lambda said: len(said) == 2))[1]
    assert closed.replaces == question.id
    assert "edited the message" in closed.text
    assert "was edited" in await room.press(question, "run")
    await room.answer.edited(edited)
    assert len(await room.idle()) == 2
    assert room.aws.asked == []


async def test_editing_a_message_that_led_to_no_question_does_nothing(room: Room) -> None:
    await room.ask("sts get-caller-identity")
    asked, said = len(room.aws.asked), len(await room.all())
    await room.answer.edited(Ask(id="x", channel="ops", user="minji", name="minji", text="y", thread="1"))
    assert (len(room.aws.asked), len(await room.idle())) == (asked, said)


async def test_two_clicks_at_once_run_once(room: Room) -> None:
    question = await room.ask(STOP)
    notices = await asyncio.gather(*(room.press(question, "run") for _ in range(5)))
    assert sorted(notices)[:1] == [""]
    assert sum("answered already" in notice for notice in notices) == 4
    await room.idle()
    assert len(room.aws.asked) == 1


async def test_a_cancelled_question_says_who_cancelled_it_where_it_stood(room: Room) -> None:
    question = await room.ask(STOP)
    closed = await room.pressed(question, "cancel")
    assert (closed.replaces, closed.message.actions) == (question.id, ())
    assert "@minji" in closed.text
    assert "answered already" in await room.press(question, "run")


async def test_a_question_outlives_a_restart_and_is_answered_once(room: Room) -> None:
    question = await room.ask(STOP)
    await room.answer.stop()
    later = open_room(room.store, room.channels[0], room.aws)
    answer = await later.pressed(question, "run")
    assert answer.replaces == question.id
    assert len(room.aws.asked) == 1


async def test_a_question_that_expired_while_nothing_ran_is_closed_after_the_restart(room: Room) -> None:
    question = await room.ask(STOP)
    await room.answer.stop()
    later = open_room(room.store, room.channels[0], room.aws)
    before = len(await later.all())
    await later.answer.tick(datetime.now(UTC) + LATER)
    assert (await later.next(before)).replaces == question.id


async def test_whose_question_it_is_is_said_for_every_button(room: Room) -> None:
    question = await room.ask(STOP)
    for button in ("run", "cancel", "options"):
        assert "This is @minji's question" in await room.press(question, button, user="eve")


async def test_why_a_question_is_void_is_said_in_korean(room: Room) -> None:
    await room.ask(STOP, channel="ko")
    await room.answer.tick(datetime.now(UTC) + LATER)
    closed = (await room.idle())[-1]
    assert "@minji 님이 제때 답하지 않아 실행하지 않았습니다." in closed.text
    assert closed.message.actions[0].label == "다시 묻기"
