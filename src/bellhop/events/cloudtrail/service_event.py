"""An AWS service did something on its own, as CloudTrail records it: keys rotated, jobs finished, spot reclaimed.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.cloudtrail import actor, failed, subject, told
from bellhop.events.deeds import done, wording
from bellhop.events.picking import feeling, pick, scalars
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (EventBridge(detail_type="AWS Service Event via CloudTrail"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which service did what, with the details that it gives."""
    record = event.detail
    details = record.at("serviceEventDetails")
    found = pick(details)
    name = record.text("eventName", default="?")
    resource = subject(record) or next(iter(event.resources), "") or found.name
    tone, level = feeling(failed(record) or found.state or name)
    said = " ".join(wording(name)) or name
    person = actor(record, reader)
    # Service events also bear the names of API calls, made for somebody: then that somebody leads the sentence.
    title = f"{event.source.removeprefix('aws.')}: {said}" if person.service else f"{person.name} {done(name)}"
    return told(
        event,
        reader,
        kind="cloudtrail.service_event",
        title=f"{title}: {found.state}" if found.state else title,
        resource=resource,
        tone=tone,
        severity=level,
        details=(
            (reader.say("Action"), name),
            (reader.say("Resource"), resource),
            *scalars(details, resource, limit=8),
        ),
    )
