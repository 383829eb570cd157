"""The gallery as a page: in the console, and alone, for the manual."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bellhop.console.paper import Paper
from bellhop.gallery.cards import PLATFORMS, cards
from bellhop.reader import LOCALES

_STATIC = Path(__file__).parent / "static"
_STYLES = ("tokens.css", "message.css", "gallery.css")
_LANGUAGES = {"en": "English", "ko": "한국어"}
ALL = "all"


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to look at the gallery: its label, where it is, and whether this is it."""

    label: str
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class Tabs:
    """Tabs of one kind."""

    label: str
    tabs: tuple[Tab, ...]


def gallery_values(paper: Paper, locale: str, language: str, platform: str, url: str) -> dict[str, Any]:
    """What `gallery_cards.html` is filled in with.

    Args:
        paper: gives the words.
        locale: the language of the page.
        language: the language of the messages; any other than `en` and `ko` is that of the page.
        platform: one of `PLATFORMS` or `all`; any other is Slack.
        url: where a tab leads, with `{language}` and `{platform}` in it.
    """
    language = language if language in LOCALES else locale
    platform = platform if platform in (*PLATFORMS, ALL) else "slack"
    say = paper.sayer(locale)
    shown = cards(language)

    def tab(label: str, of_language: str, of_platform: str) -> Tab:
        here = (of_language, of_platform) == (language, platform)
        return Tab(label, url.format(language=of_language, platform=of_platform), here)

    platforms = {**PLATFORMS, ALL: say("all")}
    return {
        "cards": shown,
        "families": list(dict.fromkeys(card.family for card in shown)),
        "names": PLATFORMS,
        "platforms_shown": tuple(PLATFORMS) if platform == ALL else (platform,),
        "tabs": (
            Tabs(say("Platform"), tuple(tab(label, language, name) for name, label in platforms.items())),
            Tabs(say("Language"), tuple(tab(label, name, platform) for name, label in _LANGUAGES.items())),
        ),
    }


def write_gallery(folder: Path) -> None:
    """Writes the gallery as pages that need no server: `LANGUAGE-PLATFORM.html`.

    Args:
        folder: is made if there is none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paper = Paper("Bellhop")
    styles = "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in _STYLES)
    script = (_STATIC / "gallery.js").read_text(encoding="utf-8")
    for language in LOCALES:
        for platform in (*PLATFORMS, ALL):
            values = gallery_values(paper, language, language, platform, "{language}-{platform}.html")
            page = paper.page("gallery_alone.html", language, styles=styles, script=script, **values)
            (folder / f"{language}-{platform}.html").write_text(page, encoding="utf-8")
