from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pretend.blockkit import problems

from bellhop.message import Action, Block, Code, Fact, Facts, Link, Message, Picture, Style, Table, Text, Tone
from bellhop.platforms.slack.render import render, render_plain

NASTY = st.lists(
    st.text(alphabet=st.sampled_from("aB1 *_~`:>-#|&<>@!^\n\t:/한é😀\u200d\u202e\x1b\ud800"), max_size=40)
    | st.sampled_from(
        [
            "<!channel>",
            "<!here|x>",
            "<!everyone>",
            "<!subteam^S0123|@devs>",
            "@channel",
            "@here",
            "&lt;!channel&gt;",
            "```<!channel>",
            "arn:aws:s3:::b/*",
            "https://x.y/?a=1&b=<c>",
            "<https://evil|https://good>",
            "<@U012ABC>",
            ":smile:",
            "word " * 900,
            "가나다 " * 900,
            "x" * 3_500,
            "`" * 50,
        ]
    ),
    max_size=4,
).map(" ".join)
URLS = st.sampled_from(
    ["https://a/b?c=1&d=2", "javascript:x", "", "http://a|b>c", "https://a/\ud800 b", "https://a/" + "p" * 2_500]
)
BLOCKS = st.one_of(
    st.builds(Text, text=NASTY, small=st.booleans(), markup=st.booleans()),
    st.builds(Code, text=NASTY | st.integers(0, 900).map(lambda n: "line\n" * n), fold=st.booleans()),
    st.builds(Facts, items=st.lists(st.builds(Fact, label=NASTY, value=NASTY, url=URLS), max_size=12).map(tuple)),
    st.builds(Table, heads=st.just(("a", "b")), rows=st.lists(st.tuples(NASTY, NASTY), max_size=9).map(tuple)),
    st.builds(Picture, url=URLS, alt=NASTY),
)
ACTIONS = st.builds(
    Action, label=NASTY, name=st.just("say"), value=NASTY.map(lambda text: text[:2_000]), style=st.sampled_from(Style)
)
MESSAGES = st.builds(
    Message,
    title=NASTY,
    tone=st.sampled_from(Tone),
    blocks=st.lists(BLOCKS, max_size=8).map(tuple),
    links=st.lists(st.builds(Link, label=NASTY, url=URLS), max_size=6).map(tuple),
    actions=st.lists(ACTIONS, max_size=30).map(tuple),
    footer=NASTY,
)


@settings(deadline=None, max_examples=60)  # two shared cores
@given(message=MESSAGES, expanded=st.booleans(), locale=st.sampled_from(["en", "ko"]))
def test_every_message_is_one_that_slack_takes_and_nobody_is_pinged_by(
    message: Message, expanded: bool, locale: str
) -> None:
    assert problems(render(message, expanded=expanded, locale=locale)) == []
    assert problems({**render_plain(message), "blocks": []}) == []


@pytest.mark.parametrize(
    "blocks",
    [
        tuple(Text(text="a" * 3_000) for _ in range(60)),
        tuple(Text(text="a") for _ in range(60)),
        tuple(Picture(url="https://a/b.png", alt="x" * 3_000) for _ in range(60)),
        (Facts(items=tuple(Fact(label=f"l{n}", value="v" * 30) for n in range(600))),),
        (Facts(items=tuple(Fact(label=f"l{n}", value="v" * 3_000) for n in range(10))),),
        (Code(text="x" * 20_000),),
        (Code(text='"\\\n' * 9_000),),
        (Table(heads=("a",), rows=tuple((f"cell {n}",) for n in range(3_000))),),
        (Text(text="<@U012ABC> " * 2_000, markup=True),),
        (Text(text="&" * 9_000),),
    ],
    ids=["texts", "blocks", "pictures", "facts", "long-facts", "line", "quotes", "table", "markup", "escapes"],
)
def test_what_does_not_fit_is_left_out_and_said(blocks: tuple[Block, ...]) -> None:
    payload = render(Message(title="t", blocks=blocks, footer="the end"), expanded=True)
    assert problems(payload) == []
    note = payload["blocks"][-1]["elements"][0]["text"]
    assert "left out" in note
    assert payload["blocks"][-2]["elements"][0]["text"] == "the end"


def shown(*blocks: Block, **more: Any) -> str:
    """The mrkdwn of a message's blocks, one after the other."""
    texts: list[str] = []
    for block in render(Message(title="t", blocks=blocks), **more)["blocks"][1:]:
        parts = [block["text"]] if "text" in block else block.get("fields") or block["elements"]
        texts += [part["text"] for part in parts if isinstance(part["text"], str)]
    return "\n".join(texts)


