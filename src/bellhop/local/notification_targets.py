r"""What notification rules send: the form that CodeStar Notifications gives an event, to topics that let it.

What they hear is what the default event bus is offered: by builds, deployments and pipelines of moto's, and by whoever
calls PutEvents with an event of `aws.codepipeline`, `aws.codebuild`, `aws.codedeploy` or `aws.codecommit`, which the
real AWS lets only its own services do:

    aws events put-events --entries '[{"Source": "aws.codepipeline",
      "DetailType": "CodePipeline Pipeline Execution State Change",
      "Detail": "{\"pipeline\": \"web\", \"execution-id\": \"1\", \"state\": \"FAILED\"}"}]'

https://docs.aws.amazon.com/dtconsole/latest/userguide/notification-target-create.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from moto.sns.exceptions import TopicNotFound

from bellhop.local.backends import backend
from bellhop.local.notification_events import occurrence
from bellhop.local.optional import fields, items
from bellhop.local.target_input import written

if TYPE_CHECKING:
    from bellhop.local.background import Background
    from bellhop.local.notification_rules import NotificationRules

log = structlog.get_logger(__name__)

PUBLISHER = "codestar-notifications.amazonaws.com"


class Notifications:
    """Turns what the default event bus is offered into messages of notification rules."""

    def __init__(self, *, rules: NotificationRules, background: Background) -> None:
        self._rules = rules
        self._background = background

    def hear(self, event: Mapping[str, Any]) -> None:
        """Tell the topics of the rules that an event is for, soon."""
        happened = occurrence(event)
        if happened is None:
            return
        for rule in self._rules.telling(happened.resource, happened.ids):
            text = message(event, rule)
            for target in rule["Targets"]:
                self._background.submit(f"notification rule {rule['Name']}", partial(_send, target, text, rule))


def message(event: Mapping[str, Any], rule: Mapping[str, Any]) -> str:
    """Return an EventBridge event as a notification rule says it.

    What FULL adds (an error's text, a commit's message) is in no EventBridge event, so there is nothing to add here.
    """
    return written(
        {
            "account": event["account"],
            "detailType": event["detail-type"],
            "region": event["region"],
            "source": event["source"],
            "time": event["time"],
            "notificationRuleArn": rule["Arn"],
            "detail": event["detail"],
            "resources": event.get("resources", []),
            "additionalAttributes": {},
        }
    )


def reachable(topic_arn: str) -> bool:
    """Say whether there is such a topic and its policy lets CodeStar Notifications publish."""
    region, account = topic_arn.split(":")[3:5]
    try:
        document = json.loads(backend("sns", region, account).get_topic(topic_arn).policy)
    except (TopicNotFound, KeyError):
        return False
    return any(_allows(statement) for statement in items(document.get("Statement")))


def _allows(statement: Mapping[str, Any]) -> bool:
    principal = statement.get("Principal")
    services: Any = fields(principal).get("Service") if isinstance(principal, dict) else None
    return statement.get("Effect") == "Allow" and PUBLISHER in items(
        [services] if isinstance(services, str) else services
    )


def _send(target: Mapping[str, str], text: str, rule: Mapping[str, Any]) -> None:
    arn = target["TargetAddress"]
    if target["TargetType"] != "SNS":
        log.warning("the local AWS knows only SNS as a notification target", rule=rule["Name"], target=arn)
    elif not reachable(arn):
        log.warning("the topic is not there, or its policy does not let codestar-notifications publish", topic=arn)
    else:
        backend("sns", *arn.split(":")[3:5]).publish(text, arn=arn)
