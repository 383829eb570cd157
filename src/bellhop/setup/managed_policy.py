"""A managed policy of the account's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bellhop.setup import policy
from bellhop.setup.place import Aws
from bellhop.setup.plan import Attributes
from bellhop.setup.resource import Found, Resource, owner_in, tag_list

_MISSING = ("NoSuchEntity",)
_VERSIONS = 5
"""So many versions IAM keeps: an old one has to go first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedPolicy(Resource):
    """A policy, and the role or user that it is attached to.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html

    Args:
        document: what it allows.
        attach: `role/<name>` or `user/<name>`; empty = whoever wants it attaches it.
    """

    kind: ClassVar[str] = "IAM policy"
    option: ClassVar[str] = "--name"

    document: Mapping[str, Any]
    attach: str = ""

    @property
    def arn(self) -> str:
        """Its ARN."""
        return self.place.global_arn("iam", f"policy/{self.name}")

    def wanted(self) -> Attributes:
        """What it allows, and to whom."""
        attached = {f"attached to {self.attach}": True} if self.attach else {}
        return {"statements": policy.plain(self.document["Statement"]), **attached}

    def read(self, aws: Aws) -> Found | None:
        """What AWS has."""
        answer = aws.find(_MISSING, "iam", "get_policy", PolicyArn=self.arn)
        if answer is None:
            return None
        version = answer["Policy"]["DefaultVersionId"]
        held = aws.ask("iam", "get_policy_version", PolicyArn=self.arn, VersionId=version)["PolicyVersion"]["Document"]
        document = json.loads(held) if isinstance(held, str) else held
        heard = self._attached(aws)
        attributes = {
            "statements": policy.plain(document["Statement"]),
            "attached": heard,
            **{f"attached to {one}": True for one in heard},
        }
        listed = aws.ask("iam", "list_policy_tags", PolicyArn=self.arn)["Tags"]
        return Found(attributes=attributes, owner=owner_in(listed))

    def write(self, aws: Aws, found: Found | None, changed: frozenset[str]) -> None:
        """Create it, or give it another version; and attach it."""
        text = json.dumps(self.document)
        if found is None:
            about = "What Bellhop itself may do"
            aws.ask(
                "iam",
                "create_policy",
                PolicyName=self.name,
                PolicyDocument=text,
                Description=about,
                Tags=tag_list(self.owner),
            )
        elif "statements" in changed:
            self._make_room(aws)
            aws.ask("iam", "create_policy_version", PolicyArn=self.arn, PolicyDocument=text, SetAsDefault=True)
        if f"attached to {self.attach}" in changed:
            self._bind(aws, "attach", self.attach)

    def keep(self, aws: Aws, found: Found) -> str:
        """Others attached it."""
        del aws
        others = [one for one in found.attributes["attached"] if one != self.attach]
        return f"is attached to {', '.join(others)}; name that with --attach, or detach it" if others else ""

    def remove(self, aws: Aws, found: Found) -> None:
        """Delete it, after its attachment and old versions, with which IAM would refuse."""
        for one in found.attributes["attached"]:
            self._bind(aws, "detach", one)
        for version in self._old(aws):
            aws.ask("iam", "delete_policy_version", PolicyArn=self.arn, VersionId=version)
        aws.ask("iam", "delete_policy", PolicyArn=self.arn)

    def declare(self) -> Mapping[str, Any]:
        """The policy."""
        kind, _, name = self.attach.partition("/")
        properties: dict[str, Any] = {
            "ManagedPolicyName": self.name,
            "Description": "What Bellhop itself may do",
            "PolicyDocument": self.document,
            **({f"{kind.capitalize()}s": [name]} if name else {}),
        }
        return {"Policy": {"Type": "AWS::IAM::ManagedPolicy", "Properties": properties}}

    def _attached(self, aws: Aws) -> list[str]:
        """Who has it: `role/<name>`, `user/<name>`, `group/<name>`."""
        answer = aws.ask("iam", "list_entities_for_policy", PolicyArn=self.arn)
        kinds = (("role", "PolicyRoles", "RoleName"), ("user", "PolicyUsers", "UserName"))
        all_kinds = (*kinds, ("group", "PolicyGroups", "GroupName"))
        return [f"{kind}/{one[key]}" for kind, items, key in all_kinds for one in answer.get(items, ())]

    def _bind(self, aws: Aws, verb: str, whom: str) -> None:
        kind, _, name = whom.partition("/")
        key = {"role": "RoleName", "user": "UserName", "group": "GroupName"}[kind]
        aws.ask("iam", f"{verb}_{kind}_policy", PolicyArn=self.arn, **{key: name})

    def _make_room(self, aws: Aws) -> None:
        old = self._old(aws)
        if len(old) >= _VERSIONS - 1:
            aws.ask("iam", "delete_policy_version", PolicyArn=self.arn, VersionId=old[-1])

    def _old(self, aws: Aws) -> list[str]:
        """The versions that are not in force, the newest first."""
        listed = aws.ask("iam", "list_policy_versions", PolicyArn=self.arn)["Versions"]
        old = [one["VersionId"] for one in listed if not one["IsDefaultVersion"]]
        return sorted(old, key=lambda version: int(version.removeprefix("v")), reverse=True)
