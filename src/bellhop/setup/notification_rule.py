"""The notification rule of a repository, project, application or pipeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bellhop.setup.place import Aws
from bellhop.setup.plan import Attributes
from bellhop.setup.resource import OWNER, Found, Resource, tags

SERVICE = "codestar-notifications"
_GONE = ("ResourceNotFoundException",)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationRule(Resource):
    """A rule that sends the events of one resource to a topic.

    AWS allows 10 of them a resource, with 10 targets each; targets that others added to it stay.
    https://docs.aws.amazon.com/dtconsole/latest/userguide/notification-rules.html

    Args:
        resource: the ARN of what it is about.
        events: the ids of its events, sorted.
        detail: `FULL`, or `BASIC` for no more than EventBridge would tell.
        topic_arn: who is told.
        logical_id: its name in a template.
    """

    kind: ClassVar[str] = "notification rule"
    option: ClassVar[str] = "--topic"

    resource: str
    events: tuple[str, ...]
    detail: str
    topic_arn: str
    logical_id: str

    def wanted(self) -> Attributes:
        """On, for these events, to the topic."""
        return {"state": "ENABLED", "detail": self.detail, "events": list(self.events), "tells the topic": True}

    def read(self, aws: Aws) -> Found | None:
        """What AWS has."""
        has = next((one for one in described(aws, "RESOURCE", self.resource) if one.get("Name") == self.name), None)
        if has is None:
            return None
        targets = has.get("Targets", [])
        ours = [one for one in targets if one["TargetAddress"] == self.topic_arn]
        attributes = {
            "state": has.get("Status"),
            "detail": has.get("DetailType"),
            "events": sorted(one["EventTypeId"] for one in has.get("EventTypes", ())),
            "tells the topic": bool(ours),
            "other targets": [_target(one) for one in targets if one not in ours],
        }
        status = ours[0].get("TargetStatus", "") if ours else ""
        lost = status in ("UNREACHABLE", "INACTIVE", "DEACTIVATED")
        note = f"AWS says that its topic is {status}: look at the topic's policy and key" if lost else ""
        return Found(attributes=attributes, owner=has.get("Tags", {}).get(OWNER, ""), raw=has["Arn"], note=note)

    def write(self, aws: Aws, found: Found | None, changed: frozenset[str]) -> None:
        """Create it, or set it whole: what is left out of a list of targets would leave the rule."""
        del changed
        others: list[dict[str, str]] = found.attributes["other targets"] if found else []
        settings: dict[str, Any] = {
            "Name": self.name,
            "EventTypeIds": list(self.events),
            "DetailType": self.detail,
            "Status": "ENABLED",
            "Targets": [*others, {"TargetType": "SNS", "TargetAddress": self.topic_arn}],
        }
        if found:
            aws.ask(SERVICE, "update_notification_rule", Arn=found.raw, **settings)
        else:
            aws.ask(SERVICE, "create_notification_rule", Resource=self.resource, Tags=tags(self.owner), **settings)

    def remove(self, aws: Aws, found: Found) -> None:
        """Delete it."""
        aws.ask(SERVICE, "delete_notification_rule", Arn=found.raw)

    def declare(self) -> Mapping[str, Any]:
        """The rule."""
        properties = {
            "Name": self.name,
            "Resource": self.resource,
            "EventTypeIds": list(self.events),
            "DetailType": self.detail,
            "Status": "ENABLED",
            "Targets": [{"TargetType": "SNS", "TargetAddress": self.topic_arn}],
        }
        kind = "AWS::CodeStarNotifications::NotificationRule"
        return {self.logical_id: {"Type": kind, "DependsOn": "TopicPolicy", "Properties": properties}}


def described(aws: Aws, filtered: str, value: str) -> Iterator[dict[str, Any]]:
    """The notification rules that a filter of ListNotificationRules lets through, described.

    Args:
        aws: to ask.
        filtered: `RESOURCE` or `TARGET_ADDRESS`.
        value: an ARN.
    """
    wanted = [{"Name": filtered, "Value": value}]
    for one in aws.pages(SERVICE, "list_notification_rules", "NotificationRules", Filters=wanted):
        has = aws.find(_GONE, SERVICE, "describe_notification_rule", Arn=one["Arn"])
        if has:
            yield has


def _target(has: Mapping[str, str]) -> dict[str, str]:
    return {"TargetType": has["TargetType"], "TargetAddress": has["TargetAddress"]}
