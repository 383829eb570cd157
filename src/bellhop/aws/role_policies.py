"""A role's own policies, where they can be read: what AWS will ask besides the guardrails."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any

from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients
from bellhop.errors import AwsRefused, ConfigError
from bellhop.guardrails.policy import Policy, read_policy
from bellhop.guardrails.role import RoleFacts

HOUR = 3600.0
_SOON = 300.0
_SESSION = "bellhop-guardrails"


class RolePolicies:
    """Reads roles: their managed and inline policies, their permission boundary and their tags; each kept for an hour.

    The role itself is asked first, and then the agent's own identity (iam:GetRole, iam:ListAttachedRolePolicies,
    iam:ListRolePolicies, iam:GetRolePolicy, iam:GetPolicy, iam:GetPolicyVersion).
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html

    Args:
        clients: makes clients.
        clock: seconds that only grow.
    """

    def __init__(self, clients: Clients, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clients = clients
        self._clock = clock
        self._kept: dict[str, tuple[float, RoleFacts]] = {}
        self._asking = Lock()

    def read(self, role: str) -> RoleFacts:
        """What is known of a role by its ARN; `unread` says why where it can't be read. Blocks."""
        with self._asking:  # one asks, the others take its answer
            until, found = self._kept.get(role, (0.0, None))
            if found is None or until <= self._clock():
                found = self._read(role)
                self._kept[role] = (self._clock() + (_SOON if found.unread else HOUR), found)
            return found

    def _read(self, role: str) -> RoleFacts:
        why = ""
        for name in (role, ""):
            try:
                iam = self._clients.client("iam", role=name, session_name=_SESSION if name else "")
                return _facts(iam, role)
            except AwsRefused as error:
                why = why or f"{error.code}: {error.message}"
            except ConfigError as error:
                return RoleFacts(role=role, unread=f"a policy of it can't be understood: {error.message}")
        return RoleFacts(role=role, unread=why)


def _facts(iam: Any, role: str) -> RoleFacts:
    name = role.rpartition("/")[2]
    found = ask(iam, "get_role", RoleName=name)["Role"]
    if found["Arn"] != role:  # the agent's own account has a role of that name too
        raise AwsRefused("NoSuchEntity", "it is in another account")
    boundary = found.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn", "")
    return RoleFacts(
        role=role,
        policies=tuple(_policies(iam, name)),
        boundary=_managed(iam, boundary) if boundary else None,
        tags={tag["Key"]: tag["Value"] for tag in found.get("Tags", [])},
    )


def _policies(iam: Any, role: str) -> Iterator[Policy]:
    for one in _all(iam, "list_attached_role_policies", "AttachedPolicies", role):
        yield _managed(iam, one["PolicyArn"])
    for name in _all(iam, "list_role_policies", "PolicyNames", role):
        document = ask(iam, "get_role_policy", RoleName=role, PolicyName=name)["PolicyDocument"]
        yield _policy(document, f"the inline policy {name} of {role}")


def _all(iam: Any, operation: str, key: str, role: str) -> Iterator[Any]:
    marker: dict[str, str] = {}
    while True:
        answer = ask(iam, operation, RoleName=role, **marker)
        yield from answer[key]
        if not answer.get("IsTruncated"):
            return
        marker = {"Marker": answer["Marker"]}


def _managed(iam: Any, arn: str) -> Policy:
    version = ask(iam, "get_policy", PolicyArn=arn)["Policy"]["DefaultVersionId"]
    document = ask(iam, "get_policy_version", PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
    return _policy(document, arn)


def _policy(document: Any, name: str) -> Policy:
    return read_policy(json.dumps(document, indent=2), name=name, file=name)
