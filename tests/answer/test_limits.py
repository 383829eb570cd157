"""How much people may ask for at once, what a channel used lately, and what both tell."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bellhop.answer.desk import Talk
from bellhop.answer.recent import SECONDS, RecentServices
from bellhop.answer.turns import Turns
from bellhop.channel import Channel
from bellhop.command import Access, Ask, Command, Decision, Verdict
from bellhop.errors import Busy
from bellhop.limits import Limits
from bellhop.store import Store
from bellhop.store.ledger import note_command

NONE = Limits(at_once=0, waiting=0, channel_at_once=0, per_minute=0, background=0, background_all=0)


def talk(user: str = "minji", locale: str = "en") -> Talk:
    ask = Ask(id="1", channel="ops", user=user, name=user, text="")
    return Talk(ask=ask, channel=Channel(name="ops", platform="web", locale=locale))


async def begin(turns: Turns, who: Talk, gate: asyncio.Event, running: list[str]) -> None:
    async with turns.turn(who):
        running.append(who.ask.user)
        await gate.wait()


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_channel_runs_so_many_at_once_whoever_asks() -> None:
    turns, gate, running = Turns(replace(NONE, channel_at_once=2)), asyncio.Event(), list[str]()
    tasks = [asyncio.create_task(begin(turns, talk(user), gate, running)) for user in ("a", "b", "c")]
    await settle()
    assert running == ["a", "b"]
    gate.set()
    await asyncio.gather(*tasks)
    assert running == ["a", "b", "c"]


async def test_a_person_waits_and_then_is_refused() -> None:
    turns, gate, running = Turns(replace(NONE, at_once=1, waiting=1)), asyncio.Event(), list[str]()
    tasks = [asyncio.create_task(begin(turns, talk(), gate, running)) for _ in range(2)]
    await settle()
    assert running == ["minji"]
    with pytest.raises(Busy, match="1 of your commands are running and 1 wait already"):
        await begin(turns, talk(), gate, running)
    with pytest.raises(Busy, match="명령 1개가 실행 중이고 1개가 기다리고"):
        await begin(turns, talk(locale="ko"), gate, running)
    gate.set()
    await asyncio.gather(*tasks, begin(turns, talk("jun"), gate, running))
    assert sorted(running) == ["jun", "minji", "minji"]


async def test_a_person_begins_so_many_a_minute() -> None:
    now = [0.0]
    turns = Turns(replace(NONE, per_minute=2), lambda: now[0])
    for _ in range(2):
        async with turns.turn(talk()):
            now[0] += 10
    with pytest.raises(Busy, match="You asked for 2 commands within a minute") as refused:
        async with turns.turn(talk()):
            pass
    assert refused.value.fix == "try again in 41 s"
    async with turns.turn(talk("jun")):
        now[0] += 40
    async with turns.turn(talk()):
        pass


async def test_what_a_channel_used_is_read_seldom_and_the_latest_comes_first(store: Store) -> None:
    allowed = Decision(verdict=Verdict.ALLOW, because="", access=Access.LIST, actions=())
    now = [0.0]
    recent = RecentServices(store, lambda: now[0])

    async def used(id_: str, service: str) -> None:
        ask = Ask(id=id_, channel="ops", user="u", name="u", text="")
        command = Command(service=service, operation="X", verb="x", parameters={})
        await store.write(lambda c: note_command(c, ask, "", command, allowed, datetime.now(UTC)))

    for number, service in enumerate(("lambda", "appsync", "lambda")):
        await used(str(number), service)
    assert await recent.of("ops") == ("lambda", "appsync")
    await used("9", "sqs")
    assert await recent.of("ops") == ("lambda", "appsync")
    now[0] += SECONDS
    assert await recent.of("ops") == ("sqs", "lambda", "appsync")
    assert await recent.of("other") == ()
