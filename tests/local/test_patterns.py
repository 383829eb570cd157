from __future__ import annotations

from typing import Any

import pytest

from bellhop.local.patterns import matches

EVENT: dict[str, Any] = {
    "source": "aws.s3",
    "resources": ["arn:aws:s3:::one", "arn:aws:s3:::two"],
    "detail": {
        "eventName": "PutObject",
        "sourceIPAddress": "10.1.2.3",
        "size": 300,
        "readOnly": False,
        "error": None,
        "tags": [],
        "resources": [{"type": "Object", "ARN": "arn:o"}, {"type": "Bucket", "ARN": "arn:b"}],
    },
}


@pytest.mark.parametrize(
    "detail",
    [
        {"eventName": ["GetObject", "PutObject"]},
        {"eventName": [{"prefix": "Put"}]},
        {"eventName": [{"prefix": {"equals-ignore-case": "put"}}]},
        {"eventName": [{"suffix": "Object"}]},
        {"eventName": [{"equals-ignore-case": "putobject"}]},
        {"eventName": [{"wildcard": "P*Obj*t"}]},
        {"eventName": [{"anything-but": ["GetObject"]}]},
        {"eventName": [{"anything-but": {"prefix": ["Get", "List"]}}]},
        {"size": [300.0]},
        {"size": [{"numeric": [">", 100, "<=", 300]}]},
        {"sourceIPAddress": [{"cidr": "10.0.0.0/8"}]},
        {"readOnly": [False]},
        {"error": [None]},
        {"missing": [{"exists": False}]},
        {"eventName": [{"exists": True}]},
        {"resources": {"type": ["Bucket"], "ARN": ["arn:b"]}},
        {"$or": [{"eventName": ["No"]}, {"size": [300]}]},
        {},
    ],
)
def test_it_matches(detail: dict[str, Any]) -> None:
    assert matches({"source": ["aws.s3"], "detail": detail}, EVENT)


@pytest.mark.parametrize(
    "detail",
    [
        {"eventName": ["putobject"]},
        {"eventName": ["PutObject"], "size": [1]},
        {"eventName": [{"prefix": "Get"}]},
        {"eventName": [{"wildcard": "P*x"}]},
        {"eventName": [{"anything-but": ["PutObject"]}]},
        {"eventName": [{"anything-but": {"suffix": "Object"}}]},
        {"size": ["300"]},
        {"size": [{"numeric": [">", 300]}]},
        {"sourceIPAddress": [{"cidr": "192.168.0.0/16"}]},
        {"readOnly": [0]},
        {"missing": [None]},
        {"missing": [{"anything-but": ["x"]}]},
        {"eventName": [{"exists": False}]},
        {"tags": ["any"]},
        {"resources": {"type": ["Bucket"], "ARN": ["arn:o"]}},
        {"$or": [{"eventName": ["No"]}, {"size": [301]}]},
    ],
)
def test_it_does_not_match(detail: dict[str, Any]) -> None:
    assert not matches({"detail": detail}, EVENT)


def test_one_of_a_list_is_enough() -> None:
    assert matches({"resources": ["arn:aws:s3:::two"]}, EVENT)
    assert not matches({"resources": ["arn:aws:s3:::three"]}, EVENT)
