"""From a signed SNS post to a message in Slack: how many a second, how soon, and whether any is lost by kill -9.

    python bench/intake.py [--quick] [--events N] [--rate R] [--channels N] [--store URL] [--backlog N]
    python bench/intake.py --postgres [--replicas N] [--quick] [--events N] [--channels N]

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
from pathlib import Path

import uvloop

from parts.backlog import backlog
from parts.children import Child, start_bellhop, start_part, write_config
from parts.flood import Bench, flood, latency, line, until_posted
from parts.load import TOPIC, Load, make_key, make_posts
from parts.postgres import start_postgres
from parts.wire import ask

_IDLE = 10.0


async def main() -> None:
    options = _options()
    key, pem = make_key()
    with tempfile.TemporaryDirectory(prefix="bellhop-bench-") as name:
        folder = Path(name)
        (folder / "cert.pem").write_bytes(pem)
        recorder = start_part("recorder.py", str(folder / "cert.pem"), "0")
        try:
            url = f"http://127.0.0.1:{recorder.port}/bench.pem"
            posts = make_posts(key, options.events + options.backlog, options.channels, url)
            store = start_postgres() if options.postgres else options.store or f"sqlite:///{folder / 'bellhop.db'}"
            write_config(folder, recorder.port, options.channels, TOPIC, store)
            bench = Bench(folder=folder, posts=posts, recorder=recorder, channels=options.channels, store=store)
            if options.postgres:
                await _replicas(bench, options.replicas)
            else:
                await _measure(bench, options.rate, options.backlog)
        finally:
            recorder.stop()


async def _measure(bench: Bench, rate: float, backlog_of: int) -> None:
    third = (len(bench.posts) - backlog_of) // 3
    first, second, third_ = (range(start, start + third) for start in (0, third, 2 * third))
    few = second[: int(min(20 * 4, third / 2))]
    floor_child = start_part(
        "floor.py", str(bench.folder / "floor.db"), str(bench.recorder.port), str(bench.folder / "cert.pem")
    )
    floor = await flood(bench, [floor_child], first)
    floor_waits = await latency(bench, floor_child, few, 20)
    floor_child.stop()
    began = time.monotonic()
    child = start_bellhop(bench.folder)
    ready = time.monotonic() - began
    idle = await _idle(child)
    mine = await flood(bench, [child], first)
    line("floor", str(floor))
    line("Bellhop", f"{mine}  (accepted at {mine.accepted:.0f}/s)")
    time_ratio = mine.microseconds / floor.microseconds
    line("ratio to the floor", f"{mine.rate / floor.rate:7.2f} of its rate, {time_ratio:.2f} of its processor time")
    waits = await latency(bench, child, few, 20)
    line("floor at 20/s", str(floor_waits))
    line("Bellhop at 20/s", f"{waits}; {waits.half - floor_waits.half:+.1f} ms to the floor's p50")
    load = rate or round(0.8 * mine.rate)
    line(f"at {load:.0f}/s", str(await latency(bench, child, second[third // 2 :], load)))
    line("process", f"ready in {ready:.2f} s, {idle:.2f} % of a core idle, {child.resident:.0f} MiB now")
    if backlog_of:
        # Posts that were sent before would be repeats, which tell nothing.
        await backlog(bench, child, range(len(bench.posts) - backlog_of, len(bench.posts)), mine.accepted)
        child.stop()
    else:
        await _crash(bench, child, third_)


async def _idle(child: Child) -> float:
    """Percent of a core that it uses when nothing comes."""
    await asyncio.sleep(2)
    used = child.cpu
    await asyncio.sleep(_IDLE)
    return (child.cpu - used) / _IDLE * 100


async def _replicas(bench: Bench, many: int) -> None:
    """So many processes on one PostgreSQL, each with a folder of its own; posts go to all of them alike."""
    children = [start_bellhop(bench.folder) for _ in range(many)]
    mine = await flood(bench, children, range(len(bench.posts)))
    line(
        f"{many} on PostgreSQL",
        f"{mine}, accepted at {mine.accepted:.0f}/s, {1e6 / mine.microseconds:.0f} events for each second of processor",
    )
    for child in children:
        child.stop()


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
    posted = await until_posted(bench, len(numbers))
    child.stop()
    events = Counter(event for event, _, _ in posted)
    deliveries = Counter(delivery for _, delivery, _ in posted)
    lost = [number for number in numbers if number not in events]
    line(
        "kill -9 in a flood",
        f"{len(survived)} acknowledged before it, {len(lost)} of {len(numbers)} lost,"
        f" {sum(many - 1 for many in events.values())} shown twice"
        f" ({sum(many - 1 for many in deliveries.values())} by delivery id),"
        f" all shown {max(moment for _, _, moment in posted) - began:.1f} s after the restart began",
    )
    if lost or len(posted) != len(numbers):
        raise SystemExit("events were lost or shown twice")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the events")
    parser.add_argument("--events", type=int, default=0, help="signed posts to make (default 15000; 1500 if quick)")
    parser.add_argument("--rate", type=float, default=0, help="events/s of the second latency figure; 0 = 80 %% load")
    parser.add_argument("--channels", type=int, default=64, help="Slack channels that share them")
    parser.add_argument("--store", default="", help="an SQLAlchemy URL instead of SQLite in a temporary folder")
    parser.add_argument("--backlog", type=int, default=0, help="accept so many with Slack down, then deliver them")
    parser.add_argument("--postgres", action="store_true", help="replicas on a PostgreSQL, instead of all else")
    parser.add_argument("--replicas", type=int, default=1, help="how many of them")
    options = parser.parse_args()
    options.events = options.events or (1500 if options.quick else 15000)
    return options


if __name__ == "__main__":
    uvloop.run(main())