def test_an_alarm() -> None:
    message = Message(
        title='ALARM: "disk" in Asia Pacific (Seoul)',
        tone=Tone.BAD,
        blocks=(Text(text="It is > 80 % full."), Facts(items=(Fact(label="Where", value="i-1"),))),
        links=(Link(label="Open", url="https://console/a?b=1&c=2"),),
        actions=(Action(label="Show logs", name="say", value="logs --a <b>", style=Style.PRIMARY),),
        footer="123456789012 · ap-northeast-2",
    )
    mrkdwn = {"type": "mrkdwn", "verbatim": True}
    assert render(message) == {
        "text": '🔴 ALARM: "disk" in Asia Pacific (Seoul)\nIt is &gt; 80 % full.\nWhere: i-1',
        "blocks": [
            {
                "type": "section",
                "text": {**mrkdwn, "text": '🔴 *ALARM: "disk" in Asia Pacific (Seoul)*'},
                "expand": True,
            },
            {"type": "section", "text": {**mrkdwn, "text": "It is &gt; 80 % full."}, "expand": True},
            {"type": "section", "fields": [{**mrkdwn, "text": "*Where*\ni-1"}]},
            {"type": "section", "text": {**mrkdwn, "text": "<https://console/a?b=1&amp;c=2|Open>"}, "expand": True},
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "text": {"type": "plain_text", "text": "Show logs"},
                        "action_id": "bellhop:say:1",
                        "value": "logs --a %3Cb%3E",
                        "style": "primary",
                    }
                ],
            },
            {"type": "context", "elements": [{**mrkdwn, "text": "123456789012 · ap-northeast-2"}]},
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def test_folded_code_shows_its_first_lines_and_a_button() -> None:
    code = Code(text="\n".join(f"row{n}" for n in range(40)), fold=True)
    folded, whole = (render(Message(title="t", blocks=(code,)), expanded=flag) for flag in (False, True))
    assert "row11\n" in str(folded["blocks"][1]["text"]["text"])
    assert "row12" not in str(folded["blocks"])
    assert folded["blocks"][2]["elements"][0]["text"] == "Lines 1-12 of 40"
    (more,) = folded["blocks"][3]["elements"]
    assert (more["text"]["text"], more["action_id"].split(":")[1]) == ("Show more", "more")
    assert "row39" in whole["blocks"][1]["text"]["text"]
    (less,) = whole["blocks"][2]["elements"]
    assert (less["text"]["text"], less["action_id"].split(":")[1]) == ("Show less", "less")


def test_one_long_line_is_folded_too() -> None:
    text = shown(Code(text="word " * 1_000, fold=True))
    assert len(text) < 1_400
    assert "Show more" in str(render(Message(title="t", blocks=(Code(text="word " * 1_000, fold=True),))))


def test_short_or_unfoldable_code_is_shown_whole_without_a_button() -> None:
    for code in (Code(text="a\nb", fold=True), Code(text="x\n" * 50)):
        assert "bellhop:" not in str(render(Message(title="t", blocks=(code,))))


def test_long_code_is_split_at_line_ends() -> None:
    rows = [f"row {n} with some words" for n in range(300)]
    payload = render(Message(title="t", blocks=(Code(text="\n".join(rows)),)))
    texts = [block["text"]["text"] for block in payload["blocks"][1:]]
    assert len(texts) == 3
    assert all(text.startswith("```\nrow") and text.endswith("words\n```") for text in texts)
    assert "\n".join(text.strip("`\n") for text in texts) == "\n".join(rows)


def test_korean_labels() -> None:
    payload = render(Message(title="t", blocks=(Code(text="줄\n" * 5_000, fold=True),)), locale="ko")
    assert "더 보기" in str(payload)
    whole = str(render(Message(title="t", blocks=(Code(text="줄\n" * 5_000, fold=True),)), expanded=True, locale="ko"))
    assert "접기" in whole
    assert "생략" in whole


def test_a_button_whose_command_is_too_long_is_left_out_and_said() -> None:
    actions = (Action(label="Long", name="say", value="x" * 2_001), Action(label="Short", name="say", value="x"))
    payload = render(Message(title="t", actions=actions))
    assert [button["text"]["text"] for button in payload["blocks"][1]["elements"]] == ["Short"]
    assert "buttons: 1" in str(payload["blocks"][-1])


