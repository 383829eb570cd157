"""The database goes away under load and comes back: 503 meanwhile, nothing is lost, nothing is shown twice."""

import asyncio
import itertools
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from tests.postgres import Postgres
from tests.pretend.slack import PretendSlack

from .conftest import Sns, World, running


@pytest.fixture
async def world(sns: Sns, slack: PretendSlack, postgres: Postgres, tmp_path: Path) -> AsyncIterator[World]:
    async with running(sns, slack, postgres.new_database(), tmp_path, replicas=1) as world:
        yield world


@pytest.mark.xdist_group("crash")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["restarted", "crashed"])
async def test_postgresql_restarts_under_load(world: World, postgres: Postgres, how: signal.Signals) -> None:
    (replica,) = world.replicas
    numbers = itertools.count()
    enough = asyncio.Event()

    async def send() -> None:
        while not enough.is_set():
            await world.sns.send(next(numbers), world.replicas)

    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(send())
        await world.acknowledged(30)
        await asyncio.to_thread(postgres.stop, how)
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{replica.url}/sns", data=world.sns.message(999)) as late,
        ):
            assert late.status == 503
        await asyncio.to_thread(postgres.start)
        await world.acknowledged(30)
        enough.set()
    shown = await world.shown(len(world.sns.acknowledged), seconds=30)
    assert shown.keys() == world.sns.acknowledged
    assert set(shown.values()) == {1}
    await replica.stop()
