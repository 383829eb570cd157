"""`render_document` answers for every document, in the form that was asked for."""

from __future__ import annotations

import json

import pytest

from bellhop.reader import Reader
from bellhop.rendering import render_document

ALARM = json.dumps({"AlarmName": "cpu", "NewStateValue": "ALARM", "NewStateReason": "hot"})
BATCH = json.dumps({"Messages": [{"ReceiptHandle": "r", "Body": ALARM}, {"ReceiptHandle": "r", "Body": "second"}]})


def test_text_and_html_are_text() -> None:
    assert render_document(ALARM, "text", Reader()) == (
        'ALARM: "cpu"\nhot\nAlarm: https://console.aws.amazon.com/cloudwatch/home#alarmsV2:alarm/cpu\n'
        "[Alarm history] [Describe alarm]"
    )
    assert str(render_document(ALARM, "html", Reader())).startswith('<article class="msg tone-bad">')
    assert "\n\nsecond" in str(render_document(BATCH, "text", Reader()))


def test_a_platform_gives_type_layout_and_payload() -> None:
    told = render_document(ALARM, "slack", Reader())
    assert isinstance(told, dict)
    assert told["ok"] is True
    assert (told["type"], told["own_layout"]) == ("cloudwatch.metric_alarm", True)
    assert json.dumps(told["payload"])


def test_a_batch_gives_its_first_event_and_more() -> None:
    told = render_document(BATCH, "slack", Reader())
    assert isinstance(told, dict)
    assert told["type"] == "cloudwatch.metric_alarm"
    assert [more["type"] for more in told["more"]] == ["fallback.plain_text"]


def test_a_layout_that_fails_is_named() -> None:
    told = render_document(json.dumps({"AlarmName": [], "NewStateValue": "ALARM"}), "slack", Reader())
    assert isinstance(told, dict)
    assert told["ok"] is True
    assert told["own_layout"] is False
    assert "cloudwatch.metric_alarm" in told["problem"]


@pytest.mark.parametrize("document", ["", "x", b"\xff", "{}", "[]"])
def test_any_document_is_answered(document: str | bytes) -> None:
    for to in ("text", "html", "slack"):
        assert render_document(document, to, Reader())


def test_an_unknown_platform_is_named_with_the_known_ones() -> None:
    told = render_document("x", "pigeon", Reader())
    assert isinstance(told, dict)
    assert told["ok"] is False
    assert "slack" in told["error"]
