"""What a button says is read back word for word."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bellhop.message import Action
from bellhop.saying import MOST, buttons, say, say_command
from bellhop.syntax.chat import normalise
from bellhop.syntax.lexer import words

_PRINTABLE = st.text(st.characters(min_codepoint=0, max_codepoint=0x7E), max_size=40)
_TRICKY = st.text("<&@!#;:lt amp'\"$`\\\u2018\u2019\u201c\u201d\xab\xbb\u200b\xa0\u2014{}[]|>()=,-~\n", max_size=30)


@given(st.lists(_PRINTABLE, max_size=6))
@example(["$(rm -rf)", "`x`", "it's", '"', "\\", "<@U1>", "&lt;", "&amp;lt;", "<!channel|all>", "{a: 1}", ""])
@example(["```x```"])
def test_every_ascii_word_comes_back_as_it_was(said: list[str]) -> None:
    command = ["cloudwatch", "describe-alarms", "--alarm-names", *said]
    assert words(normalise(say_command(command))) == command


@given(st.lists(_TRICKY | st.text(max_size=20), max_size=4))
@example(["'<@\u201cx\u201d"])
def test_any_other_word_comes_back_or_makes_no_button(said: list[str]) -> None:
    command = ["cloudwatch", "describe-alarms", "--alarm-names", *said]
    text = say_command(command)
    assert not text or words(normalise(text)) == command


def test_every_character_comes_back_or_makes_no_button() -> None:
    for number in (*range(0xD800), *range(0xE000, 0x11000), 0x1F525):
        command = ["x", f"a {chr(number)}'b"]
        text = say_command(command)
        assert not text or words(normalise(text)) == command, f"U+{number:04X}"


@pytest.mark.parametrize("name", ["주문 지연", "磁盘 90%/home", "it's «late»", "naïve “quotes”", "über $cpu", "🔥"])
def test_names_in_any_language_can_be_said(name: str) -> None:
    command = ["cloudwatch", "describe-alarms", "--alarm-names", name]
    assert words(normalise(say_command(command))) == command


def test_plain_words_need_no_quotes() -> None:
    said = ("logs", "filter-log-events", "--log-group-name", "/aws/lambda/checkout", "--limit", "30")
    assert say_command(said) == " ".join(said)


def test_what_is_too_long_or_would_change_on_the_way_makes_no_button() -> None:
    assert say("Show", ("logs", "x" * MOST)) is None
    assert say("Show", ("logs", "zero\u200bwidth")) is None
    assert buttons(say("Show", ("logs", "\u2060")), say("Show", ("logs", "x"))) == (
        Action(label="Show", name="say", value="logs x"),
    )
