"""Carries out attacks in a process of its own that is watched, and says what went wrong: a line of JSON.

    python -m tests.attack.child FOLDER FIRST COUNT

Run by `test_attacks`. Nothing that an attack says or pushes may make this process open a file, read its environment,
start a program or connect to anything but the endpoint; and nothing may reach the endpoint that no policy allows.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path
from tests.attack.recipes import CHANGES, READS, Attack, Push, Say, attack
from tests.attack.watch import Watch
from tests.attack.world import CHANGING, Lane, Ran, World, forbidden, told

from bellhop.cli.explain import explain
from bellhop.config_sections import Log
from bellhop.logs import set_up_logging

CANARIES = ("canary-in-the-file", "canary-in-the-environment", "canary-key")
_LANES = 8
_SORRY = "Something went wrong on my side"


async def main(folder: Path, numbers: range) -> dict[str, Any]:
    file = folder / "outside" / "canary.txt"
    file.parent.mkdir()
    file.write_text(CANARIES[0])
    os.environ["CANARY"] = CANARIES[1]
    set_up_logging(Log(format="json"))
    data = folder / "data"
    data.mkdir()
    world = World(data)
    lanes = [Lane(world, str(number), file) for number in range(_LANES)]
    await _warm(lanes)
    watch = Watch(world.endpoint.port, data, user_cache_path("bellhop"))
    watch.begin()
    wrong: list[str] = []
    waiting, started = iter(numbers), time.monotonic()
    await asyncio.gather(*(_attacked(world, lane, waiting, wrong) for lane in lanes))
    took = time.monotonic() - started
    for lane in lanes:
        await lane.close()
    known = frozenset[str]().union(*(lane.sessions for lane in lanes))
    wrong += [
        f"nobody's request: {asked}" for asked in world.endpoint.asked if asked.role and asked.session not in known
    ]
    wrong += [
        f"a canary in a request: {raw!r}" for raw in world.endpoint.raw if _has_canary(raw.decode(errors="replace"))
    ]
    return {
        "attacks": len(numbers),
        "commands": sum(attack(number).commands for number in numbers),
        "kinds": Counter(attack(number).kind for number in numbers),
        "ran": len(world.caller.ran),
        "requests": Counter(asked.operation for asked in world.endpoint.asked),
        "seconds": round(took, 1),
        "noticed": sorted(set(watch.noticed)),
        "wrong": wrong,
    }


async def _warm(lanes: list[Lane]) -> None:
    """Everything is imported, and every usual service's client is made, before the watch begins."""
    for lane in lanes[:1]:
        for text in (*READS, *CHANGES, "help", "alias list", "support create-case", "hello"):
            await lane.carry_out(Attack(number=-1, kind="", steps=(Say(text=text), Push(name="run"))))


async def _attacked(world: World, lane: Lane, waiting: Iterator[int], wrong: list[str]) -> None:
    for number in waiting:
        one = attack(number)
        asked, ran = len(world.endpoint.asked), len(world.caller.ran)
        try:
            await lane.carry_out(one)
        except Exception as error:  # noqa: BLE001  # whatever it is, people would have seen nothing
            wrong.append(f"{one}: {error!r}")
        wrong.extend(f"{one}: {why}" for why in _judged(world, lane, one, asked, ran))


def _judged(world: World, lane: Lane, one: Attack, asked: int, ran: int) -> Iterator[str]:
    """What an attack came to that it should not have."""
    requests = [found for found in world.endpoint.asked[asked:] if found.session in lane.sessions]
    yield from (f"reached AWS: {found}" for found in requests if forbidden(found))
    changes = [found for found in requests if found.operation in CHANGING]
    if len(changes) > one.licence:
        yield f"{len(changes)} changes, not {one.licence}"
    mine = [found for found in world.caller.ran[ran:] if found.session in lane.sessions]
    yield from (why for found in mine if (why := _unexplained(world, found)))
    said = told([message for _, message in lane.heard]) + "\n".join(lane.notices)
    if _SORRY in said:
        yield "something went wrong"
    if _has_canary(said):
        yield f"a canary in an answer: {said}"
    if not said.strip():
        yield "nobody was answered"


def _unexplained(world: World, ran: Ran) -> str:
    """Why a command that ran should not have, going by what `bellhop explain` says of its words."""
    channel = next(
        one for one in world.channels for role in (one.role, *(a.role for a in one.accounts)) if role == ran.role
    )
    here = channel.at(ran.command.account)
    person = ran.session.removeprefix("bellhop-web-")
    told_ = explain(world.grammar, ran.command.text, world.guards, here, person)
    if not told_["ok"]:
        return f"{ran.command.text!r} ran, and explain says {told_['error']}"
    if told_["decision"] not in {"allow", "confirm"}:
        return f"{ran.command.text!r} ran, and explain says {told_['because']}"
    given = {name: value for name, value in ran.command.parameters.items() if name != "LogType"}
    if told_["operation"] != ran.command.operation or told_["parameters"].keys() != given.keys():
        return f"{ran.command.text!r} ran as {ran.command}, and explain says {told_}"
    return ""


def _has_canary(text: str) -> bool:
    return any(canary in text for canary in CANARIES)


if __name__ == "__main__":
    where, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    result = asyncio.run(main(where, range(first, first + count)))
    sys.stdout.write(json.dumps(result, ensure_ascii=True) + "\n")
