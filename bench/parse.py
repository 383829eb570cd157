"""How long it takes to understand a command: warm, as the first of its service, from eight threads; in how much room.

    python bench/parse.py [--quick]

The commands are those that are typed every day, and for each service the operations that need nothing. They are
parsed from text as a chat hands it over to a `Command` that is checked against its operation's model, with the compiled
models. The floor is `shlex.split` of the same text: what splitting it into words costs alone. Times are the thread's
own of the processor, which other work on the machine disturbs least.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from platformdirs import user_cache_path

from bellhop.command import Command
from bellhop.syntax import Grammar
from bellhop.syntax.compile import compiled
from bellhop.syntax.models import Models
from parts.children import percentile
from parts.commands import USUAL, of_every_service

_THREADS = 8
_ROUNDS = 3_000


def main() -> None:
    options = _options()
    folder = user_cache_path("bellhop")
    compiled(folder)
    if options.room:
        print(json.dumps(_room(folder, json.load(sys.stdin))))
        return
    grammar = Grammar(Models(folder))
    every = of_every_service(grammar)
    _warm(grammar, 40 if options.quick else 400)
    _first(folder, every)
    _threads(grammar, every, _ROUNDS // 10 if options.quick else _ROUNDS)
    child = [sys.executable, __file__, "--room"]
    done = subprocess.run(child, input=json.dumps(every), capture_output=True, text=True, check=True)
    room = json.loads(done.stdout)
    _line(
        f"{len(every)} services used",
        f"{room['after'] - room['before']:.1f} MiB more than before the first, {room['after']:.0f} MiB resident in all",
    )


def _warm(grammar: Grammar, rounds: int) -> None:
    for text in USUAL:
        grammar.parse(text)
    floor = [_microseconds(lambda text=text: shlex.split(text)) for _ in range(rounds) for text in USUAL]
    took = [_microseconds(lambda text=text: grammar.parse(text)) for _ in range(rounds) for text in USUAL]
    _line("floor (shlex.split)", f"p50 {statistics.median(floor):7.1f} µs, p99 {percentile(floor, 0.99):7.1f} µs")
    _line(
        "warm", f"p50 {statistics.median(took):7.1f} µs, p99 {percentile(took, 0.99):7.1f} µs  ({len(took)} commands)"
    )
    _line("ratio to the floor", f"{statistics.median(took) / statistics.median(floor):.2f}")


def _first(folder: Path, every: Sequence[str]) -> None:
    """The first command of every service, each with a grammar that has seen nothing of it."""
    grammar = Grammar(Models(folder))
    grammar.parse("sts get-caller-identity")  # opens the file
    took = [_microseconds(lambda text=text: grammar.parse(text)) for text in every]
    _line(
        "first of a service",
        f"p50 {statistics.median(took):7.1f} µs, p99 {percentile(took, 0.99):7.1f} µs  ({len(took)} services)",
    )


def _threads(grammar: Grammar, every: Sequence[str], rounds: int) -> None:
    """Every thread parses its own texts; each answer must be the one that a single thread gets."""
    texts = [*USUAL, *random.Random(7).sample(every, 100)]
    wanted = {text: grammar.parse(text) for text in texts}

    def work(number: int) -> int:
        order = random.Random(number)
        return sum(_differs(grammar, text, wanted) for text in (order.choice(texts) for _ in range(rounds)))

    began = time.monotonic()
    with ThreadPoolExecutor(_THREADS) as pool:
        mixed = sum(pool.map(work, range(_THREADS)))
    many = _THREADS * rounds
    _line(f"{_THREADS} threads", f"{many} commands, {mixed} mixed up, {many / (time.monotonic() - began):.0f} a second")
    if mixed:
        raise SystemExit("commands were mixed up")


def _differs(grammar: Grammar, text: str, wanted: dict[str, Command]) -> bool:
    return grammar.parse(text) != wanted[text]


def _room(folder: Path, texts: Sequence[str]) -> dict[str, float]:
    grammar = Grammar(Models(folder))
    grammar.parse("sts get-caller-identity")  # opens the file
    gc.collect()
    before = _resident()
    for text in texts:
        grammar.parse(text)
    gc.collect()
    return {"before": before, "after": _resident()}


def _resident() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _microseconds(work: Callable[[], object]) -> float:
    began = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - began) / 1000


def _line(name: str, text: str) -> None:
    print(f"{name:>22}: {text}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the commands")
    parser.add_argument("--room", action="store_true", help="only print what memory the services take, as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    main()
