"""From a signed SNS post to a message in Slack: how many a second, how soon, and whether any is lost by kill -9.

    python bench/intake.py [--quick] [--events N] [--rate R] [--channels N] [--store URL]

Signed posts of CloudWatch alarms → `bellhop serve` in a process of its own (verified, committed, told, rendered,
delivered) → a recorder that stands for Slack. Everything is on loopback. The floor is `parts/floor.py`: one process
that does no more than verify, commit in groups, render one block and post, fed with the same posts in the same run.
The processor time per event is the figure that other work on the machine disturbs least.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import uvloop

from parts.children import Child, percentile, start_bellhop, start_part, write_config
from parts.load import TOPIC, Load, make_key, make_posts
from parts.wire import ask

_PATIENCE = 60.0


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
    """What a flood of posts came to."""

    rate: float
    microseconds: float
    resident: float

    def __str__(self) -> str:
        return f"{self.rate:7.0f} events/s, {self.microseconds:6.0f} µs of processor an event"


async def main() -> None:
    options = _options()
    key, pem = make_key()
    with tempfile.TemporaryDirectory(prefix="bellhop-bench-") as name:
        folder = Path(name)
        (folder / "cert.pem").write_bytes(pem)
        recorder = start_part("recorder.py", str(folder / "cert.pem"), "0")
        try:
            url = f"http://127.0.0.1:{recorder.port}/bench.pem"
            posts = make_posts(key, options.events, options.channels, url)
            store = options.store or f"sqlite:///{folder / 'bellhop.db'}"
            write_config(folder, recorder.port, options.channels, TOPIC, store)
            bench = Bench(folder=folder, posts=posts, recorder=recorder, channels=options.channels, store=store)
            await _measure(bench, options.rate)
        finally:
            recorder.stop()


async def _measure(bench: Bench, rate: float) -> None:
    third = len(bench.posts) // 3
    first, second, third_ = (range(start, start + third) for start in (0, third, 2 * third))
    floor_child = start_part(
        "floor.py", str(bench.folder / "floor.db"), str(bench.recorder.port), str(bench.folder / "cert.pem")
    )
    floor = await _flood(bench, floor_child, first)
    floor_child.stop()
    began = time.monotonic()
    child = start_bellhop(bench.folder)
    ready = time.monotonic() - began
    flood = await _flood(bench, child, first)
    _line("floor", str(floor))
    _line("Bellhop", f"{flood}  {flood.resident:.0f} MiB, ready in {ready:.2f} s")
    time_ratio = flood.microseconds / floor.microseconds
    _line("ratio to the floor", f"{flood.rate / floor.rate:7.2f} of its rate, {time_ratio:.2f} of its processor time")
    await _latency(bench, child, second[: int(min(20 * 4, third / 2))], 20)
    load = rate or round(0.8 * flood.rate)
    await _latency(bench, child, second[third // 2 :], load)
    await _crash(bench, child, third_)


async def _flood(bench: Bench, child: Child, numbers: Sequence[int]) -> Flood:
    await ask(bench.recorder.port, "/forget")
    load = Load(child.port, bench.posts)
    await load.flood(numbers[:50])  # certificate, caches, connections
    await _until_posted(bench, 50)
    began, used = time.monotonic(), child.cpu
    await load.flood(numbers[50:])
    posted = await _until_posted(bench, len(numbers))
    last = max(moment for _, _, moment in posted)
    many = len(numbers) - 50
    return Flood(
        rate=many / (last - began),
        microseconds=(child.cpu - used) / many * 1e6,
        resident=child.resident,
    )


async def _latency(bench: Bench, child: Child, numbers: Sequence[int], rate: float) -> None:
    await ask(bench.recorder.port, "/forget")
    load = Load(child.port, bench.posts)
    await load.stream(numbers, rate)
    posted = await _until_posted(bench, len(numbers))
    waits = [(moment - load.sent[event]) * 1000 for event, _, moment in posted]
    _line(
        f"at {rate:.0f} events/s",
        f"post to message p50 {percentile(waits, 0.5):.1f} ms, p99 {percentile(waits, 0.99):.1f} ms"
        f"  ({len(numbers)} events, {load.refused} refused)",
    )


async def _crash(bench: Bench, child: Child, numbers: Sequence[int]) -> None:
    """Kills the process in the middle of a flood, starts it again, sends what was not acknowledged, as SNS would."""
    await ask(bench.recorder.port, "/forget")
    load = Load(child.port, bench.posts)
    flood = asyncio.create_task(load.flood(numbers))
    enough = random.randint(len(numbers) // 4, len(numbers) // 2)
    while len(load.acknowledged) < enough and not flood.done():  # noqa: ASYNC110  # the moment of the kill is to be random
        await asyncio.sleep(0.001)
    child.kill()
    await flood
    survived = set(load.acknowledged)
    began = time.monotonic()
    child = start_bellhop(bench.folder)
    again = Load(child.port, bench.posts)
    await again.flood([number for number in numbers if number not in survived])
    posted = await _until_posted(bench, len(numbers))
    child.stop()
    events = Counter(event for event, _, _ in posted)
    deliveries = Counter(delivery for _, delivery, _ in posted)
    lost = [number for number in numbers if number not in events]
    _line(
        "kill -9 in a flood",
        f"{len(survived)} acknowledged before it, {len(lost)} of {len(numbers)} lost,"
        f" {sum(many - 1 for many in events.values())} shown twice"
        f" ({sum(many - 1 for many in deliveries.values())} by delivery id),"
        f" all shown {max(moment for _, _, moment in posted) - began:.1f} s after the restart began",
    )
    if lost or len(posted) != len(numbers):
        raise SystemExit("events were lost or shown twice")


async def _until_posted(bench: Bench, count: int) -> list[tuple[int, str, float]]:
    deadline = time.monotonic() + _PATIENCE
    while cast("int", await ask(bench.recorder.port, "/count")) < count:
        if time.monotonic() > deadline:
            break
        await asyncio.sleep(0.02)
    return cast("list[tuple[int, str, float]]", await ask(bench.recorder.port, "/report"))


def _line(name: str, text: str) -> None:
    print(f"{name:>20}: {text}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the events")
    parser.add_argument("--events", type=int, default=0, help="signed posts to make (default 15000; 1500 if quick)")
    parser.add_argument("--rate", type=float, default=0, help="events/s of the second latency figure; 0 = 80 %% load")
    parser.add_argument("--channels", type=int, default=64, help="Slack channels that share them")
    parser.add_argument("--store", default="", help="an SQLAlchemy URL instead of SQLite in a temporary folder")
    options = parser.parse_args()
    options.events = options.events or (1500 if options.quick else 15000)
    return options


if __name__ == "__main__":
    uvloop.run(main())
