from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bellhop.message import Action, Block, Code, Fact, Facts, Link, Message, Picture, Table, Text, Tone
from bellhop.platforms.chime.markdown import plain
from bellhop.platforms.chime.render import LIMIT, render, size
from bellhop.platforms.text import harmless

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
PING = re.compile(r"@(?:all|present)\b|(?<![\w.+-])@\w", re.IGNORECASE)
NASTY = st.text(alphabet=st.sampled_from("aB1 *_~`#>-+=.!|[](){}<>&@\\\n\t:/한é😀\u202e\x1b\ud800")) | st.sampled_from(
    [
        "@All",
        "@Present now",
        "[click](https://evil)",
        "https://a.b/c_d_",
        "<b>x</b>",
        "```",
        "1. x",
        "&amp;",
        "user@All",
    ]
)
BLOCKS = st.one_of(
    st.builds(Text, text=NASTY),
    st.builds(Code, text=NASTY, fold=st.booleans()),
    st.builds(Facts, items=st.lists(st.builds(Fact, label=NASTY, value=NASTY, url=NASTY), max_size=3).map(tuple)),
    st.builds(Table, heads=st.just(("a", "b")), rows=st.lists(st.tuples(NASTY, NASTY), max_size=3).map(tuple)),
    st.builds(Picture, url=NASTY, alt=NASTY),
)


def content(*blocks: Block, **more: object) -> str:
    return render(Message(title="t", blocks=blocks), **more)["Content"]  # pyright: ignore[reportArgumentType]  # passed on


def test_a_message_with_everything() -> None:
    message = Message(
        title='ALARM: "disk" *full*',
        tone=Tone.BAD,
        blocks=(
            Text(text="It is full."),
            Facts(
                items=(Fact(label="Where", value="i-1", url="https://aws/i?a=(1)"), Fact(label="Since", value="12:00"))
            ),
            Code(text="df -h"),
            Table(heads=("a", "b|c"), rows=(("1", "2"),)),
            Picture(url="https://x/y.png", alt="graph"),
        ),
        links=(Link(label="Console", url="https://console"),),
        actions=(Action(label="Run", name="run"),),
        footer="123456789012",
    )
    assert render(message) == {
        "Content": '/md 🔴 **ALARM: "disk" \\*full\\***\n\nIt is full.\n\n'
        "- **Where:** [i-1](https://aws/i?a=%281%29)\n- **Since:** 12:00\n\n"
        "```\ndf -h\n```\n\n| a | b\\|c |\n| --- | --- |\n| 1 | 2 |\n\n[graph](https://x/y.png)\n\n"
        "[Console](https://console)\n\n*123456789012*"
    }


@settings(deadline=None)  # two shared cores
@given(text=NASTY)
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    html = MARKDOWN.render(plain(text.strip()))
    assert set(re.findall(r"</?(\w+)", html)) <= {"p", "br", "a"}
    shown = unescape(re.sub(r"<[^>]*>", "", html)).replace("\u2060", "").replace("\u00a0", " ")
    assert shown.split() == harmless(text).split()


@settings(deadline=None)  # two shared cores
@given(title=NASTY.filter(str.strip), blocks=st.lists(BLOCKS, max_size=5).map(tuple), expanded=st.booleans())
def test_nothing_pings_and_all_fits(title: str, blocks: tuple[Block, ...], expanded: bool) -> None:
    message = Message(title=title, blocks=blocks, footer=title, links=(Link(label=title, url="https://x/@All"),))
    text = str(render(message, expanded=expanded)["Content"])
    assert not PING.search(text)
    assert size(text) <= LIMIT
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e]", text)


@pytest.mark.parametrize(
    "block",
    [
        Text(text="wort " * 3_000),
        Text(text="가" * 5_000),
        Text(text="😀" * 5_000),
        Text(text="*" * 5_000),
        Code(text="\n".join(f"line {number}" for number in range(2_000))),
        Code(text="x" * 9_000),
        Facts(items=tuple(Fact(label=f"label {number}", value="v" * 50) for number in range(200))),
        Table(heads=("a",), rows=tuple((f"cell {number}",) for number in range(2_000))),
    ],
    ids=lambda block: type(block).__name__,
)
@pytest.mark.parametrize("locale", ["en", "ko"])
def test_what_does_not_fit_is_said_to_be_left_out(block: Block, locale: str) -> None:
    text = content(block, locale=locale)
    assert LIMIT - 600 < size(text) <= LIMIT
    assert ("생략" if locale == "ko" else "left out") in text
    assert "```" not in text or text.count("```") == 2


def test_a_short_message_says_nothing_of_the_kind() -> None:
    assert "left out" not in content(Text(text="a"), Code(text="b"))


def test_folded_code_is_whole_unless_asked_otherwise() -> None:
    code = Code(text="\n".join(f"row{number}" for number in range(30)), fold=True)
    assert "row29" in content(code)
    assert "row29" not in content(code, expanded=False)


def test_code_cannot_end_its_fence() -> None:
    html = MARKDOWN.render(content(Code(text="a\n```\n# heading\n````\nb")).removeprefix("/md "))
    assert "<h1>" not in html
    assert "````\nb" in html


def test_only_web_addresses_become_links() -> None:
    text = content(Facts(items=(Fact(label="x", value="y", url="javascript:alert(1)"),)))
    assert "](" not in text


def test_an_update_says_so() -> None:
    message = Message(title="Alarm is over", tone=Tone.GOOD)
    assert render(message, update=True)["Content"] == "/md 🔄 Update · ✅ **Alarm is over**"
    assert render(message, update=True, locale="ko")["Content"].startswith("/md 🔄 업데이트")
