"""A CodeCommit pull request was created, updated, approved, merged, closed, or its approval rules changed.

https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.codecommit import branch, in_full, person, repository, status, way
from bellhop.events.layout import compose, links, spoken, words
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.codecommit", detail_type="CodeCommit Pull Request State Change"),)

_EVENTS = {
    "pullRequestCreated": ("opened", "생성"),
    "pullRequestSourceBranchUpdated": ("pushed to", "소스 브랜치 갱신"),
    "pullRequestStatusChanged": ("closed", "닫음"),
    "pullRequestMergeStatusUpdated": ("merged", "병합"),
    "pullRequestApprovalStateChanged": ("changed their approval of", "승인 상태 변경"),
    "pullRequestApprovalRuleCreated": ("added an approval rule to", "승인 규칙 추가"),
    "pullRequestApprovalRuleUpdated": ("changed an approval rule of", "승인 규칙 변경"),
    "pullRequestApprovalRuleDeleted": ("deleted an approval rule of", "승인 규칙 삭제"),
    "pullRequestApprovalRuleOverridden": ("overrode the approval rules of", "승인 규칙 무시"),
}


def tell(event: Event, reader: Reader) -> Notification:
    """Says who did what with which pull request, from which branch into which, and how its approval stands."""
    detail = event.detail
    kind = detail.text("event", default="?")
    approval = detail.text("approvalStatus", default="")
    english, korean = _EVENTS.get(kind, (f"({words(kind)})", words(kind)))
    if kind == "pullRequestApprovalStateChanged" and approval:
        english, korean = ("approved", "승인") if approval == "APPROVE" else ("revoked their approval of", "승인 철회")
    number = detail.text("pullRequestId", default="?")
    merged = detail.flag("isMerged")
    values = {
        "who": person(detail, "callerUserArn", "author") or "?",
        "what": spoken(reader, english, korean),
        "number": number,
        "repository": repository(event),
    }
    source, target = (branch(detail.text(f"{end}Reference", default="")) for end in ("source", "destination"))
    return compose(
        event,
        reader,
        kind="codecommit.pull_request",
        title=reader.say(
            "{who} {what} pull request {number} in {repository}", "{who}: {repository} PR {number} {what}", **values
        ),
        feel=(Tone.GOOD if merged or approval == "APPROVE" else Tone.INFO, Severity.INFO),
        text=detail.text("title", default=""),
        details=(
            (reader.say("Description"), detail.text("description", default="")),
            (reader.say("Author", "작성자"), person(detail, "author")),
            (reader.say("Branches", "브랜치"), f"{source} → {target}" if source and target else ""),
            (reader.say("Status"), status(detail, reader)),
            (reader.say("Approval rule", "승인 규칙"), detail.text("approvalRuleName", default="")),
            (reader.say("Merged", "병합"), reader.say("yes", "예") if merged else ""),
            *in_full(event, reader),
        ),
        more=links((reader.say("Pull request", "풀 리퀘스트"), way(event))),
        thread=f"codecommit:{event.account}:{event.region}:{repository(event)}:{number}",
        step=Step.REPLY,
    )
