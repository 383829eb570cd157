"""kill -9 at random moments under load, with Slack in bad weather: nothing is lost and nothing is shown twice.

`BELLHOP_CRASHES=200 pytest tests/crash` kills that often, a few times otherwise.
"""

import asyncio
import itertools
import os
import random

import pytest

from .conftest import World, weather

CRASHES = int(os.environ.get("BELLHOP_CRASHES", "2"))
UNLUCKY = 0.04
AT_ONCE = 8


@pytest.mark.xdist_group("crash")
async def test_what_was_acknowledged_is_shown_exactly_once(world: World) -> None:
    world.slack.fail("chat.postMessage", *weather(100_000, UNLUCKY))
    world.slack.fail("conversations.history", *weather(100_000, UNLUCKY))
    numbers = itertools.count()
    crashed = asyncio.Event()

    async def send() -> None:
        while not crashed.is_set():
            await world.sns.send(next(numbers), world.replicas)
            await asyncio.sleep(random.random() * 0.1)

    async def crash() -> None:
        for _ in range(CRASHES):
            await world.acknowledged(random.randint(1, 60))
            await asyncio.sleep(random.random() * 0.05)
            replica = random.choice(world.replicas)
            await replica.kill()
            await replica.start()
        crashed.set()

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(send())
        group.create_task(crash())
    events = sorted(world.sns.acknowledged)
    shown = await world.shown(len(events), seconds=360)
    lost = [number for number in events if number not in shown]
    twice = {number: many for number, many in shown.items() if many > 1}
    assert (lost, twice) == ([], {}), await world.outbox()
    assert max(world.deliveries().values()) == 1
    for replica in world.replicas:
        await replica.stop()
