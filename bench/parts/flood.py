"""A flood of posts, and what it came to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from parts.children import Child, percentile
from parts.load import Load
from parts.wire import ask

_PATIENCE = 60.0
_WARM = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What all measurements share."""

    folder: Path
    posts: Sequence[bytes]
    recorder: Child
    channels: int
    store: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """What a flood of posts came to: events a second accepted and delivered, processor for each, MiB held after it."""

    accepted: float
    rate: float
    microseconds: float
    resident: float

    def __str__(self) -> str:
        return f"{self.rate:7.0f} events/s, {self.microseconds:6.0f} µs of processor an event"


async def flood(bench: Bench, children: Sequence[Child], numbers: Sequence[int]) -> Flood:
    """Posts to all replicas alike, as fast as they take it, until everything is delivered."""
    await ask(bench.recorder.port, "/forget")
    loads = [Load(child.port, bench.posts) for child in children]
    parts = [numbers[_WARM + place :: len(loads)] for place in range(len(loads))]
    for place, load in enumerate(loads):
        await load.flood(numbers[place : _WARM : len(loads)])  # certificate, caches, connections
    await until_posted(bench, _WARM)
    began, used = time.monotonic(), sum(child.cpu for child in children)
    await asyncio.gather(*(load.flood(part, 64 // len(loads)) for load, part in zip(loads, parts, strict=True)))
    accepted = time.monotonic()
    posted = await until_posted(bench, len(numbers))
    last = max(moment for _, _, moment in posted)
    many = len(numbers) - _WARM
    return Flood(
        accepted=many / (accepted - began),
        rate=many / (last - began),
        microseconds=(sum(child.cpu for child in children) - used) / many * 1e6,
        resident=max(child.resident for child in children),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Milliseconds from a post to its message."""

    half: float
    most: float
    count: int
    refused: int

    def __str__(self) -> str:
        return f"p50 {self.half:5.1f} ms, p99 {self.most:5.1f} ms  ({self.count} events, {self.refused} refused)"


async def latency(bench: Bench, child: Child, numbers: Sequence[int], rate: float) -> Waits:
    """Posts at a rate, whether or not they are answered in time."""
    await ask(bench.recorder.port, "/forget")
    load = Load(child.port, bench.posts)
    await load.stream(numbers, rate)
    posted = await until_posted(bench, len(numbers))
    waits = [(moment - load.sent[event]) * 1000 for event, _, moment in posted]
    return Waits(half=percentile(waits, 0.5), most=percentile(waits, 0.99), count=len(numbers), refused=load.refused)


async def until_posted(bench: Bench, count: int, patience: float = _PATIENCE) -> list[tuple[int, str, float]]:
    """What was posted, once that is so much or nothing more has come for a while."""
    seen, deadline = 0, time.monotonic() + patience
    while (now := cast("int", await ask(bench.recorder.port, "/count"))) < count:
        if now > seen:
            seen, deadline = now, time.monotonic() + patience
        if time.monotonic() > deadline:
            break
        await asyncio.sleep(0.02)
    return cast("list[tuple[int, str, float]]", await ask(bench.recorder.port, "/report"))


def line(name: str, text: str) -> None:
    """Prints a figure."""
    print(f"{name:>20}: {text}", flush=True)
