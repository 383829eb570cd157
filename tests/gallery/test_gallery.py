"""The gallery: its samples are the fixtures, it shows all of them everywhere, and nothing in it is live markup."""

import re
import runpy
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bellhop.console.gallery import write_gallery
from bellhop.events import event_types
from bellhop.gallery.cards import PLATFORMS, cards
from bellhop.gallery.samples import samples
from bellhop.gallery.slack import look_alike
from bellhop.message import Link, Message, Text
from bellhop.platforms.slack.render import render

ROOT = Path(__file__).parents[2]


def test_the_samples_are_the_fixtures() -> None:
    generate: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "generate.py"))
    packed = (ROOT / "src" / "bellhop" / "gallery" / "samples.json").read_text(encoding="utf-8")
    assert packed == generate["packed_samples"](), "run .venv/bin/python docs/generate.py"


def test_every_event_type_has_a_sample() -> None:
    assert {sample.type for sample in samples()} == set(event_types())


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_every_sample_is_shown_on_every_platform(locale: str) -> None:
    shown = cards(locale)
    assert [(card.type, card.case) for card in shown] == [(sample.type, sample.case) for sample in samples()]
    for card in shown:
        assert set(card.shown) == set(PLATFORMS)
        for platform, html in card.shown.items():
            assert len(re.sub(r"<[^>]+>", "", html).strip()) > 10, (card.type, platform)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.urls: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.urls += [value or "" for name, value in attrs if name == "href"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<https://a.example|"><img src=x>>',
        "*<b>* `</code><i>` ```</code>``` &lt;u&gt;",
        '"onclick="x',
    ],
)
def test_the_look_alike_is_safe(text: str) -> None:
    for markup in (True, False):
        message = Message(
            title=text,
            blocks=(Text(text=text, markup=markup),),
            links=(Link(label=text, url=f"https://a.example/{text}"),),
        )
        tags = Tags()
        tags.feed(look_alike(render(message)))
        assert set(tags.seen) <= {"div", "p", "b", "i", "code", "a", "br", "span"}
        assert all(url.startswith("https://a.example") for url in tags.urls)


def test_the_look_alike_shows_what_slack_shows() -> None:
    message = Message(
        title="Alarm in shop",
        blocks=(Text(text="*bold* _thin_ `x*y` <https://a.example|there> <@U0123ABCD>", markup=True),),
    )
    html = look_alike(render(message))
    assert "<b>Alarm in shop</b>" in html
    assert (
        '<b>bold</b> <i>thin</i> <code>x*y</code> <a rel="noreferrer" target="_blank" href="https://a.example">there</a>'
        in html
    )
    assert '<span class="slack-who">@U0123ABCD</span>' in html


def test_the_manuals_pages_lead_to_each_other(tmp_path: Path) -> None:
    write_gallery(tmp_path)
    pages = {page.name for page in tmp_path.iterdir()}
    assert len(pages) == 10
    for page in tmp_path.iterdir():
        text = page.read_text(encoding="utf-8")
        assert set(re.findall(r'<a href="([\w-]+\.html)"', text)) == {
            name for name in pages if name[:2] == page.name[:2] or name[2:] == page.name[2:]
        }
        assert text.count('class="card-sample"') == len(samples())
