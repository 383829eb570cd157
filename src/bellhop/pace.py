"""`Pace`: how fast messages may follow one another in a channel."""

from __future__ import annotations

import asyncio


class Pace:
    """A token bucket: a burst at once, then one message each `every` seconds.

    Args:
        every: seconds between messages; 0 = as fast as they come.
        burst: how many may go at once after a rest.
    """

    def __init__(self, every: float, burst: int = 5) -> None:
        self._every = every
        self._burst = burst
        self._next = 0.0

    async def turn(self) -> None:
        """Waits until the next message may go."""
        if not self._every:
            return
        now = asyncio.get_running_loop().time()
        start = self._earliest(now)
        self._next = start + self._every
        if start > now:
            await asyncio.sleep(start - now)

    def may_go(self) -> bool:
        """Whether one more may go now; if so, it counts as gone. Never waits."""
        now = asyncio.get_running_loop().time()
        start = self._earliest(now)
        if start > now:
            return False
        self._next = start + self._every
        return True

    def _earliest(self, now: float) -> float:
        return max(self._next, now - self._every * (self._burst - 1))
