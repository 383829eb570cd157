"""Which records a trail takes, by its event selectors: pure.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bellhop.local.optional import items

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_WANTS: dict[str, tuple[Callable[[str, str], bool], bool]] = {
    "Equals": (str.__eq__, True),
    "StartsWith": (str.startswith, True),
    "EndsWith": (str.endswith, True),
    "NotEquals": (str.__eq__, False),
    "NotStartsWith": (str.startswith, False),
    "NotEndsWith": (str.endswith, False),
}


def takes(
    classic: Sequence[Mapping[str, Any]], advanced: Sequence[Mapping[str, Any]], record: Mapping[str, Any]
) -> bool:
    """Say whether a trail with these selectors, in PutEventSelectors' form, takes a record.

    A trail without selectors takes all management events and no data events.
    """
    if advanced:
        return any(_advanced(selector, record) for selector in advanced)
    return any(_classic(selector, record) for selector in classic or [{}])


def _classic(selector: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    wanted = selector.get("ReadWriteType", "All")
    if wanted != "All" and (wanted == "ReadOnly") is not bool(record["readOnly"]):
        return False
    if record["managementEvent"]:
        excluded = items(selector.get("ExcludeManagementEventSources"))
        return selector.get("IncludeManagementEvents", True) is not False and record["eventSource"] not in excluded
    resource_type, arn = _resource(record)
    resources = (r for r in items(selector.get("DataResources")) if r["Type"] == resource_type)
    return any(arn.startswith(value) for resource in resources for value in items(resource.get("Values")))


def _advanced(selector: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    return all(_field(field, _value(record, field["Field"])) for field in selector["FieldSelectors"])


def _field(field: Mapping[str, Any], value: str) -> bool:
    wants = ((test, wanted, field.get(name)) for name, (test, wanted) in _WANTS.items())
    return all(any(test(value, each) for each in listed) is wanted for test, wanted, listed in wants if listed)


def _value(record: Mapping[str, Any], field: str) -> str:
    resource_type, arn = _resource(record)
    return {
        "resources.type": resource_type,
        "resources.ARN": arn,
        "readOnly": str(record["readOnly"]).lower(),
        "userIdentity.arn": str(record["userIdentity"].get("arn", "")),
    }.get(field, str(record.get(field, "")))


def _resource(record: Mapping[str, Any]) -> tuple[str, str]:
    """Return the type and ARN of what a record is about; a call on all of a bucket is about its ARN with a slash."""
    for resource in items(record.get("resources")):
        return str(resource["type"]), str(resource.get("ARN") or resource.get("ARNPrefix") or "")
    return "", ""
