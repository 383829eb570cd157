from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellhop.platforms.cut import cut, size, split
from bellhop.platforms.slack.buttons import action_id, name_of, pack, unpack
from bellhop.platforms.slack.manifest import SCOPES, manifest
from bellhop.platforms.slack.people import Seen
from bellhop.platforms.slack.speech import spoken


@given(value=st.text())
def test_a_buttons_value_comes_back_as_it_went(value: str) -> None:
    assert unpack(pack(value)) == value
    assert not set(pack(value)) & set("&<>\n\x00")


def test_a_buttons_name_comes_back_as_it_went() -> None:
    assert name_of(action_id("say", 3)) == "say"
    assert name_of(action_id("a <b>\n&\x1b%", 3)) == "a <b>\n&\x1b%"
    assert name_of("somebody-elses") == ""


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("<@U0BOT> lambda list-functions --region ap-northeast-2", "lambda list-functions --region ap-northeast-2"),
        ("  <@U0BOT|bellhop>: help", "help"),
        ("hey <@U0BOT> help <@U01>", "hey <@U0BOT> help <@U01>"),
        ("<@U0BOT> s3 --x &lt;a&gt; &amp;amp;", "s3 --x <a> &amp;"),
        ("<@U0BOT> get <https://a.b/c?d=1&amp;e=2>", "get https://a.b/c?d=1&e=2"),
        ("<@U0BOT> get <http://a.bc|a.bc> <mailto:x@y.z|x@y.z> <mailto:q@y.z>", "get a.bc x@y.z q@y.z"),
        (
            "<@U0BOT> in <#C01|ops> <#C02> <!here> <!subteam^S1|@devs> <!subteam^S1>",
            "in #ops #C02 @here @devs @subteam",
        ),
        ("", ""),
    ],
)
def test_what_was_typed_is_read_back(said: str, typed: str) -> None:
    assert spoken(said, "U0BOT") == typed


def test_only_so_much_is_remembered() -> None:
    seen = Seen(bound=2)
    assert [seen.again(key) for key in ("a", "b", "a", "c", "b", "a")] == [False, False, True, False, True, False]


@settings(deadline=None)  # two shared cores
@given(text=st.text(min_size=1).filter(lambda text: text.isprintable()), limit=st.integers(4, 40))
def test_cutting_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    rest, pieces = text, list[str]()
    while rest:
        piece, rest = split(rest, limit)
        assert piece
        pieces.append(piece)
    assert "".join(pieces) == text
    assert all(size(piece) <= limit for piece in pieces)
    assert size(cut(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "limit", "piece"),
    [
        ("one two three", 9, "one two "),
        ("line one\ntwo three", 13, "line one\n"),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301"),
        ("👩\u200d👧👩\u200d👧", 7, "👩\u200d👧"),
        ("👍🏽👍🏽", 6, "👍🏽"),
        ("🇰🇷🇰🇷", 6, "🇰🇷"),
        ("☎\ufe0f☎\ufe0f", 3, "☎\ufe0f"),
    ],
)
def test_cuts_are_made_where_a_person_would(text: str, limit: int, piece: str) -> None:
    assert split(text, limit)[0] == piece


def test_the_manifest_for_socket_mode() -> None:
    made: dict[str, Any] = manifest("socket")
    assert made["oauth_config"]["scopes"]["bot"] == list(SCOPES)
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["event_subscriptions"] == {"bot_events": ["app_mention"]}
    assert made["settings"]["interactivity"] == {"is_enabled": True}


def test_the_manifest_for_http() -> None:
    settings = manifest("http", "Ops", "https://b.example/slack/events")["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == "https://b.example/slack/events"
    assert settings["interactivity"]["request_url"] == "https://b.example/slack/events"


@pytest.mark.parametrize(
    ("mode", "name", "url"), [("http", "B", "http://b"), ("http", "B", ""), ("socket", "x" * 36, "")]
)
def test_a_manifest_that_slack_would_not_take_is_refused(mode: Any, name: str, url: str) -> None:
    with pytest.raises(ValueError, match=r"https://|characters"):
        manifest(mode, name, url)
