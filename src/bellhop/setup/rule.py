"""EventBridge rules: the events that match a pattern go to a topic."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bellhop.errors import SetupError
from bellhop.setup.place import Aws
from bellhop.setup.plan import Attributes
from bellhop.setup.resource import Found, Resource, owner_in, tag_list

_TARGET = "bellhop-topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Resource):
    """A rule on the default event bus that sends whole events to a topic.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-log-s3-data-events.html

    Args:
        pattern: which events.
        topic_arn: where they go.
        description: what it is for.
        logical_id: its name in a template.
    """

    kind: ClassVar[str] = "EventBridge rule"
    option: ClassVar[str] = "--rule"

    pattern: Mapping[str, Any]
    topic_arn: str
    description: str
    logical_id: str = "Rule"

    @property
    def arn(self) -> str:
        """Its ARN."""
        return self.place.arn("events", f"rule/{self.name}")

    def wanted(self) -> Attributes:
        """On, for these events, to the topic, unaltered."""
        return {"pattern": self.pattern, "state": "ENABLED", "target": {"Arn": self.topic_arn}}

    def read(self, aws: Aws) -> Found | None:
        """What AWS has."""
        answer = aws.find(("ResourceNotFoundException",), "events", "describe_rule", Name=self.name)
        if answer is None:
            return None
        attributes = {
            "pattern": json.loads(answer.get("EventPattern") or "{}"),
            "state": answer.get("State"),
            "target": self._target(self._targets(aws)),
        }
        listed = aws.ask("events", "list_tags_for_resource", ResourceARN=answer.get("Arn", self.arn))
        return Found(attributes=attributes, owner=owner_in(listed["Tags"]))

    def write(self, aws: Aws, found: Found | None, changed: frozenset[str]) -> None:
        """Create it with its target, or set what is not as wanted."""
        if changed.intersection(("pattern", "state")):
            marks = {} if found else {"Tags": tag_list(self.owner)}
            pattern = json.dumps(self.pattern, separators=(",", ":"))  # its characters are counted
            aws.ask(
                "events",
                "put_rule",
                Name=self.name,
                EventPattern=pattern,
                State="ENABLED",
                Description=self.description,
                **marks,
            )
        if "target" in changed:
            target = {"Id": _TARGET, "Arn": self.topic_arn}
            _all_done(aws.ask("events", "put_targets", Rule=self.name, Targets=[target]))

    def remove(self, aws: Aws, found: Found) -> None:
        """Delete it, after its targets, without which EventBridge would refuse."""
        del found
        ids = [target["Id"] for target in self._targets(aws)]
        if ids:
            _all_done(aws.ask("events", "remove_targets", Rule=self.name, Ids=ids))
        aws.ask("events", "delete_rule", Name=self.name)

    def declare(self) -> Mapping[str, Any]:
        """The rule."""
        properties = {
            "Name": self.name,
            "Description": self.description,
            "State": "ENABLED",
            "EventPattern": self.pattern,
            "Targets": [{"Id": _TARGET, "Arn": self.topic_arn}],
        }
        return {self.logical_id: {"Type": "AWS::Events::Rule", "DependsOn": "Topic", "Properties": properties}}

    def _targets(self, aws: Aws) -> list[dict[str, Any]]:
        return list(aws.pages("events", "list_targets_by_rule", "Targets", Rule=self.name))

    def _target(self, targets: list[dict[str, Any]]) -> Mapping[str, Any] | None:
        """Our target; a rule of somebody else's may have given it another id."""
        known = [target for target in targets if target["Arn"] == self.topic_arn or target["Id"] == _TARGET]
        return {key: value for key, value in known[0].items() if key != "Id"} if known else None


def _all_done(answer: Mapping[str, Any]) -> None:
    """EventBridge tells of targets that it did not take in an answer that is a success otherwise."""
    if answer.get("FailedEntryCount"):
        first = answer["FailedEntries"][0]
        raise SetupError(f"EventBridge did not take the target: {first.get('ErrorMessage', first.get('ErrorCode'))}")
