"""Policy documents as sets of statements by their Sid: ours are added and taken out, others' are left alone."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from typing import Any, cast

Statement = Mapping[str, Any]


def sid(purpose: str, owner: str) -> str:
    """A Sid (letters and digits) of a setup's statement, such as `BellhopEvents3f2a91c0`.

    It differs between setups, so that several may share a topic or a bucket.
    """
    return f"Bellhop{purpose}{_digest(owner)}"


def allow(
    sid: str, service: str, action: str, resource: str, condition: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """A statement that lets an AWS service do one thing under a condition, or under none."""
    conditions = {"Condition": {operator: dict(values) for operator, values in condition.items()}} if condition else {}
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": action,
        "Resource": resource,
        **conditions,
    }


def publish(
    purpose: str, owner: str, service: str, topic_arn: str, condition: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """A setup's statement that lets an AWS service publish to a topic."""
    return allow(sid(purpose, owner), service, "sns:Publish", topic_arn, condition)


def as_attributes(statements: Collection[Statement]) -> dict[str, Any]:
    """Statements as a resource's attributes, one each, spelt so that they can be compared."""
    return {
        f"policy statement {one['Sid']}": plain({key: value for key, value in one.items() if key != "Sid"})
        for one in statements
    }


def statements(document: str) -> list[dict[str, Any]]:
    """The statements of a policy document; none of an empty one."""
    held: Any = json.loads(document).get("Statement", []) if document else []
    return cast("list[dict[str, Any]]", held if isinstance(held, list) else [held])


def found(document: str) -> dict[str, Any]:
    """The named statements of a document, as attributes."""
    return as_attributes([statement for statement in statements(document) if statement.get("Sid")])


def merged(document: str, ours: Collection[Statement]) -> str:
    """The document with our statements in the place of those with the same Sid."""
    return _document(document, [*_others(document, {one["Sid"] for one in ours}), *ours])


def without(document: str, ours: Collection[Statement]) -> str:
    """The document without our statements; empty if no statement is left."""
    left = _others(document, {one["Sid"] for one in ours})
    return _document(document, left) if left else ""


def holds(document: str, ours: Collection[Statement]) -> bool:
    """Whether any of our statements is in the document."""
    return len(_others(document, {one["Sid"] for one in ours})) < len(statements(document))


def used_by_others(document: str, owner: str) -> bool:
    """Whether statements of other setups of Bellhop's are in the document."""
    sids = [str(statement.get("Sid", "")) for statement in statements(document)]
    return any(re.fullmatch("Bellhop[A-Za-z]+[0-9a-f]{8}", sid) and not sid.endswith(_digest(owner)) for sid in sids)


def _digest(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()[:8]


def _others(document: str, sids: Collection[str]) -> list[Statement]:
    return [statement for statement in statements(document) if statement.get("Sid") not in sids]


def _document(document: str, held: list[Statement]) -> str:
    whole: dict[str, Any] = json.loads(document) if document else {"Version": "2012-10-17"}
    return json.dumps({**whole, "Statement": held})


def plain(value: Any) -> Any:
    """A statement as AWS may give it back: a list of one is its element, and actions have no case."""
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, Any]", value).items()
        return {key: _lower(plain(inner)) if key == "Action" else plain(inner) for key, inner in pairs}
    if isinstance(value, list):
        elements = [plain(element) for element in cast("list[Any]", value)]
        return elements[0] if len(elements) == 1 else elements
    return value


def _lower(action: Any) -> Any:
    return action.lower() if isinstance(action, str) else [str(one).lower() for one in action]
