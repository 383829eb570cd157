"""Runs that take time are followed: how far, their end, why they failed; again after a restart; never twice."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import jmespath
import pytest

from bellhop.channel import Channel
from bellhop.command import Command
from bellhop.errors import AwsRefused
from bellhop.following import RUNS
from bellhop.following.sight import parameters, seen

from .conftest import GRAMMAR, Aws, Room, Said, open_room

START = "ssm start-automation-execution --document-name AWS-RestartEC2Instance"


class Runbook:
    """A runbook with two steps."""

    def __init__(self) -> None:
        self.state, self.done, self.why = "InProgress", 0, ""

    def __call__(self, command: Command) -> Any:
        if command.operation == "StartAutomationExecution":
            return {"AutomationExecutionId": "73c8eef8-f4ee-4a05-820c-e354fEXAMPLE"}
        steps = [
            {"StepName": name, "StepStatus": "Success" if n < self.done else "InProgress"}
            for n, name in enumerate("ab")
        ]
        told = {"AutomationExecutionStatus": self.state, "StepExecutions": steps, "FailureMessage": self.why}
        return {"AutomationExecution": told}


@pytest.fixture
def runbook(room: Room) -> Runbook:
    room.aws.says = runbook = Runbook()
    return runbook


async def begin(room: Room) -> None:
    await room.pressed(await room.ask(START), "run")
    await room.idle()


async def later(room: Room, seconds: float) -> list[Said]:
    before = len(await room.all())
    await room.answer.tick(datetime.now(UTC) + timedelta(seconds=seconds))
    return (await room.idle())[before:]


async def test_progress_is_told_in_place_and_the_end_beneath(room: Room, runbook: Runbook) -> None:
    await begin(room)
    assert await later(room, 0) == []
    (going,) = await later(room, 5)
    assert going.message.title == "The runbook is under way: InProgress"
    assert "0 of 2" in going.text
    assert "[Stop following]" in going.text
    assert await later(room, 12) == []
    runbook.done = 1
    (on,) = await later(room, 20)
    assert on.replaces == going.id
    assert "1 of 2" in on.text
    runbook.state, runbook.done = "Success", 2
    end, closed = await later(room, 30)
    assert end.message.title == "@minji, the runbook ended well: Success"
    assert "[Show steps]" in end.text
    assert not end.replaces
    assert end.under == "1"
    assert closed.replaces == going.id
    assert await later(room, 60) == []


async def test_a_failure_has_its_reason(room: Room, runbook: Runbook) -> None:
    await begin(room)
    runbook.state, runbook.why = "Failed", "the instance is gone"
    (end,) = await later(room, 5)
    assert "failed: Failed" in end.message.title
    assert "the instance is gone" in end.text


async def test_following_stops_at_its_button_and_after_an_hour(room: Room, runbook: Runbook) -> None:
    await begin(room)
    (going,) = await later(room, 5)
    stopped = await room.pressed(going, "unfollow")
    assert "it goes on in AWS" in stopped.text
    assert "don't follow" in await room.press(going, "unfollow")
    assert await later(room, 60) == []
    await begin(room)
    assert "goes on after 1 h; I stop following it" in (await later(room, 3700))[0].text


async def test_another_replica_goes_on_and_only_one_looks(room: Room, runbook: Runbook, channel: Channel) -> None:
    await begin(room)
    replicas = [open_room(room.store, channel, Aws(says=runbook)) for _ in range(2)]
    now = datetime.now(UTC) + timedelta(seconds=5)
    await asyncio.gather(*(one.answer.tick(now) for one in replicas))
    for one in replicas:
        await one.idle()
    assert sum(len(one.aws.asked) for one in replicas) == 1


async def test_whoever_may_not_look_reads_no_more_than_the_answer(room: Room, runbook: Runbook) -> None:
    await begin(room)
    room.aws.says = lambda _: AwsRefused("AccessDeniedException", "no")
    assert await later(room, 5) == []
    assert await later(room, 60) == []


async def test_a_deleted_stack_is_gone(room: Room) -> None:
    room.aws.says = lambda _: {}
    await room.pressed(await room.ask("cloudformation delete-stack --stack-name s"), "run")
    await room.idle()
    room.aws.says = lambda _: AwsRefused("ValidationError", "Stack with id s does not exist")
    (end,) = await later(room, 5)
    assert "the stack ended well: DELETE_COMPLETE" in end.message.title


@pytest.mark.parametrize("start", RUNS)
def test_every_row_names_what_there_is(start: str) -> None:
    run = RUNS[start]
    service, operation = start.split(":")
    known = [GRAMMAR.models.verbs(service), GRAMMAR.models.verbs(run.look[0])]
    assert operation.lower() in {verb.replace("-", "") for verb in known[0]}
    assert run.look[1] in known[1]
    options = {option.name.replace("-", "").lower() for option in GRAMMAR.options(*run.look)}
    assert {name.replace("-", "").lower() for name in run.asks} <= options
    for path in (run.state, *run.asks.values(), *filter(None, (*run.count, run.now, run.why))):
        jmespath.compile(path)
    for way in run.ways:
        assert way.words[1] in GRAMMAR.models.verbs(way.words[0])


def test_several_machines_end_together() -> None:
    run = RUNS["ec2:StartInstances"]
    asked = parameters(run, {"InstanceIds": ["i-1", "i-2"]}, {})
    states = [{"State": {"Name": name}} for name in ("running", "pending")]
    sight = seen(run, asked, {"Reservations": [{"Instances": states}]})
    assert (sight.state, sight.done, sight.ended) == ("running, pending", (1, 2), False)
