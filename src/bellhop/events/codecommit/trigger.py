"""Somebody pushed to a CodeCommit repository, as the repository's own trigger says.

https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-sns.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.codecommit import branch
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import Bare
from bellhop.notification import Notification
from bellhop.payload import Payload
from bellhop.reader import Reader

_SOURCE = {"eventSource": ["aws:codecommit"]}

RECOGNISES = (
    Bare(keys=("Records",), where={"Records": _SOURCE}),
    Bare(keys=("codecommit", "eventSource"), where=_SOURCE),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says who pushed which commits to which branches."""
    record = event.detail.at("Records", 0) or event.detail
    arn = parse_arn(record.text("eventSourceARN", default=""))
    who = parse_arn(record.text("userIdentityARN", default=""))
    repository, region = (arn.resource, arn.region) if arn else ("?", event.region)
    references = [*record.each("codecommit", "references")]
    values = {"who": who.name if who else "?", "repository": repository}
    return compose(
        event,
        reader,
        kind="codecommit.trigger",
        title=reader.say("{who} pushed to {repository}", "{who}: {repository}에 푸시", **values),
        text=record.text("customData", default=""),
        details=(
            *((branch(item.text("ref", default="?")), _change(item, reader)) for item in references),
            (reader.say("Trigger", "트리거"), record.text("eventTriggerName", default="")),
        ),
        more=links(
            (
                reader.say("Repository", "리포지토리"),
                page(region, f"codesuite/codecommit/repositories/{escaped(repository)}/commits"),
            )
        ),
        resource=record.text("eventSourceARN", default=""),
        at=record.time("eventTime"),
    )


def _change(item: Payload, reader: Reader) -> str:
    commit = item.text("commit", default="?")
    if item.flag("created"):
        return reader.say("{commit} (new)", "{commit} (새로 생성)", commit=commit)
    return reader.say("deleted", "삭제됨") if item.flag("deleted") else commit
