"""Each of the 38 events that a notification rule can name, FULL and BASIC, is told like its EventBridge form.

`rule_events.json` has a detail for each id, and what FULL adds; what is told of them stands in `rule_events.txt`.
https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#events-ref-repositories
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from bellhop.events import Told, tell
from bellhop.platforms import text
from bellhop.reader import Reader
from bellhop.setup.developer_events import EVENTS
from bellhop.unwrap import unwrap_all

HERE = Path(__file__).parent
CASES: Mapping[str, Mapping[str, Any]] = json.loads((HERE / "rule_events.json").read_text(encoding="utf-8"))
DULL = frozenset({"sourceActionName", "sourceActionProvider", "failedActionCount", "commentId"})


def test_the_table_has_every_event_that_a_rule_can_name() -> None:
    assert sorted(CASES) == sorted(name for names in EVENTS.values() for name in names)


@pytest.mark.parametrize("name", sorted(CASES))
@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_rule_tells_what_eventbridge_tells(name: str, locale: str) -> None:
    basic, full = told(rule_form(name, full=False), locale), told(rule_form(name, full=True), locale)
    bridge = told(eventbridge_form(name), locale)
    assert bridge.notification.type == CASES[name]["type"]
    assert shown(basic) == shown(bridge)
    assert full.notification.message.title == bridge.notification.message.title
    assert full.notification.thread == basic.notification.thread == bridge.notification.thread


@pytest.mark.parametrize("name", sorted(name for name, case in CASES.items() if case["full"]))
def test_full_detail_is_shown(name: str) -> None:
    shown_full = shown(told(rule_form(name, full=True), "en"))
    for value in scalars(CASES[name]["full"]):
        assert value in shown_full


def test_the_messages_are_as_they_were_read(update: bool) -> None:
    page = "".join(
        f"=== {name}\n{shown(told(rule_form(name, full=True), 'en'))}\n--- ko\n"
        f"{shown(told(rule_form(name, full=True), 'ko'))}\n\n"
        for name in sorted(CASES)
    )
    snapshot = HERE / "rule_events.txt"
    if update:
        snapshot.write_text(page, encoding="utf-8")
    assert page == snapshot.read_text(encoding="utf-8")


def told(document: Mapping[str, Any], locale: str) -> Told:
    """The one event of a document, told by its own layout without a problem."""
    (event,) = unwrap_all(json.dumps(document).encode())
    result = tell(event, Reader(locale=locale))
    assert not result.problem
    assert result.own_layout
    return result


def shown(result: Told) -> str:
    return text.render(result.notification.message)


def rule_form(name: str, *, full: bool) -> Mapping[str, Any]:
    """As SNS carries it from a notification rule."""
    case = CASES[name]
    return {
        **place(name),
        "detailType": case["detailType"],
        "notificationRuleArn": "arn:aws:codestar-notifications:ap-northeast-2:111122223333:notificationrule/9dd2e0d1",
        "detail": case["detail"],
        "additionalAttributes": case["full"] if full else {},
    }


def eventbridge_form(name: str) -> Mapping[str, Any]:
    """As EventBridge carries it."""
    case = CASES[name]
    return {
        "version": "0",
        "id": "7bf73129-1428-4cd3-a780-95db273d1602",
        **place(name),
        "detail-type": case["detailType"],
        "detail": case["detail"],
    }


def place(name: str) -> Mapping[str, Any]:
    service = name.partition("-")[0]
    return {
        "source": f"aws.{service}",
        "account": "111122223333",
        "region": "ap-northeast-2",
        "time": "2026-01-29T06:39:07Z",
        "resources": [f"arn:aws:{service}:ap-northeast-2:111122223333:web"],
    }


def scalars(value: object) -> list[str]:
    """Every text and number in a tree, but for counts of nothing and what says nothing to a person."""
    if isinstance(value, dict):
        members = cast("dict[str, object]", value).items()
        return [found for key, item in members if key not in DULL for found in scalars(item)]
    if isinstance(value, list):
        return [found for item in cast("list[object]", value) for found in scalars(item)]
    return [str(value)] if value else []
