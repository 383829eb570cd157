"""What the gallery shows: every sample, told in a language, on a platform."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape

import msgspec

from bellhop.events import tell
from bellhop.gallery.samples import samples
from bellhop.gallery.slack import look_alike
from bellhop.message import Message
from bellhop.platforms import text
from bellhop.platforms.chime.render import render as chime
from bellhop.platforms.slack.render import render as slack
from bellhop.platforms.web.render import render as web
from bellhop.reader import Reader
from bellhop.unwrap import unwrap_all

PLATFORMS = {"slack": "Slack", "web": "Console", "chime": "Chime", "text": "Text"}
ZONES = {"en": "UTC", "ko": "Asia/Seoul"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One sample as people see it.

    Args:
        type: the event type's name.
        case: what is particular about the sample.
        shown: by platform, the message as HTML that is safe.
        words: what a search looks through, in lower case.
        document: what arrived, tidily.
    """

    type: str
    case: str
    shown: dict[str, str]
    words: str
    document: str

    @property
    def family(self) -> str:
        """The first half of the type's name."""
        return self.type.partition(".")[0]


@cache
def cards(locale: str) -> tuple[Card, ...]:
    """All cards in a language, by type and case.

    Args:
        locale: `en` or `ko`.
    """
    reader = Reader(locale=locale, timezone=ZONES[locale])
    found: list[Card] = []
    for sample in samples():
        messages = [tell(event, reader).notification.message for event in unwrap_all(sample.document)]
        shown = {platform: "".join(_shown(one, platform, locale) for one in messages) for platform in PLATFORMS}
        words = f"{sample.type} {' '.join(text.render(one, expanded=False) for one in messages)}".lower()
        document = _tidy(sample.document)
        found.append(Card(type=sample.type, case=sample.case, shown=shown, words=words, document=document))
    return tuple(found)


def _shown(message: Message, platform: str, locale: str) -> str:
    match platform:
        case "slack":
            return look_alike(slack(message, locale=locale))
        case "web":
            return web(message)
        case "chime":
            return f'<pre class="plain">{escape(chime(message, locale=locale)["Content"].removeprefix("/md "))}</pre>'
        case _:
            return f'<pre class="plain">{escape(text.render(message, expanded=False))}</pre>'


def _tidy(document: str) -> str:
    try:
        return msgspec.json.format(document, indent=2)
    except msgspec.DecodeError:
        return document
