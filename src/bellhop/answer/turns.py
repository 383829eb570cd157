"""Turns: so many commands of a person and of a channel run at once, and a person begins so many a minute."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from bellhop.answer.desk import Talk
from bellhop.errors import Busy
from bellhop.limits import Limits

_MINUTE = 60.0


class Turns:
    """Lets commands run in turn; each replica counts for itself.

    Args:
        limits: how many may.
        now: a clock in seconds that never goes back.
    """

    def __init__(self, limits: Limits, now: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._now = now
        self._people = _Places(limits.at_once)
        self._channels = _Places(limits.channel_at_once)
        self._begun: dict[str, deque[float]] = {}

    @asynccontextmanager
    async def turn(self, talk: Talk) -> AsyncGenerator[None]:
        """Waits until few enough commands of this person and this channel run.

        Raises:
            Busy: too many wait already, or were begun within a minute; nothing runs.
        """
        user = talk.ask.user
        self._check_waiting(talk)
        self._check_pace(talk)
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._people.place(user))
            await stack.enter_async_context(self._channels.place(talk.ask.channel))
            yield

    def _check_waiting(self, talk: Talk) -> None:
        at_once, most = self._limits.at_once, self._limits.waiting
        asked = self._people.asked(talk.ask.user)
        if not at_once or not most or asked < at_once + most:
            return
        say = talk.reader.say
        raise Busy(
            say(
                "{running} of your commands are running and {waiting} wait already; I did not run this one.",
                "명령 {running}개가 실행 중이고 {waiting}개가 기다리고 있어 이 명령은 실행하지 않았습니다.",
                running=at_once,
                waiting=asked - at_once,
            ),
            fix=say("wait for some of them to end, or cancel one", "몇 개가 끝나기를 기다리거나 하나를 취소하세요"),
        )

    def _check_pace(self, talk: Talk) -> None:
        most, now = self._limits.per_minute, self._now()
        if not most:
            return
        self._begun = {user: times for user, times in self._begun.items() if times[-1] > now - _MINUTE}
        times = self._begun.setdefault(talk.ask.user, deque())
        while times and times[0] <= now - _MINUTE:
            times.popleft()
        if len(times) < most:
            times.append(now)
            return
        say, seconds = talk.reader.say, int(times[0] + _MINUTE - now) + 1
        raise Busy(
            say(
                "You asked for {count} commands within a minute; I did not run this one.",
                "1분 동안 명령을 {count}개 요청하여 이 명령은 실행하지 않았습니다.",
                count=most,
            ),
            fix=say("try again in {seconds} s", "{seconds}초 후에 다시 시도하세요", seconds=seconds),
        )


class _Places:
    """So many places for each name; who finds none waits. 0 = as many as are wanted."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._asked: Counter[str] = Counter()
        self._free: dict[str, asyncio.Semaphore] = {}

    def asked(self, name: str) -> int:
        """How many have a place or wait for one."""
        return self._asked[name]

    @asynccontextmanager
    async def place(self, name: str) -> AsyncGenerator[None]:
        if not self._most:
            yield
            return
        self._asked[name] += 1
        free = self._free.setdefault(name, asyncio.Semaphore(self._most))
        try:
            async with free:
                yield
        finally:
            self._asked[name] -= 1
            if not self._asked[name]:
                del self._asked[name], self._free[name]
