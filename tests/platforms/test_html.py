"""The console's HTML: everything escaped, only web links, a few marks where the author may mark."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellhop.message import Action, Code, Fact, Facts, Link, Message, Picture, Table, Text, Tone
from bellhop.platforms.web.render import is_web, render

TAGS = {
    *("article", "h3", "p", "dl", "div", "dt", "dd", "pre", "table", "thead", "tbody", "tr", "th", "td"),
    *("ul", "li", "a", "button", "footer", "img", "br", "strong", "em", "code"),
}
VOID = {"br", "img"}


class Sieve(HTMLParser):
    """Fails on any tag or attribute that the renderer does not mean to write, and on tags left open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in {"class", "href", "target", "rel", "type", "name", "value", "src", "alt", "loading"} or (
                name.startswith("data-")
            )
            if name in ("href", "src"):
                assert is_web(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def sieve(html: str) -> None:
    parser = Sieve()
    parser.feed(html)
    parser.close()
    assert not parser.open


def test_a_message_has_classes_for_its_parts() -> None:
    html = render(
        Message(
            title="ALARM",
            tone=Tone.BAD,
            blocks=(
                Text(text="a\nb", small=True),
                Facts(items=(Fact(label="Bucket", value="b", url="https://e.com/?a=1&b=2"),)),
                Code(text="x"),
                Code(text="\n".join("abcdefghijkl"), fold=True),
                Table(heads=("h",), rows=(("c",),)),
            ),
            links=(Link(label="More", url="https://e.com"),),
            actions=(Action(label="Run", name="run", value="id-1"),),
            footer="small",
        )
    )
    sieve(html)
    assert '<article class="msg tone-bad"><h3 class="title">ALARM</h3><p class="text small">a<br>b</p>' in html
    assert 'href="https://e.com/?a=1&amp;b=2"' in html
    assert '<div class="fold" data-state="closed" data-lines="12">' in html
    assert '<button type="button" class="btn btn-plain" name="run" value="id-1">Run</button>' in html


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//e.com", "https://", "http://a b", "ftp://e"]
)
def test_only_web_addresses_are_linked(url: str) -> None:
    html = render(
        Message(title="t", links=(Link(label="here", url=url),), blocks=(Text(text=f"<{url}|x>", markup=True),))
    )
    sieve(html)
    assert "<a " not in html
    assert "here" in html


def test_markup_knows_a_few_marks() -> None:
    text = "*bold* _it_ `co*de*` <https://e.com|label> [t](https://e.com/t) https://e.com/x. snake_case_it 2*3*4 <@U>"
    html = render(Message(title="t", blocks=(Text(text=text, markup=True),)))
    sieve(html)
    assert "<strong>bold</strong> <em>it</em> <code>co*de*</code>" in html
    assert ">label</a>" in html
    assert ">t</a>" in html
    assert ">https://e.com/x</a>." in html
    assert "snake_case_it 2*3*4 &lt;@U&gt;" in html


def test_text_without_markup_stays_as_it_was_written() -> None:
    assert "*not bold* &lt;b&gt;" in render(Message(title="t", blocks=(Text(text="*not bold* <b>"),)))


nasty = st.text() | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "https://e.com/\"'><",
        "*<b>*",
        "`<`",
        "<https://x|<b>>",
    ]
)


@given(nasty, nasty, st.booleans())
def test_nothing_from_outside_becomes_markup(text: str, url: str, markup: bool) -> None:
    sieve(
        render(
            Message(
                title=text or "t",
                blocks=(
                    Text(text=text, markup=markup),
                    Code(text=text, fold=True),
                    Facts(items=(Fact(label=text, value=text, url=url),)),
                    Table(heads=(text,), rows=((text,),)),
                    Picture(url=url, alt=text),
                ),
                links=(Link(label=text, url=url),),
                actions=(Action(label=text, name=text, value=text),),
                footer=text,
            )
        )
    )
