"""The judges of Slack's messages judge: what Slack's documentation forbids, they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pretend.blockkit import problems
from tests.pretend.slack_models import objections

ALL = {"slack_sdk", "blockkit", "slackblocks"}
_BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "a"}


def _section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}, **more}


def test_a_good_message_passes() -> None:
    blocks = [_section("*hello*", expand=True, block_id="one"), {"type": "actions", "elements": [_BUTTON]}]
    assert problems({"text": "hello", "blocks": blocks}) == []


@pytest.mark.parametrize(
    ("block", "judges"),
    [
        (_section("x" * 3_001), ALL),
        ({"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11}, {"slack_sdk", "slackblocks"}),
        ({"type": "actions", "elements": [_BUTTON] * 26}, ALL),
        ({"type": "actions", "elements": [{**_BUTTON, "style": "loud"}]}, {"slack_sdk", "blockkit"}),
        (
            {"type": "actions", "elements": [{**_BUTTON, "value": "x" * 2_001}]},
            ALL,
        ),
        ({"type": "context", "elements": []}, {"slack_sdk", "blockkit"}),
        (_section("x", colour="red"), ALL),
    ],
    ids=["text", "fields", "buttons", "style", "value", "empty", "unknown"],
)
def test_what_slack_would_refuse_is_refused(block: dict[str, Any], judges: set[str]) -> None:
    assert {said.partition(":")[0] for said in objections({"blocks": [block]})} == judges


@pytest.mark.parametrize("key", ["block_id", "action_id"])
def test_an_id_that_comes_twice_is_refused(key: str) -> None:
    block = _section("x", block_id="b") if key == "block_id" else {"type": "actions", "elements": [_BUTTON]}
    assert f"{key} not unique" in problems({"text": "x", "blocks": [block, block]})
