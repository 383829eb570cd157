"""`logs tail --follow`: a log's latest lines in one message, which changes as they come, for five minutes."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import structs

from bellhop.answer.desk import Desk, Talk
from bellhop.errands import Errand
from bellhop.message import Code, Message, Text, Tone
from bellhop.showing.answer import echo
from bellhop.showing.own import log_blocks

SECONDS = 300.0
"""How long a log is followed."""

PAUSE = 3.0
_LINES = 100
_LATE = timedelta(seconds=60)
"""Events may turn up so much later than they happened; what was seen already is passed over."""


class Tail:
    """One log that is followed.

    Args:
        desk: runs the command, and keeps a record of each look.
        errand: `logs tail … --follow`, understood and decided.
        talk: who asked.
    """

    def __init__(self, desk: Desk, errand: Errand, talk: Talk) -> None:
        self._desk = desk
        self._errand = errand
        self._talk = talk
        self._seen: dict[str, None] = {}
        self._events: deque[Mapping[str, Any]] = deque(maxlen=_LINES)
        self._count = 0

    async def run(self) -> None:
        """Looks again and again; guardrails are asked each time.

        Raises:
            BellhopError: AWS refuses, or the command may not run any more.
        """
        until = asyncio.get_running_loop().time() + SECONDS
        errand = self._errand
        while True:
            began = datetime.now(UTC)
            outcome = await self._desk.look(errand, self._talk)
            for event in outcome.answer.get("events", ()):
                self._take(event)
            if asyncio.get_running_loop().time() + PAUSE > until:
                return
            await asyncio.sleep(PAUSE)
            start = max(self._errand.command.parameters["startTime"], int((began - _LATE).timestamp() * 1000))
            parameters = {**errand.command.parameters, "startTime": start}
            errand = replace(errand, command=replace(errand.command, parameters=parameters))

    def _take(self, event: Mapping[str, Any]) -> None:
        id_ = str(event.get("eventId") or (event.get("timestamp"), event.get("logStreamName"), event.get("message")))
        if id_ in self._seen:
            return
        self._seen[id_] = None
        while len(self._seen) > 20_000:
            del self._seen[next(iter(self._seen))]
        self._events.append(event)
        self._count += 1

    def glance(self, state: str) -> Message:
        """The lines as of now; `state` is `running`, `done`, `cancelled` or `interrupted`."""
        say, running = self._talk.reader.say, state == "running"
        titles = {
            "running": ("Following the log for @{name} …", "@{name} 님의 로그를 따라가는 중입니다 …"),
            "cancelled": ("Stopped following the log.", "로그 따라가기를 멈췄습니다."),
        }
        ended = ("Followed the log to its time's end.", "정해진 시간 동안 로그를 따라갔습니다.")
        told = say(
            "{count} events; the latest {shown} are shown. I stop after {limit}.",
            "이벤트 {count}개 중 최근 {shown}개입니다. {limit} 후에 멈춥니다.",
            count=self._count,
            shown=len(self._events),
            limit=self._talk.reader.duration(timedelta(seconds=SECONDS)),
        )
        blocks = log_blocks(list(self._events), self._errand.command.settings, self._talk.reader)
        # The newest lines are the ones to be read: none is folded away.
        blocks = tuple(structs.replace(block, fold=False) if isinstance(block, Code) else block for block in blocks)
        return Message(
            title=say(*titles.get(state, ended), name=self._talk.ask.name),
            tone=Tone.INFO,
            blocks=(Code(text=echo(self._errand.text)), *blocks, *([Text(text=told, small=True)] if running else [])),
        )
