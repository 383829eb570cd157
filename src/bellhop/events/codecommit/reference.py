"""A branch or tag of a CodeCommit repository was created, updated, deleted or merged.

https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.codecommit import branch, person, repository, sort, way
from bellhop.events.layout import compose, links, spoken, words
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.codecommit", detail_type="CodeCommit Repository State Change"),)

_EVENTS = {
    "referenceCreated": ("created", "생성"),
    "referenceUpdated": ("updated", "갱신"),
    "referenceDeleted": ("deleted", "삭제"),
    "unreferencedMergeCommitCreated": ("got an unreferenced merge commit", "참조 없는 병합 커밋 생성"),
}


def tell(event: Event, reader: Reader) -> Notification:
    """Says which branch or tag of which repository changed, by whom, to which commit."""
    detail = event.detail
    kind = detail.text("event", default="?")
    english, korean = _EVENTS.get(kind, (words(kind), words(kind)))
    name = branch(detail.text("referenceName", default="") or detail.text("destinationReference", default=""))
    values = {
        "sort": sort(detail, reader),
        "name": name,
        "repository": repository(event),
        "what": spoken(reader, english, korean),
    }
    tag_or_gone = kind == "referenceDeleted"
    return compose(
        event,
        reader,
        kind="codecommit.reference",
        title=reader.say("{sort} {name} of {repository} {what}", "{repository} {sort} {name} {what}", **values),
        feel=(Tone.WARN if tag_or_gone else Tone.INFO, Severity.LOW if tag_or_gone else Severity.INFO),
        details=(
            (reader.say("Who"), person(detail, "callerUserArn")),
            (
                reader.say("Commit", "커밋"),
                detail.text("commitId", default="") or detail.text("destinationCommitId", default=""),
            ),
            (reader.say("Before", "이전"), detail.text("oldCommitId", default="")),
            (reader.say("Merged by", "병합 방식"), detail.text("mergeOption", default="")),
            (reader.say("Conflict", "충돌"), detail.text("conflictDetailsLevel", default="")),
        ),
        more=links((reader.say("Repository", "리포지토리"), way(event))),
    )
