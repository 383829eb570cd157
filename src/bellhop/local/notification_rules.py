"""AWS CodeStar Notifications, which moto lacks: the rules, kept in memory.

https://docs.aws.amazon.com/codestar-notifications/latest/APIReference/Welcome.html
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bellhop.errors import SetupError
from bellhop.local.modelled import Fault, Where
from bellhop.local.notification_targets import reachable
from bellhop.local.pages import page
from bellhop.local.times import now
from bellhop.setup.developer_events import EVENTS
from bellhop.setup.developer_resources import KINDS, read_resource

PER_RESOURCE, PER_RULE = 10, 10
"""A resource has so many rules at most, a rule so many targets.

https://docs.aws.amazon.com/dtconsole/latest/userguide/limits.html
"""
_INVALID = "ValidationException"


class NotificationRules:
    """The API's operations; a rule is what DescribeNotificationRule answers."""

    def __init__(self) -> None:
        self._rules: dict[str, dict[str, Any]] = {}

    def telling(self, resource: str, ids: Sequence[str]) -> list[dict[str, Any]]:
        """Return the rules that are on and want one of the events of a resource."""
        return [
            rule
            for rule in list(self._rules.values())
            if rule["Resource"] == resource
            and rule["Status"] == "ENABLED"
            and any(one["EventTypeId"] in ids for one in rule["EventTypes"])
        ]

    def create_notification_rule(self, where: Where, **wanted: Any) -> dict[str, Any]:
        """Make a rule."""
        resource, here = wanted["Resource"], self._here(where)
        _check(where, resource, wanted["EventTypeIds"], wanted["Targets"])
        if any(rule["Name"] == wanted["Name"] for rule in here):
            raise Fault("ResourceAlreadyExistsException", f"there is a notification rule named {wanted['Name']}")
        if sum(rule["Resource"] == resource for rule in here) >= PER_RESOURCE:
            raise Fault("LimitExceededException", f"{resource} has {PER_RESOURCE} notification rules")
        identity = uuid.uuid4().hex
        arn = f"arn:aws:codestar-notifications:{where.region}:{where.account}:notificationrule/{identity}"
        self._rules[arn] = {
            "Arn": arn,
            "Name": wanted["Name"],
            "EventTypes": _types(wanted["EventTypeIds"]),
            "Resource": resource,
            "Targets": wanted["Targets"],
            "DetailType": wanted["DetailType"],
            "CreatedBy": f"arn:aws:iam::{where.account}:user/local-user",
            "Status": wanted.get("Status", "ENABLED"),
            "CreatedTimestamp": now(),
            "LastModifiedTimestamp": now(),
            "Tags": dict(wanted.get("Tags") or {}),
        }
        return {"Arn": arn}

    def update_notification_rule(self, where: Where, **wanted: Any) -> None:
        """Change what is named of a rule."""
        rule = self._rule(wanted["Arn"])
        ids = wanted.get("EventTypeIds") or [one["EventTypeId"] for one in rule["EventTypes"]]
        _check(where, rule["Resource"], ids, wanted.get("Targets") or rule["Targets"])
        changed = {key: wanted[key] for key in ("Name", "Status", "Targets", "DetailType") if key in wanted}
        rule.update(changed, EventTypes=_types(ids), LastModifiedTimestamp=now())

    def describe_notification_rule(self, _: Where, **wanted: Any) -> dict[str, Any]:
        """Tell all of a rule, and whether its topics can be reached."""
        rule = self._rule(wanted["Arn"])
        return {**rule, "Targets": [_with_status(target) for target in rule["Targets"]]}

    def delete_notification_rule(self, _: Where, **wanted: Any) -> dict[str, Any]:
        """Delete a rule; one that is gone is no error."""
        self._rules.pop(wanted["Arn"], None)
        return {"Arn": wanted["Arn"]}

    def list_notification_rules(self, where: Where, **wanted: Any) -> dict[str, Any]:
        """List rules that pass all of the filters."""
        tests: dict[str, Callable[[Mapping[str, Any], str], bool]] = {
            "RESOURCE": lambda rule, value: rule["Resource"] == value,
            "CREATED_BY": lambda rule, value: rule["CreatedBy"] == value,
            "EVENT_TYPE_ID": lambda rule, value: any(one["EventTypeId"] == value for one in rule["EventTypes"]),
            "TARGET_ADDRESS": lambda rule, value: any(one["TargetAddress"] == value for one in rule["Targets"]),
        }
        filters = wanted.get("Filters", ())
        found = [rule for rule in self._here(where) if all(tests[one["Name"]](rule, one["Value"]) for one in filters)]
        return page([{"Id": _id(rule), "Arn": rule["Arn"]} for rule in found], "NotificationRules", wanted)

    def list_event_types(self, _: Where, **wanted: Any) -> dict[str, Any]:
        """List the events that there are."""
        found = _types([one for ids in EVENTS.values() for one in ids])
        for one in wanted.get("Filters", ()):
            key = {"SERVICE_NAME": "ServiceName", "RESOURCE_TYPE": "ResourceType"}[one["Name"]]
            found = [kind for kind in found if kind[key] == one["Value"]]
        return page(found, "EventTypes", wanted)

    def list_targets(self, where: Where, **wanted: Any) -> dict[str, Any]:
        """List the targets of all rules, each once."""
        found = {target["TargetAddress"]: target for rule in self._here(where) for target in rule["Targets"]}
        keys = {"TARGET_TYPE": "TargetType", "TARGET_ADDRESS": "TargetAddress", "TARGET_STATUS": "TargetStatus"}
        targets = [_with_status(target) for target in found.values()]
        for one in wanted.get("Filters", ()):
            targets = [target for target in targets if target[keys[one["Name"]]] == one["Value"]]
        return page(targets, "Targets", wanted)

    def subscribe(self, _: Where, **wanted: Any) -> dict[str, Any]:
        """Add a target to a rule."""
        rule, target = self._rule(wanted["Arn"]), wanted["Target"]
        if target not in rule["Targets"]:
            _check_targets([*rule["Targets"], target])
            rule["Targets"] = [*rule["Targets"], target]
        return {"Arn": rule["Arn"]}

    def unsubscribe(self, _: Where, **wanted: Any) -> dict[str, Any]:
        """Take a target from a rule."""
        rule = self._rule(wanted["Arn"], missing=_INVALID)
        rule["Targets"] = [one for one in rule["Targets"] if one["TargetAddress"] != wanted["TargetAddress"]]
        return {"Arn": rule["Arn"]}

    def delete_target(self, where: Where, **wanted: Any) -> None:
        """Take a target from all rules, if that is asked for."""
        address = wanted["TargetAddress"]
        telling = [rule for rule in self._here(where) if any(t["TargetAddress"] == address for t in rule["Targets"])]
        if telling and not wanted.get("ForceUnsubscribeAll"):
            raise Fault(_INVALID, f"{address} is the target of {len(telling)} notification rules")
        for rule in telling:
            self.unsubscribe(where, Arn=rule["Arn"], TargetAddress=address)

    def list_tags_for_resource(self, _: Where, **wanted: Any) -> dict[str, Any]:
        """Tell a rule's tags."""
        return {"Tags": self._rule(wanted["Arn"])["Tags"]}

    def tag_resource(self, _: Where, **wanted: Any) -> dict[str, Any]:
        """Add tags to a rule."""
        tags: dict[str, str] = self._rule(wanted["Arn"])["Tags"]
        tags.update(wanted["Tags"])
        return {"Tags": tags}

    def untag_resource(self, _: Where, **wanted: Any) -> None:
        """Take tags from a rule."""
        tags: dict[str, str] = self._rule(wanted["Arn"])["Tags"]
        for key in wanted["TagKeys"]:
            tags.pop(key, None)

    def _here(self, where: Where) -> list[dict[str, Any]]:
        start = f"arn:aws:codestar-notifications:{where.region}:{where.account}:"
        return [rule for arn, rule in list(self._rules.items()) if arn.startswith(start)]

    def _rule(self, arn: str, missing: str = "ResourceNotFoundException") -> dict[str, Any]:
        if arn not in self._rules:
            raise Fault(missing, f"there is no notification rule {arn}")
        return self._rules[arn]


