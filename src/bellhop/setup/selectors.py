"""CloudTrail's event selectors: what a trail records of the objects of a bucket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_OBJECT = "AWS::S3::Object"


def selector(objects: str, records: str) -> dict[str, Any]:
    """The basic selector of one bucket's object calls.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html

    Args:
        objects: `arn:aws:s3:::bucket/`.
        records: `All`, `ReadOnly` or `WriteOnly`.
    """
    return {
        "ReadWriteType": records,
        "IncludeManagementEvents": False,
        "DataResources": [{"Type": _OBJECT, "Values": [objects]}],
    }


def plain(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The selectors of GetEventSelectors as `selector` spells them; advanced ones as they are."""
    basic = [
        {
            "ReadWriteType": one.get("ReadWriteType", "All"),
            "IncludeManagementEvents": one.get("IncludeManagementEvents", True),
            "DataResources": one.get("DataResources", []),
        }
        for one in answer.get("EventSelectors") or ()
    ]
    return [*basic, *(answer.get("AdvancedEventSelectors") or ())]


def records(answer: Mapping[str, Any], objects: str) -> str:
    """What the selectors of GetEventSelectors record of all objects of a bucket.

    Returns:
        `All`, `ReadOnly`, `WriteOnly`, or empty for nothing.
    """
    kinds = {
        one.get("ReadWriteType", "All")
        for one in answer.get("EventSelectors") or ()
        for resource in one.get("DataResources") or ()
        if resource.get("Type") == _OBJECT and _covers(resource.get("Values") or (), objects)
    }
    kinds |= {_advanced(one.get("FieldSelectors") or (), objects) for one in answer.get("AdvancedEventSelectors") or ()}
    kinds.discard("")
    return kinds.pop() if len(kinds) == 1 else "All" if kinds else ""


def _covers(prefixes: Iterable[str], objects: str) -> bool:
    """Whether a prefix stands for all of the bucket: itself, or `arn:aws:s3`, which is every bucket."""
    return any(prefix and objects.startswith(prefix) for prefix in prefixes)


def _advanced(fields: Iterable[Mapping[str, Any]], objects: str) -> str:
    """What one advanced selector records of a bucket; one with a condition that we can't weigh counts as nothing.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
    """
    kind, data, s3 = "All", False, False
    for field in fields:
        name = field.get("Field", "")
        operators = {key: value for key, value in field.items() if key != "Field" and value}
        equals: list[str] = operators.pop("Equals", []) if name != "resources.ARN" else []
        prefixes: list[str] = operators.pop("StartsWith", []) if name == "resources.ARN" else []
        if operators:
            return ""
        if name == "readOnly":
            kind = "ReadOnly" if equals == ["true"] else "WriteOnly"
        elif name == "eventCategory":
            data = "Data" in equals
        elif name == "resources.type":
            s3 = _OBJECT in equals
        elif name != "resources.ARN" or not _covers(prefixes, objects):
            return ""
    return kind if data and s3 else ""
