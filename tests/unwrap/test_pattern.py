"""Event patterns match as EventBridge's documentation says."""

from __future__ import annotations

from typing import Any

import pytest

from bellhop.errors import Unreadable
from bellhop.pattern import check, matches

EVENT: dict[str, Any] = {
    "source": "aws.ec2",
    "resources": ["arn:aws:ec2:us-east-1:111122223333:instance/i-1", "arn:aws:ec2:us-east-1:111122223333:volume/v-1"],
    "detail": {
        "state": "Running",
        "count": 7,
        "ratio": 0.5,
        "flag": True,
        "nothing": None,
        "empty": [],
        "ip": "10.0.0.42",
        "path": "images/2026/cat.png",
        "tags": [{"key": "team", "value": "shop"}, {"key": "env", "value": "prod"}],
        "deep": {"er": {"est": "x"}},
    },
}


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ({"source": ["aws.ec2"]}, True),
        ({"source": ["aws.s3", "aws.ec2"]}, True),
        ({"source": ["aws.s3"]}, False),
        ({"source": ["aws.ec2"], "detail": {"state": ["stopped"]}}, False),
        ({"resources": ["arn:aws:ec2:us-east-1:111122223333:volume/v-1"]}, True),
        ({"detail": {"count": [7]}}, True),
        ({"detail": {"count": [7.0]}}, True),
        ({"detail": {"count": ["7"]}}, False),
        ({"detail": {"flag": [True]}}, True),
        ({"detail": {"flag": [1]}}, False),
        ({"detail": {"nothing": [None]}}, True),
        ({"detail": {"missing": [None]}}, False),
        ({"detail": {"deep": {"er": {"est": ["x"]}}}}, True),
        ({"detail": {"state": [{"prefix": "Run"}]}}, True),
        ({"detail": {"state": [{"prefix": "run"}]}}, False),
        ({"detail": {"state": [{"prefix": {"equals-ignore-case": "run"}}]}}, True),
        ({"detail": {"path": [{"suffix": ".png"}]}}, True),
        ({"detail": {"path": [{"suffix": {"equals-ignore-case": ".PNG"}}]}}, True),
        ({"detail": {"path": [{"suffix": ".jpg"}]}}, False),
        ({"detail": {"state": [{"equals-ignore-case": "rUNNING"}]}}, True),
        ({"detail": {"path": [{"wildcard": "images/*/*.png"}]}}, True),
        ({"detail": {"path": [{"wildcard": "*.jpg"}]}}, False),
        ({"detail": {"path": [{"wildcard": "images\\*"}]}}, False),
        ({"detail": {"state": [{"anything-but": "stopped"}]}}, True),
        ({"detail": {"state": [{"anything-but": ["stopped", "Running"]}]}}, False),
        ({"detail": {"missing": [{"anything-but": "x"}]}}, False),
        ({"detail": {"count": [{"anything-but": [1, 2]}]}}, True),
        ({"detail": {"state": [{"anything-but": {"prefix": "Run"}}]}}, False),
        ({"detail": {"state": [{"anything-but": {"suffix": ["x", "y"]}}]}}, True),
        ({"detail": {"path": [{"anything-but": {"wildcard": "*.png"}}]}}, False),
        ({"detail": {"state": [{"anything-but": {"equals-ignore-case": ["running"]}}]}}, False),
        ({"detail": {"count": [{"numeric": ["=", 7]}]}}, True),
        ({"detail": {"count": [{"numeric": [">", 0, "<=", 7]}]}}, True),
        ({"detail": {"count": [{"numeric": [">", 7]}]}}, False),
        ({"detail": {"state": [{"numeric": [">", 0]}]}}, False),
        ({"detail": {"flag": [{"numeric": [">", 0]}]}}, False),
        ({"detail": {"ratio": [{"numeric": ["<", 1]}]}}, True),
        ({"detail": {"ip": [{"cidr": "10.0.0.0/24"}]}}, True),
        ({"detail": {"ip": [{"cidr": "10.0.1.0/24"}]}}, False),
        ({"detail": {"ip": [{"cidr": "2001:db8::/32"}]}}, False),
        ({"detail": {"state": [{"cidr": "10.0.0.0/24"}]}}, False),
        ({"detail": {"state": [{"exists": True}]}}, True),
        ({"detail": {"nothing": [{"exists": True}]}}, True),
        ({"detail": {"missing": [{"exists": False}]}}, True),
        ({"detail": {"missing": [{"exists": True}]}}, False),
        ({"detail": {"empty": [{"exists": True}]}}, False),
        ({"detail": {"deep": [{"exists": True}]}}, False),
        ({"detail": {"tags": {"key": ["env"], "value": ["prod"]}}}, True),
        ({"detail": {"tags": {"key": ["env"], "value": ["shop"]}}}, False),
        ({"detail": {"$or": [{"state": ["stopped"]}, {"count": [{"numeric": [">", 5]}]}]}}, True),
        ({"detail": {"$or": [{"state": ["stopped"]}, {"count": [1]}]}}, False),
        ({"$or": [{"source": ["aws.s3"]}, {"source": ["aws.ec2"]}]}, True),
        ({"source": {"deeper": ["x"]}}, False),
        ({"source": {"deeper": [{"exists": False}]}}, True),
        ({"detail": {"state": ["stopped", {"prefix": "Ru"}]}}, True),
    ],
)
def test_a_pattern_matches_as_documented(pattern: dict[str, Any], wanted: bool) -> None:
    check(pattern)
    assert matches(pattern, EVENT) is wanted


UNFIT: list[tuple[Any, str]] = [
    ([], "$"),
    ({}, "$"),
    ({"source": "aws.ec2"}, "$.source"),
    ({"source": []}, "$.source"),
    ({"detail": {}}, "$.detail"),
    ({"source": [["aws.ec2"]]}, "$.source[0]"),
    ({"source": [{"begins": "aws"}]}, "$.source[0]"),
    ({"source": [{"prefix": "a", "suffix": "b"}]}, "$.source[0]"),
    ({"source": [{"prefix": 7}]}, "$.source[0].prefix"),
    ({"a": {"b": [{"numeric": [">"]}]}}, "$.a.b[0].numeric"),
    ({"a": [{"numeric": ["~", 1]}]}, "$.a[0].numeric"),
    ({"a": [{"numeric": [">", "1"]}]}, "$.a[0].numeric"),
    ({"a": [{"exists": "yes"}]}, "$.a[0].exists"),
    ({"a": [{"cidr": "10.0.0.0/99"}]}, "$.a[0].cidr"),
    ({"a": [{"anything-but": {"numeric": [">", 1]}}]}, "$.a[0].anything-but"),
    ({"a": [{"anything-but": []}]}, "$.a[0].anything-but"),
    ({"$or": []}, "$.$or"),
    ({"$or": [{"a": "x"}]}, "$.$or[0].a"),
]


@pytest.mark.parametrize(("pattern", "path"), UNFIT)
def test_a_pattern_that_cannot_be_is_told_with_its_place(pattern: object, path: str) -> None:
    with pytest.raises(Unreadable) as told:
        check(pattern)
    assert told.value.path == path


def test_a_list_matches_if_an_element_does() -> None:
    assert matches({"key": ["b"]}, [{"key": "a"}, {"key": "b"}])


def test_an_unknown_operator_matches_nothing() -> None:
    assert not matches({"source": [{"begins": "aws"}]}, EVENT)
