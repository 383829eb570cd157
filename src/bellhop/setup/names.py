"""Names in AWS: what each service takes, and the ones that we derive from the watched bucket's."""

from __future__ import annotations

import hashlib
import re

from bellhop.arn import parse_arn
from bellhop.errors import SetupError
from bellhop.setup.place import Place

_BUCKET = r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
_FORMS = {
    "bucket": (_BUCKET, "3 to 63 small letters, digits, dots and hyphens"),
    "log_bucket": (_BUCKET, "3 to 63 small letters, digits, dots and hyphens"),
    "topic": (r"[A-Za-z0-9_-]{1,256}", "up to 256 letters, digits, hyphens and underscores (no FIFO topic)"),
    "queue": (r"[A-Za-z0-9_-]{1,80}", "up to 80 letters, digits, hyphens and underscores (no FIFO queue)"),
    "trail": (
        r"[A-Za-z0-9](?:[A-Za-z0-9]|[._-](?=[A-Za-z0-9])){2,127}",
        "3 to 128 letters and digits, with single dots, hyphens and underscores between them",
    ),
    "rule": (r"[A-Za-z0-9._-]{1,64}", "up to 64 letters, digits, dots, hyphens and underscores"),
    "role": (r"[\w+=,.@-]{1,64}", "up to 64 letters, digits and _+=,.@-"),
    "policy": (r"[\w+=,.@-]{1,128}", "up to 128 letters, digits and _+=,.@-"),
    "alarm": (r"[^\x00-\x1f:]{1,255}", "up to 255 characters without a colon"),
}
_LONGEST = {"topic": 256, "trail": 128, "rule": 64, "alarm": 255, "queue": 80, "log_bucket": 63 - 12}


def checked(option: str, name: str) -> str:
    """The name, if AWS takes it.

    Raises:
        SetupError: it doesn't.
    """
    form, words = _FORMS[option]
    if not re.fullmatch(form, name):
        raise SetupError(f"{name!r} is no {option.replace('_', ' ')} name: wanted {words}")
    return name


def derived(source: str, option: str) -> str:
    """Our name for a resource: `bellhop-<bucket>`.

    A queue's is `<topic>-undelivered`; a log bucket's begins with `<bucket>-cloudtrail-logs-`, the account follows.
    Names that would be too long are cut, and end in a digest, so that they stay different.
    """
    if option == "queue":
        return _cut(source, "-undelivered", _LONGEST[option])
    if option == "log_bucket":
        return _cut(source, "-cloudtrail-logs-", _LONGEST[option])
    flat = source if option == "alarm" else re.sub(r"[.-]+", "-", source)
    return _cut(f"bellhop-{flat}", "", _LONGEST[option])


def rule_name(name: str) -> str:
    """A name that notification rules and EventBridge rules take: 64 letters, digits, hyphens and underscores."""
    return _cut(re.sub(r"[^A-Za-z0-9_-]+", "-", name), "", 64)


def numbered(name: str) -> str:
    """What the names of several EventBridge rules begin with, a number follows: `<name>-`, 61 characters at most."""
    return _cut(name, "-", 61)


def logical_id(name: str) -> str:
    """A name for a template, where only letters and digits may stand; a digest keeps `a-b` and `ab` apart."""
    words = "".join(word[:1].upper() + word[1:] for word in re.findall("[A-Za-z0-9]+", name))
    return f"{words[:200]}{hashlib.sha256(name.encode()).hexdigest()[:4]}"


def queue_name(queue: str, place: Place) -> str:
    """The name of a queue that is given by name, ARN or URL.

    Raises:
        SetupError: it is in another account or region, or no queue's name.
    """
    arn = parse_arn(queue)
    if arn:
        # a template's place is not known before it is deployed
        elsewhere = place.account.isdigit() and (arn.region, arn.account) != (place.region, place.account)
        if arn.service != "sqs" or elsewhere:
            raise SetupError(f"{queue} is no queue of account {place.account} in {place.region}")
        return checked("queue", arn.resource)
    return checked("queue", queue.rpartition("/")[2])


def _cut(start: str, end: str, longest: int) -> str:
    if len(start) + len(end) <= longest:
        return start + end
    digest = hashlib.sha256(start.encode()).hexdigest()[:6]
    return f"{start[: longest - len(end) - 7].rstrip('.-')}-{digest}{end}"
