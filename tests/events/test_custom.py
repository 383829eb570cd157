"""Custom notifications: the schema that is shipped, whom they may mention, and how an author's marks travel."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import bellhop
from bellhop.channel import Channel
from bellhop.dressing import dress
from bellhop.events import tell
from bellhop.message import Mention, Message, Text
from bellhop.noise import facts_of
from bellhop.notification import Notification, Severity, Step
from bellhop.platforms.chime.render import render as chime
from bellhop.platforms.slack.render import render as slack
from bellhop.platforms.text import render
from bellhop.platforms.web.render import render as html
from bellhop.reader import Reader
from bellhop.unwrap import unwrap_all

SCHEMA = json.loads((Path(bellhop.__file__).parent / "schemas" / "custom-notification.json").read_text("utf-8"))
FIXTURES = Path(__file__).parent / "custom.notification"


def document(**changes: dict[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = {"version": "1.0", "source": "custom", "content": {"description": "d"}, "metadata": {}}
    return value | {key: value[key] | change for key, change in changes.items()}


def told(value: dict[str, Any], locale: str = "en") -> Notification:
    return tell(unwrap_all(json.dumps(value))[0], Reader(locale=locale)).notification


def is_right(value: dict[str, Any]) -> bool:
    return not list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(value))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]  # its types are unfinished


def complains(value: dict[str, Any]) -> bool:
    shown = render(told(value).message)
    return "Not as the schema wants it" in shown or "Not shown" in shown


@pytest.mark.parametrize("name", ["full", "least", "own", "wrong", "own_wrong"])
def test_the_schema_and_the_layout_agree_on_what_is_right(name: str) -> None:
    value = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    value = json.loads(value["Message"]) if "Message" in value else value
    assert is_right(value) is not complains(value)


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({"content": {"title": "t" * 250}}, True),
        ({"content": {"title": "t" * 251}}, False),
        ({"content": {"description": "d" * 8000}}, True),
        ({"content": {"description": "d" * 8001}}, False),
        ({"content": {"description": ""}}, False),
        ({"content": {"nextSteps": ["s" * 350]}}, True),
        ({"content": {"nextSteps": ["s" * 351]}}, False),
        ({"content": {"nextSteps": "one"}}, False),
        ({"content": {"keywords": ["k" * 75]}}, True),
        ({"content": {"keywords": ["k" * 76]}}, False),
        ({"content": {"textType": "html"}}, False),
        ({"content": {"fields": {"Load": 0.9}}}, True),
        ({"content": {"fields": [{"label": "Load"}]}}, False),
        ({"content": {"links": [{"label": "a", "url": "javascript:alert(1)"}]}}, False),
        ({"content": {"links": [{"label": "a", "url": "https://a.example"}] * 11}}, False),
        ({"content": {"subtitle": "x"}}, False),
        ({"metadata": {"severity": "low"}}, True),
        ({"metadata": {"severity": "bad"}}, False),
        ({"metadata": {"enableCustomActions": False}}, True),
        ({"metadata": {"additionalContext": {"a": ["b"]}}}, False),
        ({"metadata": {"mentions": "kim"}}, False),
    ],
)
def test_limits_are_those_of_the_schema(change: dict[str, dict[str, Any]], *, right: bool) -> None:
    value = document(**change)
    assert is_right(value) is right
    assert complains(value) is not right


def test_severity_colours_and_the_key_tells_repeats_apart() -> None:
    value = document(metadata={"severity": "critical", "dedupeKey": "k"})
    notification = told(value)
    assert (notification.severity, notification.message.tone, notification.dedupe) == (Severity.CRITICAL, "bad", "k")
    assert facts_of(unwrap_all(json.dumps(value))[0], notification).same == "k"


def test_what_aws_lets_through_carries_severity_and_key_as_well() -> None:
    notification = told(document(metadata={"additionalContext": {"severity": "high", "dedupeKey": "k"}}))
    assert (notification.severity, notification.dedupe) == (Severity.HIGH, "k")


def test_a_thread_is_told_its_summary_without_marks() -> None:
    notification = told(document(metadata={"threadId": "t", "summary": "*Still* <https://a.example|slow>"}))
    assert (notification.thread, notification.step, notification.summary) == ("custom:t", Step.REPLY, "Still slow")
    assert told(document(content={"title": "_New_ title"}, metadata={"threadId": "t"})).summary == "New title"


def test_the_title_keeps_its_marks_where_they_are_read() -> None:
    message = told(document(content={"title": ":fire: <@U0123ABCD> look at *this* :shipit: <!channel>"})).message
    assert message.title == "🔥 @U0123ABCD look at this :shipit: <!channel>"
    shown = slack(message)["blocks"][0]["text"]["text"]
    assert shown == "🔥 <@U0123ABCD> look at *this* :shipit: @\u2060channel"
    assert "<strong>this</strong>" in html(message)


def test_a_description_alone_gives_the_title() -> None:
    message = told(document(content={"description": "*Backup* done\n3 GiB"})).message
    assert (message.title, message.blocks) == ("Backup done", (Text(text="3 GiB", markup=True),))


def test_each_platform_has_the_marks_of_its_dialect() -> None:
    text = "*bold* _thin_ `@all` <https://a.example|there> @all 1 * 2"
    message = Message(title="t", blocks=(Text(text=text, markup=True),))
    content = chime(message)["Content"]
    assert "**bold** *thin* `@\u2060all` [there](https://a.example) @\u2060all 1 \\* 2" in content


@pytest.mark.parametrize(("locale", "words"), [("en", "For: park, @channel"), ("ko", "받는 사람: park, @channel")])
def test_only_whom_the_channel_allows_is_mentioned(locale: str, words: str) -> None:
    kim = Mention(name="kim", handle="U0123ABCD")
    channel = Channel(name="ops", platform="slack", may_mention=(kim,), locale=locale)
    value = document(metadata={"mentions": ["@Kim", "park", "@@channel"]})
    event = unwrap_all(json.dumps(value))[0]
    message = dress(channel, (), event, told(value))
    assert message.mentions == (kim,)
    assert words.replace("@channel", "channel") in render(message)
    payload = json.dumps(slack(message))
    assert "<@U0123ABCD>" in payload
    assert "<!channel>" not in payload
