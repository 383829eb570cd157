"""`Message` → the body of a post to an Amazon Chime webhook.

Chime takes `{"Content": text}` of at most 4,096 characters, read as Markdown after `/md `; it has no buttons and no
pictures. See https://docs.aws.amazon.com/chime/latest/dg/webhooks.html
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bellhop.message import Block, Code, Facts, File, Mention, Message, Picture, Table, Text, Tone
from bellhop.platforms.authored import filled
from bellhop.platforms.chime.markdown import authored, fence, line, link, plain
from bellhop.platforms.cut import cut, size
from bellhop.platforms.text import FOLD, harmless

LIMIT = 4_096
_START = "/md "
_MENTIONS = 20
_ALIAS = re.compile(r"[\w.+-]{1,64}(@[\w.-]{1,190})?|All|Present")
_NOTE = 80
_SCRAP = 40
_SIGNS = {Tone.GOOD: "✅", Tone.INFO: "", Tone.WARN: "⚠️", Tone.BAD: "🔴"}
_LEFT_OUT = {
    "en": "(Too long for Chime: the rest was left out.)",
    "ko": "(Chime에 담기에는 너무 길어 나머지는 생략함.)",
}
_UPDATE = {"en": "Update", "ko": "업데이트"}


def render(message: Message, *, expanded: bool = True, locale: str = "en", update: bool = False) -> dict[str, Any]:
    """A message as Chime's webhook takes it.

    Args:
        message: what to say; its buttons are left out, since Chime has none.
        expanded: folded code is shown as far as there is room; else only its first lines.
        locale: the language of the driver's own few words, `en` or `ko`.
        update: says that this is an earlier message's newer state, which Chime can't change in place.
    """
    language = "ko" if locale.partition("-")[0] == "ko" else "en"
    mark = f"🔄 {_UPDATE[language]} ·" if update else ""
    title = cut(message.title, LIMIT // 4, line)
    parts = [" ".join(filter(None, (mark, _SIGNS[message.tone], f"**{title}**")))]
    parts.extend([" ".join(map(_mention, message.mentions[:_MENTIONS]))] if message.mentions else ())
    links = [link(item.label, item.url) for item in message.links]
    shown = [one for at, one in enumerate(links) if sum(map(size, links[: at + 1])) <= LIMIT // 4]
    end = [" · ".join(shown)] if shown else []
    if message.footer.strip():
        end.append(f"*{cut(message.footer, LIMIT // 8, line)}*")
    left = LIMIT - size(_START) - _NOTE - size("\n\n".join(parts)) - sum(size(part) + 2 for part in end)
    whole = len(shown) == len(links)
    for block in message.blocks:
        part, complete = _fit(block, left - 2, expanded=expanded)
        if part:
            parts.append(part)
            left -= size(part) + 2
        whole = whole and complete
    if not whole:
        parts.append(_LEFT_OUT[language])
    return {"Content": _START + "\n\n".join([*parts, *end])}


def _mention(mention: Mention) -> str:
    return f"@{mention.handle}" if _ALIAS.fullmatch(mention.handle) else line(mention.name)


def _fit(block: Block, room: int, *, expanded: bool) -> tuple[str, bool]:
    """As much of a block as there is room for, and whether that is all of it."""
    match block:
        case Text(text=text, markup=markup, values=values):
            dress = authored if markup else plain
            return _fill(text, room, lambda part: filled(dress(part), values, plain))
        case Code(text=text, fold=fold):
            lines = text.strip("\n").split("\n")
            shown = lines if expanded or not fold else lines[:FOLD]
            part, complete = _fill("\n".join(shown), room, fence)
            return part, complete and len(shown) == len(lines)
        case Facts(items=items):
            facts = (
                f"**{line(fact.label)}:** {link(fact.value, fact.url) if fact.url else line(fact.value)}"
                for fact in items
            )
            return _lines([f"- {fact}" for fact in facts], room)
        case Table(heads=heads, rows=rows):
            bars = [heads, ["---"] * len(heads), *rows]
            return _lines(
                [f"| {' | '.join(cell if cell == '---' else line(cell) for cell in bar)} |" for bar in bars], room
            )
        case Picture(url=url, alt=alt):
            return _lines([link(alt, url)], room)
        case File(url=url):
            return _lines([link(block.about, url) if url.startswith("https://") else line(block.about)], room)


def _lines(lines: list[str], room: int) -> tuple[str, bool]:
    """Whole lines, as many as there is room for."""
    kept: list[str] = []
    for one in lines:
        room -= size(one) + 1
        if room < 0:
            break
        kept.append(one)
    return "\n".join(kept), len(kept) == len(lines)


def _fill(text: str, room: int, dress: Callable[[str], str]) -> tuple[str, bool]:
    text = harmless(text).strip("\n")
    if not text.strip():
        return "", True
    if room < _SCRAP:
        return "", False
    part = cut(text, room, dress)
    return part, part == dress(text)
