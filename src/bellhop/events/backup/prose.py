"""AWS Backup tells of a job in a sentence, as a vault writes it to its topic.

https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
"""

from __future__ import annotations

import re

from bellhop.event import Event
from bellhop.events.layout import compose
from bellhop.events.picking import feeling
from bellhop.events.recognise import Prose
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (Prose(subject=r"^Notification from AWS Backup"), Prose(text=r"An AWS Backup .{0,40}job "))

_PAIR = re.compile(r"([A-Z][\w ]{2,40}?) ?: ?(arn:[^\s]+[^\s.,]|[0-9A-Fa-f-]{36})")


def tell(event: Event, reader: Reader) -> Notification:
    """Shows the first sentence as title, and the ARNs and ids after it as facts."""
    first, _, _ = event.text.strip().partition(". ")
    pairs = _PAIR.findall(event.text)
    return compose(
        event,
        reader,
        kind="backup.prose",
        title=first.rstrip("."),
        feel=feeling(first.replace("completed", "") if "fail" in first else first),
        text="" if pairs else event.text,
        details=tuple((label.strip(), value) for label, value in pairs),
        resource=next((value for _, value in pairs if value.startswith("arn:")), ""),
    )
