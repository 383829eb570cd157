"""AWS Config asks a custom rule's function to judge resources.

https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.recognise import Bare
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (Bare(keys=("invokingEvent", "configRuleName", "resultToken")),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which rule is to judge what; the token that answers for it is not shown."""
    asked = event.detail.inner("invokingEvent")
    item = asked.at("configurationItem")
    return compose(
        event,
        reader,
        kind="config.rule_invocation",
        title=reader.say(
            "Config rule {rule} is asked to judge",
            "Config 규칙 {rule} 평가 요청",
            rule=event.detail.text("configRuleName", default="?"),
        ),
        details=(
            (reader.say("Reason"), state_words(reader, asked.text("messageType", default=""))),
            (reader.say("Type"), item.text("resourceType", default="")),
            (reader.say("Resource"), item.text("ARN", default="") or item.text("resourceId", default="")),
            (
                reader.say("Left the rule's scope", "규칙 범위 벗어남"),
                reader.say("yes", "예") if event.detail.flag("eventLeftScope") else "",
            ),
        ),
        resource=event.detail.text("configRuleArn", default=""),
    )