def _id(rule: Mapping[str, Any]) -> str:
    return str(rule["Arn"]).rpartition("/")[2]


def _with_status(target: Mapping[str, str]) -> dict[str, str]:
    ok = target["TargetType"] != "SNS" or reachable(target["TargetAddress"])
    return {**target, "TargetStatus": "ACTIVE" if ok else "UNREACHABLE"}


def _check(where: Where, resource: str, ids: Sequence[str], targets: Sequence[Mapping[str, str]]) -> None:
    try:
        service = read_resource(resource).service
    except SetupError as error:
        raise Fault(_INVALID, error.message) from None
    if resource.split(":")[3:5] != [where.region, where.account]:
        raise Fault(_INVALID, f"{resource} is not in account {where.account}, {where.region}")
    strange = sorted(set(ids).difference(EVENTS[service]))
    if strange or not ids:
        raise Fault(_INVALID, f"a {KINDS[service].noun} has no event {strange or '[]'}")
    _check_targets(targets)


def _check_targets(targets: Sequence[Mapping[str, str]]) -> None:
    if len(targets) > PER_RULE:
        raise Fault("LimitExceededException", f"a notification rule has at most {PER_RULE} targets")
    for target in targets:
        if not target.get("TargetAddress") or not target.get("TargetType"):
            raise Fault(_INVALID, "a target needs TargetType and TargetAddress")


def _types(ids: Sequence[str]) -> list[dict[str, str]]:
    """Event types as the API describes them."""
    return [
        {
            "EventTypeId": one,
            "ServiceName": KINDS[service].noun.split()[0],
            "EventTypeName": words.replace("-", " ").capitalize(),
            "ResourceType": resource.capitalize(),
        }
        for one in ids
        for service, resource, words in [one.split("-", 2)]
    ]
