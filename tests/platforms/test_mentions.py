"""People are mentioned where the configuration says so, and nobody else is."""

from __future__ import annotations

import pytest

from bellhop.message import Mention, Message
from bellhop.platforms import text
from bellhop.platforms.chime.render import render as chime
from bellhop.platforms.slack.render import render as slack
from bellhop.platforms.web.render import render as web
from bellhop.store.messages import dump_message, load_message


def said(*mentions: Mention) -> Message:
    return Message(title="down", mentions=mentions)


@pytest.mark.parametrize(
    ("handle", "wanted"),
    [
        ("U0123ABC", "<@U0123ABC>"),
        ("S0123ABC", "<!subteam^S0123ABC>"),
        ("here", "<!here>"),
        ("", "minji"),
        ("U1> <!channel", "minji"),
    ],
)
def test_slack_tells_the_person(handle: str, wanted: str) -> None:
    payload = slack(said(Mention(name="minji", handle=handle)))
    assert payload["blocks"][1]["text"]["text"] == wanted
    assert payload["text"].split("\n")[1] == "@minji"


@pytest.mark.parametrize(
    ("handle", "wanted"), [("minji@example.com", "@minji@example.com"), ("", "minji"), ("a b", "minji")]
)
def test_chime_tells_the_person(handle: str, wanted: str) -> None:
    assert chime(said(Mention(name="minji", handle=handle)))["Content"].split("\n\n")[1] == wanted


def test_elsewhere_the_name_is_shown() -> None:
    message = said(Mention(name="minji"), Mention(name="sre"))
    assert text.render(message) == "down\n@minji @sre"
    assert '<p class="mentions"><strong>@minji</strong> <strong>@sre</strong></p>' in web(message)


def test_the_store_keeps_them() -> None:
    message = said(Mention(name="minji", handle="U0123ABC"))
    assert load_message(dump_message(message)) == message
