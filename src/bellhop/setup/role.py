"""The IAM role that a channel's commands run as."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bellhop.setup import documents, policy
from bellhop.setup.place import Aws
from bellhop.setup.plan import Attributes
from bellhop.setup.resource import Found, Resource, owner_in, tag_list

_MISSING = ("NoSuchEntity",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Resource):
    """A role that one principal may assume, with the policies of some templates.

    Policies that others attached to it stay, unless they are some template's.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html

    Args:
        templates: the templates' names.
        trusted: the ARN of who may assume it.
    """

    kind: ClassVar[str] = "IAM role"
    option: ClassVar[str] = "--name"

    templates: tuple[str, ...]
    trusted: str

    @property
    def trust(self) -> dict[str, Any]:
        """Its trust policy."""
        statement = {"Effect": "Allow", "Principal": {"AWS": self.trusted}, "Action": "sts:AssumeRole"}
        return {"Version": "2012-10-17", "Statement": [statement]}

    def wanted(self) -> Attributes:
        """Trust, AWS's policies by ARN, and the written ones."""
        return {
            "trust": policy.plain(self.trust["Statement"]),
            "managed policies": list(documents.managed(self.templates, self.place.partition)),
            "inline policies": policy.plain(documents.inline(self.templates)),
        }

    def read(self, aws: Aws) -> Found | None:
        """What AWS has."""
        answer = aws.find(_MISSING, "iam", "get_role", RoleName=self.name)
        if answer is None:
            return None
        attached = sorted(
            one["PolicyArn"] for one in self._pages(aws, "list_attached_role_policies", "AttachedPolicies")
        )
        ours = documents.managed(documents.TEMPLATES, self.place.partition)
        named = list(self._pages(aws, "list_role_policies", "PolicyNames"))
        held = {name: self._inline(aws, name) for name in named if name.startswith(documents.INLINE)}
        trust = _document(answer["Role"]["AssumeRolePolicyDocument"])
        attributes = {
            "trust": policy.plain(trust["Statement"]),
            "managed policies": [arn for arn in attached if arn in ours],
            "inline policies": policy.plain(held),
            "others' policies": sorted({*attached, *named} - {*ours, *held}),
        }
        listed = aws.ask("iam", "list_role_tags", RoleName=self.name)["Tags"]
        return Found(attributes=attributes, owner=owner_in(listed))

    def write(self, aws: Aws, found: Found | None, changed: frozenset[str]) -> None:
        """Create it, or set what is not as wanted: first what is added, then what is taken away."""
        trust = json.dumps(self.trust)
        if found is None:
            marks = {"Tags": tag_list(self.owner), "Description": "Commands from chat run as this role"}
            aws.ask("iam", "create_role", RoleName=self.name, AssumeRolePolicyDocument=trust, **marks)
        elif "trust" in changed:
            aws.ask("iam", "update_assume_role_policy", RoleName=self.name, PolicyDocument=trust)
        written = documents.inline(self.templates)
        has: Attributes = found.attributes if found else {"managed policies": [], "inline policies": {}}
        if "inline policies" in changed:
            for name, document in written.items():
                text = json.dumps(document)
                aws.ask("iam", "put_role_policy", RoleName=self.name, PolicyName=name, PolicyDocument=text)
        wanted = documents.managed(self.templates, self.place.partition)
        for arn in wanted:
            if arn not in has["managed policies"]:
                aws.ask("iam", "attach_role_policy", RoleName=self.name, PolicyArn=arn)
        self._strip(aws, [arn for arn in has["managed policies"] if arn not in wanted])
        self._erase(aws, [name for name in has["inline policies"] if name not in written])

    def keep(self, aws: Aws, found: Found) -> str:
        """Others gave it policies."""
        del aws
        others = found.attributes["others' policies"]
        return f"has policies that Bellhop did not give it: {', '.join(others)}" if others else ""

    def remove(self, aws: Aws, found: Found) -> None:
        """Delete it, after its policies, without which IAM would refuse."""
        self._strip(aws, found.attributes["managed policies"])
        self._erase(aws, list(found.attributes["inline policies"]))
        aws.ask("iam", "delete_role", RoleName=self.name)

    def declare(self) -> Mapping[str, Any]:
        """The role."""
        written = documents.inline(self.templates).items()
        properties: dict[str, Any] = {
            "RoleName": self.name,
            "Description": "Commands from chat run as this role",
            "AssumeRolePolicyDocument": self.trust,
            "ManagedPolicyArns": list(documents.managed(self.templates, self.place.partition)),
            "Policies": [{"PolicyName": name, "PolicyDocument": document} for name, document in written],
        }
        return {"Role": {"Type": "AWS::IAM::Role", "Properties": properties}}

    def _strip(self, aws: Aws, arns: list[str]) -> None:
        for arn in arns:
            aws.ask("iam", "detach_role_policy", RoleName=self.name, PolicyArn=arn)

    def _erase(self, aws: Aws, names: list[str]) -> None:
        for name in names:
            aws.ask("iam", "delete_role_policy", RoleName=self.name, PolicyName=name)

    def _inline(self, aws: Aws, name: str) -> Mapping[str, Any]:
        return _document(aws.ask("iam", "get_role_policy", RoleName=self.name, PolicyName=name)["PolicyDocument"])

    def _pages(self, aws: Aws, operation: str, items: str) -> list[Any]:
        """IAM's lists go on with Marker, and only while IsTruncated."""
        found: list[Any] = []
        further: dict[str, str] = {}
        while True:
            answer = aws.ask("iam", operation, RoleName=self.name, **further)
            found.extend(answer[items])
            if not answer.get("IsTruncated"):
                return found
            further = {"Marker": answer["Marker"]}


def _document(held: Any) -> Mapping[str, Any]:
    """A policy document, which botocore has read already, unless it could not."""
    return json.loads(held) if isinstance(held, str) else held
