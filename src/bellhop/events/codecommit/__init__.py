"""What CodeCommit's events share: who did it, and where to look.

https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import clip, words
from bellhop.payload import Payload
from bellhop.reader import Reader

_KOREAN = {
    "lineOfCode": "코드",
    "filePath": "파일",
    "lineNumber": "줄",
    "addedFiles": "추가된 파일",
    "modifiedFiles": "수정된 파일",
    "deletedFiles": "삭제된 파일",
    "numberOfFilesAdded": "추가된 파일 수",
    "numberOfFilesModified": "수정된 파일 수",
    "numberOfFilesDeleted": "삭제된 파일 수",
}
_REFERENCES = {"branch": "브랜치", "tag": "태그"}
_STATUSES = {"open": "열림", "closed": "닫힘", "merged": "병합됨"}
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


def sort(detail: Payload, reader: Reader) -> str:
    """What a reference is: a branch or a tag."""
    spelt = detail.text("referenceType", default="")
    return reader.say(spelt.capitalize() or "Reference", _REFERENCES.get(spelt.lower(), "참조"))


def status(detail: Payload, reader: Reader) -> str:
    """Whether a pull request is open."""
    spelt = detail.text("pullRequestStatus", default="")
    return _STATUSES.get(spelt.lower(), spelt) if reader.locale == "ko" else spelt


def in_full(event: Event, reader: Reader, *told: str) -> Iterator[tuple[str, str]]:
    """What a notification rule with full detail adds, but for the keys that are told already.

    AWS says in words what it adds (counts and names of files, the line of code), not how it spells it.
    https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#detail-type
    """
    for key, value in event.extra.items():
        if key not in told:
            label = words(key).capitalize()
            yield _KOREAN.get(key, label) if reader.locale == "ko" else label, clip(", ".join(value.texts()), 600)
