"""AWS's ids of the requests that a thread makes: with one of them CloudTrail, and AWS's support, find the call."""

from __future__ import annotations

import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

MOST = 20
"""Ids that are kept of one command; a list of many pages has no more."""

_here = threading.local()
_registering = threading.Lock()


@contextmanager
def requests_of(client: Any) -> Generator[list[str]]:
    """The ids of the requests that this thread makes with a client, as they come in; twenty at most.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/get-request-ids.html
    """
    with _registering:  # the registry of a client is shared, and registering twice under one id does nothing
        client.meta.events.register("after-call", _note, unique_id="bellhop-requests")
    found: list[str] = []
    _here.found = found
    try:
        yield found
    finally:
        del _here.found


def _note(parsed: Mapping[str, Any], **_: Any) -> None:
    found: list[str] | None = getattr(_here, "found", None)
    name = str(parsed.get("ResponseMetadata", {}).get("RequestId", ""))
    if found is not None and name and name not in found and len(found) < MOST:
        found.append(name)
