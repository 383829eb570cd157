"""Nothing that arrives makes telling fail: not mutated events, not the payloads that broke other people's bots."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bellhop.event import Event, Form
from bellhop.events import Told, event_types, recognise, tell
from bellhop.notification import Severity
from bellhop.payload import EMPTY, Payload
from bellhop.platforms import text
from bellhop.platforms.web import render as html
from bellhop.reader import Reader
from bellhop.unwrap import unwrap_all

HERE = Path(__file__).parent
DOCUMENTS = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*/*.json"))]
JUNK: list[Any] = [
    None,
    True,
    0,
    -1.5,
    1e300,
    "",
    "x",
    "\x00",
    [],
    {},
    [[]],
    {"a": 1},
    [{"a": None}],
    "a" * 5000,
    10**30,
]


def told(document: object, **known: str) -> list[Told]:
    body = document if isinstance(document, str) else json.dumps(document)
    return [tell(event, Reader()) for event in unwrap_all(body, **known)]


def mutated(value: Any, data: st.DataObject) -> Any:
    """The document with values somewhere inside replaced or left out."""
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value)
        fate = data.draw(st.lists(st.integers(0, 11), min_size=len(items), max_size=len(items)))
        return {
            key: data.draw(st.sampled_from(JUNK)) if luck == 1 else mutated(inner, data)
            for (key, inner), luck in zip(items.items(), fate, strict=True)
            if luck
        }
    if isinstance(value, list):
        return [mutated(inner, data) for inner in cast("list[Any]", value)]
    if isinstance(value, str) and value[:1] == "{":
        return json.dumps(mutated(json.loads(value), data))
    return value


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data(), document=st.sampled_from(DOCUMENTS), locale=st.sampled_from(["en", "ko"]))
def test_a_mutated_event_is_told_all_the_same(data: st.DataObject, document: Any, locale: str) -> None:
    for event in unwrap_all(json.dumps(mutated(document, data))):
        result = tell(event, Reader(locale=locale))
        assert result.notification.message.title
        assert text.render(result.notification.message)
        assert html.render(result.notification.message)


@pytest.mark.parametrize(
    "body",
    [
        "the letters text and AlarmName in plain words",
        "AlarmName",
        '"AlarmName"',
        '{"text": "AlarmName"}',
        "{'AlarmName': 'python repr'}",
    ],
)
def test_types_are_not_guessed_from_letters(body: str) -> None:
    (result,) = told(body)
    assert not result.own_layout
    assert not result.problem


def test_an_enum_value_nobody_knows_is_told() -> None:
    document = {"AlarmName": "a", "NewStateValue": "PONDERING", "AlarmArn": "not an arn", "Trigger": "none"}
    (result,) = told(document)
    assert result.own_layout
    assert result.notification.message.title == 'PONDERING: "a"'


def test_a_huge_event_is_told() -> None:
    document = {"source": "aws.big", "detail-type": "Big", "detail": {f"k{n}": "v" * 400 for n in range(1000)}}
    (result,) = told(document)
    assert result.notification.message.title


def test_a_mention_in_an_alarm_stays_text_for_the_renderer_to_escape() -> None:
    (result,) = told({"AlarmName": "<!channel>", "NewStateValue": "ALARM", "AlarmDescription": "<!here>"})
    assert '"<!channel>"' in result.notification.message.title


def test_a_module_that_fails_leaves_a_note_and_the_event_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = event_types()["cloudwatch.metric_alarm"]
    (event,) = unwrap_all(json.dumps({"AlarmName": {"no": "text"}, "NewStateValue": "ALARM"}))
    assert recognise(event) == [kind]
    result = tell(event, Reader())
    assert not result.own_layout
    assert result.problem == "cloudwatch.metric_alarm: $.AlarmName: wanted text"
    assert result.notification.type == "fallback.unknown_json"
    assert result.notification.severity is Severity.LOW
    assert "cloudwatch.metric_alarm" in text.render(result.notification.message)


def test_even_an_event_with_nothing_in_it_is_told() -> None:
    for form in Form:
        result = tell(Event(form=form, detail=EMPTY, extra=EMPTY), Reader())
        assert result.notification.message.title
        assert not tell(Event(form=form, detail=Payload([1]), extra=EMPTY), Reader()).problem


@pytest.mark.parametrize(
    "body",
    [
        "Alerts Firing:\n - alertname = " + " " * 100_000 + "x",
        "AWS Budget Notification\nBudget Name: x" + " " * 100_000 + "y",
        "Timestamp: x\nMessage: a" + " " * 100_000 + "b",
        "StackId='arn:" + "\nA='" * 50_000,
        json.dumps({"source": "custom", "content": {"title": "*a " * 50_000, "description": "[" * 100_000}}),
        json.dumps({"source": "custom", "content": {"description": "*a _b `c <https://" * 10_000}}),
    ],
    ids=["prometheus", "budget", "beanstalk", "stack", "marks", "links"],
)
def test_no_text_keeps_it_busy(body: str) -> None:
    began = time.process_time()
    for result in told(body):
        text.render(result.notification.message)
        html.render(result.notification.message)
    assert time.process_time() - began < 5
