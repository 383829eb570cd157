"""A backlog: accepted while Slack takes nothing, then delivered; what the two cost in time and memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from parts.children import Child
from parts.flood import Bench, line, until_posted
from parts.load import Load
from parts.wire import ask


async def backlog(bench: Bench, child: Child, numbers: Sequence[int], accepted: float) -> None:
    """Accepts everything with Slack down, then drains it.

    Args:
        bench: whose posts.
        child: Bellhop.
        numbers: of posts that were not sent before.
        accepted: events/s that are accepted with Slack up, in the same run.
    """
    await ask(bench.recorder.port, "/forget")
    await ask(bench.recorder.port, "/down")
    load = Load(child.port, bench.posts)
    before, began = child.resident, time.monotonic()
    await load.flood(numbers)
    rate = len(load.acknowledged) / (time.monotonic() - began)
    full = child.resident
    line("Slack down", f"{rate:.0f} events/s accepted, {rate / accepted:.2f} of what is accepted with Slack up")
    await ask(bench.recorder.port, "/up")
    began, highest = time.monotonic(), full
    draining = asyncio.create_task(until_posted(bench, len(load.acknowledged)))
    while not draining.done():
        highest = max(highest, child.resident)
        await asyncio.wait({draining}, timeout=0.25)
    posted = draining.result()
    drained = len(posted) / (max(moment for _, _, moment in posted) - began)
    line(
        f"backlog of {len(load.acknowledged)}",
        f"{drained:.0f} events/s drained, {len(load.acknowledged) - len({event for event, _, _ in posted})} lost;"
        f" {before:.0f} MiB before, {full:.0f} when full, {highest:.0f} at most",
    )
