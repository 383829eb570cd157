"""What runs behind everything else while the agent does: loops that never stay dead, and the models' first build."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from platformdirs import user_cache_path

from bellhop.syntax.database import file_in

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def running(name: str, run: Callable[[], Awaitable[None]]) -> AsyncGenerator[None]:
    """Keeps a loop running: one that fails is logged and started again, never left dead."""

    async def forever() -> None:
        while True:
            try:
                await run()
            except Exception:  # noqa: BLE001  # whatever it was, the loop must go on
                _log.exception("app.loop_failed", loop=name)
                await asyncio.sleep(1)

    task = asyncio.create_task(forever(), name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


@asynccontextmanager
async def compiling_models() -> AsyncGenerator[None]:
    """Has AWS's models compiled by a process of its own, behind everything else; done already after the first start."""
    if file_in(user_cache_path("bellhop")).exists():
        yield
        return
    words = (sys.executable, "-m", "bellhop", "models", "build", "--quiet", "--nice", "--attached")
    # Its standard input ends with this process, however that ends: a kill is not to leave it behind.
    pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=nowhere)
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
