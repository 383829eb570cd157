"""`bellhop demo` as a child process: a whole AWS, Bellhop and its console."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

READY = 90


@dataclass(frozen=True)
class Demo:
    console: str
    token: str
    aws_endpoint: str
    region: str
    channel: str
    bucket: str


@pytest_asyncio.fixture(loop_scope="session")
async def demo() -> AsyncIterator[Demo]:
    """What `bellhop demo --json` says when it is ready; it must end by itself when it is told to."""
    command = (sys.executable, "-m", "bellhop", "demo", "--json", "--port", "0", "--no-browser")
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert child.stdout is not None
    try:
        line = await asyncio.wait_for(child.stdout.readline(), READY)
        assert line, "the demo ended before it was ready"
        yield Demo(**json.loads(line))
    finally:
        if child.returncode is None:
            child.terminate()
        try:
            await asyncio.wait_for(child.communicate(), 20)
        except TimeoutError:
            child.kill()
            await child.communicate()
            pytest.fail("the demo did not end within 20 s of SIGTERM")
