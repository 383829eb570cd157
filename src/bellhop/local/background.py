"""Work that an API call sets off but must not wait for."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger(__name__)


class Background:
    """A pool of threads and timers; what fails in it is logged, never lost in a future."""

    def __init__(self, threads: int = 8) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="local-aws")
        self._timers: set[threading.Timer] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def submit(self, what: str, work: Callable[[], None]) -> None:
        """Run `work` soon in another thread; `what` names it in the log if it fails."""
        with self._lock:
            if not self._stopped:
                self._pool.submit(_guarded, what, work)

    def later(self, seconds: float, what: str, work: Callable[[], None]) -> None:
        """Run `work` in another thread after `seconds`, unless this is stopped before."""

        def fire() -> None:
            with self._lock:
                self._timers.discard(timer)
            self.submit(what, work)

        timer = threading.Timer(seconds, fire)
        timer.daemon = True
        with self._lock:
            if self._stopped:
                return
            self._timers.add(timer)
            timer.start()

    def stop(self) -> None:
        """Cancel what has not begun and wait for what has."""
        with self._lock:
            self._stopped = True
            timers = list(self._timers)
        for timer in timers:
            timer.cancel()
        for timer in timers:
            timer.join()
        self._pool.shutdown(wait=True, cancel_futures=True)


def _guarded(what: str, work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        log.exception("a side effect failed", what=what)
