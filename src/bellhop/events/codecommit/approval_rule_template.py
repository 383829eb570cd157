"""A CodeCommit approval rule template changed, or was tied to or untied from repositories.

https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.codecommit import person, way
from bellhop.events.condition import state_words
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.codecommit", detail_type="CodeCommit Approval Rule Template Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says who changed which template, and for which repositories."""
    detail = event.detail
    change = state_words(reader, detail.text("event", default="?"))
    values = {"name": detail.text("approvalRuleTemplateName", default="?"), "what": change}
    return compose(
        event,
        reader,
        kind="codecommit.approval_rule_template",
        title=reader.say("Approval rule template {name}: {what}", "승인 규칙 템플릿 {name}: {what}", **values),
        details=(
            (reader.say("Who"), person(detail, "callerUserArn")),
            (reader.say("Repositories", "리포지토리"), ", ".join(name for name, _ in detail.items("repositories"))),
        ),
        more=links((reader.say("Repository", "리포지토리"), way(event))),
    )
