from __future__ import annotations

import json
from typing import Any

import pytest

from bellhop.local.target_input import at_path, target_input

EVENT: dict[str, Any] = {
    "id": "e1",
    "detail-type": "Test",
    "time": "2026-11-23T00:00:00Z",
    "detail": {"name": 'a "b"', "size": 3, "items": [{"k": "v"}], "nested": {"x": [1]}},
}
RULE = "arn:aws:events:ap-northeast-2:123456789012:rule/r"


def sent(**target: Any) -> str:
    return target_input(target, EVENT, RULE)


def test_all_of_the_event_without_spaces() -> None:
    assert sent() == json.dumps(EVENT, separators=(",", ":"))


def test_a_constant() -> None:
    assert sent(Input='{"fixed": 1}') == '{"fixed": 1}'


def test_a_part() -> None:
    assert sent(InputPath="$.detail.nested") == '{"x":[1]}'


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$", EVENT),
        ("$.detail-type", "Test"),
        ("$['detail-type']", "Test"),
        ("$.detail.items[0].k", "v"),
        ("$.detail.items[1].k", None),
        ("$.detail.no.such", None),
    ],
)
def test_paths(path: str, value: Any) -> None:
    assert at_path(EVENT, path) == value


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('"<name> is <size> big"', '"a \\"b\\" is 3 big"'),
        ('{"n": <name>, "s": <size>, "i": <items>}', '{"n": "a \\"b\\"", "s": 3, "i": [{"k":"v"}]}'),
        ('{"in": "<items>"}', '{"in": "[{\\"k\\":\\"v\\"}]"}'),
        ('"<aws.events.rule-name> at <aws.events.event.ingestion-time>"', '"r at 2026-11-23T00:00:00Z"'),
        ('"<unknown>"', '""'),
    ],
)
def test_templates(template: str, text: str) -> None:
    paths = {"name": "$.detail.name", "size": "$.detail.size", "items": "$.detail.items"}
    filled = sent(InputTransformer={"InputPathsMap": paths, "InputTemplate": template})
    assert filled == text
    json.loads(filled)


def test_the_whole_event_in_a_template() -> None:
    filled = sent(InputTransformer={"InputTemplate": '{"was": <aws.events.event.json>}'})
    assert json.loads(filled) == {"was": EVENT}
