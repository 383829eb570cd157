"""Approvals: commands that run only after others said yes, once, in one thread, with their asker's rights."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select, update

from bellhop.answer import Answer
from bellhop.command import Ask, Verdict
from bellhop.config import load_config
from bellhop.errands import Errands
from bellhop.guards import read_guards
from bellhop.store import Store
from bellhop.store.approvals import approvals
from bellhop.store.chat_tables import schedules, trail

from .conftest import GRAMMAR, Aws, Room, Said

RULE: dict[str, Any] = {"name": "queues", "actions": ["sqs:Purge*"], "approvers": ["sre", "jun"], "needs": 2}
ALL = [{"policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}}]
SETTINGS: dict[str, Any] = {
    "channels": {"ops": {"platform": "web", "region": "us-east-1", "guardrails": ALL}},
    "groups": {"sre": ["hana", "sora"], "others": ["sora"]},
    "users": {"jun": {"web": "jun"}},
}
PURGE = "sqs purge-queue --queue-url https://sqs.us-east-1.amazonaws.com/111122223333/jobs"


def open_room(store: Store, folder: Path, rule: dict[str, Any], **channel: Any) -> Room:
    file = folder / "bellhop.yaml"
    ops = {**SETTINGS["channels"]["ops"], **channel}
    file.write_text(yaml.safe_dump({**SETTINGS, "channels": {"ops": ops}, "approvals": [rule] if rule else []}))
    config, aws = load_config(file), Aws()
    errands = Errands(GRAMMAR, aws, aws, read_guards(config, lambda _, __: ""))  # type: ignore[arg-type]  # stand-ins
    channels = config.build_channels()
    return Room(store=store, aws=aws, answer=Answer(store, channels, errands, lambda: None), channels=channels)


@pytest.fixture
async def room(store: Store, tmp_path: Path) -> AsyncIterator[Room]:
    room = open_room(store, tmp_path, RULE)
    yield room
    await room.answer.stop()


async def requested(room: Room, why: str = "the jobs are poisoned") -> Said:
    """minji asks for a purge, and for its approval."""
    question = await room.ask(PURGE)
    before = len(await room.all())
    assert await room.press(question, "run", text=why) == ""
    return (await room.until(lambda said: len(said) == before + 2))[-1]


async def newest(room: Room, at: Said) -> str:
    """What stands in a message's place now."""
    return [one.text for one in await room.idle() if one.id == at.id][-1]


async def test_the_question_says_who_may_approve_and_wants_a_reason(room: Room) -> None:
    question = await room.ask(PURGE)
    assert "This command needs approval:" in question.text
    assert "Who may approve: 2 of sre, jun (not whoever asks)" in question.text
    assert "it needs approval, by “queues” (bellhop.yaml, line 2)" in question.text
    assert "Say why first" in await room.press(question, "run")
    assert question.message.entry is not None
    assert room.aws.asked == []


async def test_it_runs_after_two_agreed_and_says_who(room: Room) -> None:
    request = await requested(room)
    assert "@minji asks for approval: 2 more needed." in request.text
    assert "Why: the jobs are poisoned" in request.text
    assert "Needs: sqs:PurgeQueue" in request.text
    assert "On: arn:aws:sqs:us-east-1:" in request.text
    assert [one.name for one in request.message.mentions] == ["hana", "sora", "jun"]
    assert await room.press(request, "approve", user="hana", text="looks right") == ""
    told = await newest(room, request)
    assert "1 more needed" in told
    assert "✓ @hana approved" in told
    assert "looks right" in told
    assert room.aws.asked == []
    assert "You approved this already" in await room.press(request, "approve", user="hana")
    assert await room.press(request, "approve", user="jun") == ""
    said = await room.until(lambda said: any("I ran" in one.text for one in said))
    assert "Approved: I run @minji's command." in await newest(room, request)
    answer = next(one for one in said if "I ran" in one.text)
    assert answer.under == "1"
    assert "Approved by @hana (looks right), @jun." in answer.text
    assert room.aws.users == ["bellhop-web-minji"]
    assert "approved already, by @hana, @jun" in await room.press(request, "approve", user="sora")


async def test_the_audit_trail_names_asker_approvers_and_reasons(room: Room) -> None:
    request = await requested(room)
    await room.press(request, "approve", user="hana", text="looks right")
    await room.press(request, "approve", user="jun")
    await room.until(lambda said: any("I ran" in one.text for one in said))
    await room.idle()
    rows = await room.store.read(lambda c: c.execute(select(trail.c.body).order_by(trail.c.id)).scalars().all())
    records = [json.loads(row) for row in rows]
    told = [(one["says"], one["user"], one["why"]) for one in records if one["event"] == "approval"]
    wanted = [("asked", "minji", "the jobs are poisoned"), ("approves", "hana", "looks right"), ("approves", "jun", "")]
    assert told == wanted
    (record,) = await room.records()
    assert (record.verdict, record.outcome) == (Verdict.APPROVE, "ok")


async def test_nobody_approves_their_own_request_or_one_that_is_not_theirs_to_approve(room: Room) -> None:
    request = await requested(room)
    assert "Nobody approves their own" in await room.press(request, "approve")
    assert "Only 2 of sre, jun" in await room.press(request, "approve", user="eve")
    assert "Only @minji may withdraw" in await room.press(request, "withdraw", user="eve")
    assert room.aws.asked == []


async def test_one_no_is_the_end(room: Room) -> None:
    request = await requested(room)
    await room.press(request, "approve", user="hana")
    await room.press(request, "deny", user="sora", text="not on a Friday")
    said = await room.idle()
    assert "Denied: @minji's command does not run." in await newest(room, request)
    assert "✗ @sora denied" in said[-1].text
    assert "not on a Friday" in said[-1].text
    assert "denied already, by @sora" in await room.press(request, "approve", user="jun")
    assert room.aws.asked == []
    assert (await room.records())[0].outcome == "denied"


