"""A thread's deadline, after which botocore sends nothing more, not even another attempt.

Without it a Lambda function that runs longer than the time-out would be invoked again by botocore's retries.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

_here = threading.local()
_registering = threading.Lock()


class TooLate(Exception):
    """The deadline passed before the request was sent."""


def remaining() -> float:
    """Seconds until this thread's deadline; infinite without one, none once it was told to let go."""
    let_go: threading.Event | None = getattr(_here, "let_go", None)
    if let_go is not None and let_go.is_set():
        return 0.0
    return getattr(_here, "deadline", float("inf")) - time.monotonic()


@contextmanager
def deadline(client: Any, seconds: float, let_go: threading.Event | None = None) -> Generator[None]:
    """Let this thread send requests with a client for so many seconds, and none later, nor after it shall let go.

    https://boto3.amazonaws.com/v1/documentation/api/latest/guide/events.html
    """
    with _registering:  # the registry of a client is shared, and registering twice under one id does nothing
        client.meta.events.register("before-send", _check, unique_id="bellhop-deadline")
    _here.deadline, _here.let_go = time.monotonic() + seconds, let_go
    try:
        yield
    finally:
        del _here.deadline, _here.let_go


def _check(**_: Any) -> None:
    if remaining() <= 0:
        raise TooLate
