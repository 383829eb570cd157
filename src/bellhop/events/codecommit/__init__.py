"""What CodeCommit's events share: who did it, and where to look.

https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
"""

from __future__ import annotations

import re

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.payload import Payload

_URL = re.compile(r"https://[\w.-]+\.(?:amazon|amazonaws)\.(?:com|cn)/[^\s\"<>]+")


def person(detail: Payload, *keys: str) -> str:
    """A user's or role session's name out of the first of these keys that has an ARN."""
    text = next((found for key in keys if (found := detail.text(key, default=""))), "")
    arn = parse_arn(text)
    return arn.name if arn else text


def repository(event: Event) -> str:
    """The repository's name, from the detail or the event's resource."""
    detail = event.detail
    names = (detail.text("repositoryName", default=""), *detail.texts("repositoryNames"))
    arn = parse_arn(next(iter(event.resources), ""))
    return next(filter(None, names), "") or (arn.resource if arn else "?")


def way(event: Event) -> str:
    """The console page that AWS's own words name, else the repository's."""
    found = _URL.search(event.detail.text("notificationBody", default=""))
    if found:
        return found[0].rstrip(".,")
    return page(event.region, f"codesuite/codecommit/repositories/{escaped(repository(event))}/browse")


def branch(reference: str) -> str:
    """`main` of `refs/heads/main`."""
    return reference.removeprefix("refs/heads/").removeprefix("refs/tags/")