async def test_two_clicks_on_two_replicas_run_it_once(room: Room, store: Store, tmp_path: Path) -> None:
    other = open_room(store, tmp_path, RULE)
    request = await requested(room)
    await room.press(request, "approve", user="hana")
    await asyncio.gather(*(one.press(request, "approve", user=who) for one in (room, other) for who in ("jun", "sora")))
    await room.until(lambda said: any("I ran" in one.text for one in said))
    await room.idle()
    await other.idle()
    assert len(room.aws.asked) + len(other.aws.asked) == 1


async def test_words_do_what_buttons_do(room: Room) -> None:
    await room.ask(PURGE)
    assert "Say why" in (await room.ask("because")).text
    before = len(await room.all())
    await room.say("because the jobs are poisoned")
    request = (await room.until(lambda said: len(said) == before + 2))[-1]
    assert "Why: the jobs are poisoned" in request.text
    assert "the jobs are poisoned" in (await room.ask("approvals")).text
    await room.say("approve looks right", user="hana")
    await room.until(lambda said: "1 more needed" in said[-1].text)
    await room.say(f"approve {request.value('approve')[:8]} go", user="sora")
    said = await room.until(lambda said: any("I ran" in one.text for one in said))
    assert "Approved by @hana (looks right), @sora (go)." in next(one.text for one in said if "I ran" in one.text)
    assert "Nothing waits for approval" in (await room.ask("approvals")).text
    assert "which request" in (await room.ask("approve", user="hana")).text


async def test_rights_are_those_of_the_moment_it_runs(room: Room, store: Store, tmp_path: Path) -> None:
    request = await requested(room)
    await room.press(request, "approve", user="hana")
    stricter = open_room(store, tmp_path, RULE, guardrails=["read-only"])
    await stricter.press(request, "approve", user="jun")
    assert "the request is void" in await newest(stricter, request)
    assert stricter.aws.asked == []


async def test_who_may_approve_is_asked_at_the_end_too(room: Room, store: Store, tmp_path: Path) -> None:
    request = await requested(room)
    await room.press(request, "approve", user="hana")
    later = open_room(store, tmp_path, {**RULE, "approvers": ["jun", "others"]})
    await later.press(request, "approve", user="jun")
    assert "1 more needed" in await newest(later, request)
    assert later.aws.asked == []


async def test_reminders_come_ever_more_seldom_and_only_to_those_who_have_not_answered(room: Room) -> None:
    request = await requested(room)
    await room.press(request, "approve", user="hana")
    now = datetime.now(UTC)
    before = len(await room.idle())
    await room.answer.tick(now + timedelta(minutes=14))
    assert len(await room.idle()) == before
    for minutes in (16, 17, 47):
        await room.answer.tick(now + timedelta(minutes=minutes))
    told = (await room.idle())[before:]
    assert len(told) == 2
    assert "still waits: 1 more needed" in told[0].text
    assert [one.name for one in told[0].message.mentions] == ["sora", "jun"]
    assert told[0].under == "1"


async def test_it_expires_and_both_are_told(room: Room) -> None:
    request = await requested(room)
    await room.store.write(lambda c: c.execute(update(approvals).values(expires=datetime.now(UTC))))
    assert "expired" in await room.press(request, "approve", user="hana")
    now = datetime.now(UTC) + timedelta(seconds=1)
    await room.answer.tick(now)
    await room.answer.tick(now)
    said = await room.idle()
    assert "@minji's request has expired." in await newest(room, request)
    assert [one.name for one in said[-1].message.mentions] == ["minji"]
    assert sum("has expired" in one.text for one in said) == 2


async def test_it_ends_when_its_asker_takes_it_back_or_edits_their_words(room: Room) -> None:
    request = await requested(room)
    await room.press(request, "withdraw")
    assert "@minji took the request back." in await newest(room, request)
    again = await requested(room)
    ask = Ask(id=again.value("approve"), channel="ops", user="minji", name="minji", text="", thread="1")
    await room.answer.edited(ask)
    assert "edited the message" in await newest(room, again)
    assert "ended already" in await room.press(again, "approve", user="hana")


async def test_a_scheduled_command_asks_each_time(room: Room) -> None:
    question = await room.ask(f'schedule "every day 09:00" {PURGE}')
    await room.pressed(question, "schedule")
    for _ in range(2):
        now = datetime.now(UTC)
        await room.store.write(lambda c, now=now: c.execute(update(schedules).values(due=now)))
        before = len(await room.idle())
        await room.answer.tick(now + timedelta(seconds=1))
        said = await room.until(lambda said, b=before: len(said) > b)
        assert "asks for approval: 2 more needed" in said[-1].text
        assert "Why: Scheduled by @minji" in said[-1].text
    assert room.aws.asked == []


async def test_an_alias_is_asked_about_like_its_command(room: Room) -> None:
    await room.ask(f"alias create purge {PURGE}")
    question = await room.ask("run purge")
    assert "This command needs approval:" in question.text


async def test_in_korean(store: Store, tmp_path: Path) -> None:
    room = open_room(store, tmp_path, {**RULE, "reason": False}, locale="ko")
    request = await requested(room, "")
    assert "@minji 님이 승인을 요청했습니다. 2명이 더 필요합니다." in request.text
    await room.press(request, "approve", user="hana", text="좋습니다")
    assert "✓ @hana 승인" in await newest(room, request)
    await room.answer.stop()