@pytest.mark.parametrize(
    ("text", "mrkdwn"),
    [
        ("a_b_c stays, 12:30:45 too", "a_b_c stays, 12:30:45 too"),
        ("*bold* _it_ ~no~", "`*bold*` `_it_` `~no~`"),
        ("arn:aws:s3:::logs/*", "`arn:aws:s3:::logs/*`"),
        (":tada: x", "`:tada:` x"),
        ("> quote\n a > b", "`&gt;` quote\n a &gt; b"),
        ("`x` ```y```", "`\u02cbx\u02cb` `\u02cb\u02cb\u02cby\u02cb\u02cb\u02cb`"),
        ("<!channel> <@U012AB> @here", "&lt;!channel&gt; &lt;@U012AB&gt; `@\u2060here`"),
        ("a&b &lt;", "a&amp;b &amp;lt;"),
        ("see (https://a.b/c?d=1&e=2).", "see (<https://a.b/c?d=1&amp;e=2>)."),
        ("https://a.b/x", "<https://a.b/x>"),
        ("\x1b[31mred\r\nnext\u202e", "␛[31mred\nnext\ufffd"),
    ],
)
def test_plain_text_is_shown_as_it_is(text: str, mrkdwn: str) -> None:
    assert shown(Text(text=text)) == mrkdwn


@pytest.mark.parametrize(
    ("text", "mrkdwn"),
    [
        ("*bold* _it_ `code` :tada:", "*bold* _it_ `code` :tada:"),
        ("<@U012AB> and <@W9|bob>", "<@U012AB> and &lt;@W9|bob&gt;"),
        ("<#C012AB|ops>", "<#C012AB>"),
        ("<https://a.b?x=1&y=2|label>", "<https://a.b?x=1&amp;y=2|label>"),
        ("<https://a.b?x=1&amp;y=2>", "<https://a.b?x=1&amp;y=2>"),
        ("<mailto:a@b.c|mail>", "<mailto:a@b.c|mail>"),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
        ("<!channel> <!here> <!everyone>", "@\u2060channel @\u2060here @\u2060everyone"),
        ("<!subteam^S012|@devs> <!subteam^S012>", "@\u2060devs @\u2060subteam"),
        ("@channel @HERE", "@\u2060channel @\u2060HERE"),
        ("`<!channel>` ```<!here>```", "`&lt;!channel&gt;` ```&lt;!here&gt;```"),
        ("<<!channel>>", "&lt;@\u2060channel&gt;"),
        ("a & b &amp; c &lt;!channel&gt;", "a &amp; b &amp; c &lt;!channel&gt;"),
        ("https://a.b/c.", "<https://a.b/c>."),
        ("<!date^1392734382^{date}|Feb>", "<!date^1392734382^{date}|Feb>"),
        ("<!date^1^{date}^https://evil|x>", "@\u2060x"),
    ],
)
def test_an_authors_markup_is_kept_but_crowds_are_left_alone(text: str, mrkdwn: str) -> None:
    assert shown(Text(text=text, markup=True)) == mrkdwn


def test_code_cannot_end_its_fence() -> None:
    text = shown(Code(text="a\n```\n*b* <!channel>\n`````"))
    assert text.count("```") == 2
    assert text.replace("\u2060", "") == "```\na\n```\n*b* &lt;!channel&gt;\n`````\n```"


def test_a_title_with_marks_stays_bold_around_them() -> None:
    payload = render(Message(title="Deleted *.log from my_bucket\nnow"))
    assert payload["blocks"][0]["text"]["text"] == "*Deleted* `*.log` *from my_bucket now*"


def test_a_linked_fact() -> None:
    facts = Facts(items=(Fact(label="A", value="b", url="https://x"), Fact(label="C", value="d:e:f", url="https://y")))
    assert shown(facts) == "*A*\n<https://x|b>\n*C*\n`d:e:f` <https://y|↗>"


def test_long_facts_stand_alone_between_short_ones() -> None:
    values = ("short", "x" * 100, "short", "two\nlines")
    payload = render(Message(title="t", blocks=(Facts(items=tuple(Fact(label="l", value=v) for v in values)),)))
    assert ["fields" in block for block in payload["blocks"][1:]] == [True, False, True, False]


def test_a_picture_that_slack_cannot_fetch_becomes_a_link() -> None:
    assert shown(Picture(url="http://inside/graph.png", alt="CPU")) == "<http://inside/graph.png|CPU>"
    image = render(Message(title="t", blocks=(Picture(url="https://a/b.png", alt=""),)))["blocks"][1]
    assert (image["type"], image["alt_text"]) == ("image", "Picture")


def test_characters_are_never_torn_apart() -> None:
    family = "👩\u200d👩\u200d👧"
    payload = render(Message(title="t", blocks=(Text(text=family * 1_500),)))
    for block in payload["blocks"][1:-1]:
        assert re.fullmatch(f"(?:{family})+", block["text"]["text"])


def test_a_table_is_aligned() -> None:
    table = Table(heads=("Name", "State"), rows=(("한글", "ok"), ("b", "*bad*")))
    assert shown(table) == "```\nName  State\n한글  ok\nb     *bad*\n```"
