from __future__ import annotations

from typing import Any

import pytest

from bellhop.local.selectors import takes


def data(key: str = "photos/cat.png", *, read_only: bool = False, bucket: str = "b") -> dict[str, Any]:
    return {
        "eventName": "GetObject" if read_only else "PutObject",
        "eventSource": "s3.amazonaws.com",
        "eventCategory": "Data",
        "managementEvent": False,
        "readOnly": read_only,
        "userIdentity": {"arn": "arn:aws:iam::123456789012:user/u"},
        "resources": [{"type": "AWS::S3::Object", "ARN": f"arn:aws:s3:::{bucket}/{key}"}],
    }


def management(*, read_only: bool = False) -> dict[str, Any]:
    return {
        "eventName": "CreateTopic",
        "eventSource": "sns.amazonaws.com",
        "eventCategory": "Management",
        "managementEvent": True,
        "readOnly": read_only,
        "userIdentity": {},
    }


def classic(*values: str, **more: Any) -> dict[str, Any]:
    return {"DataResources": [{"Type": "AWS::S3::Object", "Values": list(values)}], **more}


@pytest.mark.parametrize(
    ("selector", "record", "wanted"),
    [
        (classic("arn:aws:s3"), data(), True),
        (classic("arn:aws:s3:::b/"), data(), True),
        (classic("arn:aws:s3:::b/photos/"), data(), True),
        (classic("arn:aws:s3:::b/videos/"), data(), False),
        (classic("arn:aws:s3:::c/", "arn:aws:s3:::b/"), data(), True),
        (classic("arn:aws:s3:::b/"), data(bucket="bb"), False),
        (classic("arn:aws:s3", ReadWriteType="WriteOnly"), data(), True),
        (classic("arn:aws:s3", ReadWriteType="WriteOnly"), data(read_only=True), False),
        (classic("arn:aws:s3", ReadWriteType="ReadOnly"), data(read_only=True), True),
        (classic("arn:aws:s3"), management(), True),
        (classic("arn:aws:s3", IncludeManagementEvents=False), management(), False),
        ({"ReadWriteType": "All"}, data(), False),
        ({"ExcludeManagementEventSources": ["sns.amazonaws.com"]}, management(), False),
    ],
)
def test_classic_selectors(selector: dict[str, Any], record: dict[str, Any], wanted: bool) -> None:
    assert takes([selector], [], record) is wanted


def advanced(**fields: dict[str, list[str]]) -> dict[str, Any]:
    return {"FieldSelectors": [{"Field": name.replace("__", "."), **how} for name, how in fields.items()]}


S3 = {"eventCategory": {"Equals": ["Data"]}, "resources__type": {"Equals": ["AWS::S3::Object"]}}


@pytest.mark.parametrize(
    ("selector", "record", "wanted"),
    [
        (advanced(**S3), data(), True),
        (advanced(**S3), management(), False),
        (advanced(eventCategory={"Equals": ["Management"]}), management(), True),
        (advanced(**S3, resources__ARN={"StartsWith": ["arn:aws:s3:::b/"]}), data(), True),
        (advanced(**S3, resources__ARN={"StartsWith": ["arn:aws:s3:::b/"]}), data(bucket="bb"), False),
        (advanced(**S3, resources__ARN={"NotStartsWith": ["arn:aws:s3:::b/"]}), data(), False),
        (advanced(**S3, resources__ARN={"EndsWith": [".png", ".jpg"]}), data(), True),
        (advanced(**S3, readOnly={"Equals": ["false"]}), data(read_only=True), False),
        (advanced(**S3, eventName={"NotEquals": ["PutObject", "DeleteObject"]}), data(), False),
        (advanced(**S3, userIdentity__arn={"Equals": ["arn:aws:iam::123456789012:user/u"]}), data(), True),
    ],
)
def test_advanced_selectors(selector: dict[str, Any], record: dict[str, Any], wanted: bool) -> None:
    assert takes([], [selector], record) is wanted


def test_a_trail_without_selectors_takes_management_events_only() -> None:
    assert takes([], [], management(read_only=True))
    assert not takes([], [], data())
