"""Somebody commented on a commit or a pull request in CodeCommit, or reacted to a comment.

https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.codecommit import in_full, person, repository, way
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.codecommit",
        detail_type=(
            "CodeCommit Comment on Commit",
            "CodeCommit Comment on Pull Request",
            "CodeCommit Comment Reaction Change",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says who commented on or reacted to what, and what they said where a notification rule tells it."""
    detail, extra = event.detail, event.extra
    number = detail.text("pullRequestId", default="")
    emojis = " ".join(detail.texts("reactionEmojis"))
    who = person(detail, "callerUserArn") or "?"
    values = {"who": who, "repository": repository(event), "number": number, "emoji": emojis}
    if event.detail_type == "CodeCommit Comment Reaction Change":
        title = reader.say(
            "{who} reacted {emoji} to a comment in {repository}", "{who}: {repository} 댓글에 {emoji} 반응", **values
        )
    elif number:
        title = reader.say(
            "{who} commented on pull request {number} in {repository}",
            "{who}: {repository} PR {number}에 댓글",
            **values,
        )
    else:
        title = reader.say("{who} commented on a commit in {repository}", "{who}: {repository} 커밋에 댓글", **values)
    return compose(
        event,
        reader,
        kind="codecommit.comment",
        title=title,
        text=extra.text("commentText", default="") or extra.text("comments", 0, "commentText", default=""),
        details=(
            (reader.say("File", "파일"), extra.text("filePath", default="")),
            (reader.say("Line", "줄"), extra.text("lineNumber", default="")),
            *in_full(event, reader, "commentText", "comments", "filePath", "lineNumber"),
            (reader.say("Commit", "커밋"), detail.text("afterCommitId", default="")),
            (reader.say("Comment", "댓글"), detail.text("commentId", default="")),
        ),
        more=links((reader.say("Repository", "리포지토리"), way(event))),
        thread=f"codecommit:{event.account}:{event.region}:{repository(event)}:{number}" if number else "",
        step=Step.REPLY if number else Step.OPEN,
    )
