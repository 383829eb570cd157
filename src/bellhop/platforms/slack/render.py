"""`Message` → the arguments of `chat.postMessage`.

Everything stands in top-level blocks. Attachments would give a coloured edge, but Slack calls them legacy, folds them
and leaves them out of previews; so the tone is a sign before the title, which colour-blind people get as well.
See https://docs.slack.dev/reference/methods/chat.postMessage/
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bellhop.message import Action, Block, Code, Entry, Fact, Facts, File, Message, Picture, Table, Text, Tone
from bellhop.platforms import text as neutral
from bellhop.platforms.authored import filled
from bellhop.platforms.cut import cut, size, split
from bellhop.platforms.slack.buttons import ENTRY
from bellhop.platforms.slack.mrkdwn import authored_bold, bold, escape, fence, hushed, link, markup, mention, plain
from bellhop.platforms.slack.page import CONTEXT, SECTION, Page, section
from bellhop.platforms.slack.words import Words, words

FOLD_LINES = 12
FOLD_CHARACTERS = 1_200
_FIELDS = 10
_MENTIONS = 20
_FIELD = 2_000
_SHORT = 48
_LABEL = 300
_ALT = 255  # Slack's page says 2,000, libraries that check its blocks 255; nobody wants to hear more
_ENTRY = 500
_GAP = "   "
_NOTHING = "\u2014"
TEXT = 3_900
GIST = 1_000
_SIGNS = {Tone.GOOD: "✅", Tone.INFO: "", Tone.WARN: "⚠️", Tone.BAD: "🔴"}


def render(message: Message, *, expanded: bool = False, locale: str = "en") -> dict[str, Any]:
    """A message as `chat.postMessage` takes it, without `channel`.

    Args:
        message: what to say.
        expanded: folded code is shown whole, as far as Slack's limits go.
        locale: the language of the driver's own few words, `en` or `ko`.
    """
    said = words(locale)
    tail = Page(said)
    if any(isinstance(block, Code) and folds(block) for block in message.blocks):
        tail.buttons((_fold_button(said, expanded=expanded),))
    _end(tail, message)
    page = Page(said, tail)
    dress = authored_bold if message.heading else bold
    title = message.heading or message.title
    page.say(cut(title, SECTION // 4, lambda part: _signed(message.tone, dress(part) or _NOTHING)))
    if message.mentions:
        page.say(" ".join(map(mention, message.mentions[:_MENTIONS])))
    for block in message.blocks:
        _block(page, block, said, expanded=expanded)
    return {"text": _fallback(message), "blocks": page.finish(), "unfurl_links": False, "unfurl_media": False}


def render_plain(message: Message) -> dict[str, Any]:
    """A message as mere text, for when Slack refuses the blocks: nothing is lost, though it is less pretty."""
    said = neutral.render(message).strip() or _NOTHING
    return {"text": cut(said, TEXT, _hushed), "mrkdwn": False, "unfurl_links": False, "unfurl_media": False}


def folds(code: Code) -> bool:
    """Whether only the first lines are shown until a person asks for more."""
    text = code.text.strip("\n")
    return code.fold and (text.count("\n") >= FOLD_LINES or len(text) > FOLD_CHARACTERS)


def _fallback(message: Message) -> str:
    """What notifications and screen readers get: the title and the gist."""
    return cut(_signed(message.tone, neutral.gist(message, expanded=False)).strip() or _NOTHING, GIST, _hushed)


def _hushed(text: str) -> str:
    """Neutral text, which is harmless already, as Slack takes it."""
    return hushed(escape(text))


def _signed(tone: Tone, title: str) -> str:
    return f"{_SIGNS[tone]} {title}".lstrip()


def _end(page: Page, message: Message) -> None:
    links = [dressed for item in message.links if (dressed := link(item.label, item.url))]
    shown = list(links)
    while size(_GAP.join(shown)) > SECTION:
        shown.pop()
    if shown:
        page.say(_GAP.join(shown))
    page.lose("links", len(links) - len(shown))
    if message.actions:
        if message.entry:
            page.part(_entry(message.entry))
        page.buttons(message.actions)
    if footer := message.footer.strip():
        page.aside(cut(footer, CONTEXT, plain))


def _entry(entry: Entry) -> dict[str, Any]:
    """An input block: https://docs.slack.dev/reference/block-kit/blocks/input-block/."""
    element: dict[str, Any] = {"type": "plain_text_input", "action_id": ENTRY, "max_length": _ENTRY}
    if entry.hint:
        element["placeholder"] = {"type": "plain_text", "text": cut(neutral.harmless(entry.hint), 150)}
    label = {"type": "plain_text", "text": cut(neutral.harmless(entry.label), _LABEL)}
    return {"type": "input", "block_id": ENTRY, "optional": True, "label": label, "element": element}


def _block(page: Page, block: Block, said: Words, *, expanded: bool) -> None:
    match block:
        case Text(text=text, small=small, markup=authored, values=values):
            dress = markup if authored else plain
            page.flow(neutral.harmless(text), lambda part: filled(dress(part), values, plain), small=small)
        case Code():
            _code(page, block, said, expanded=expanded)
        case Facts(items=items):
            _facts(page, items)
        case Table():
            shown = Message(title="-", blocks=(block,))
            page.flow(neutral.render(shown).partition("\n")[2], fence, unit="lines")
        case Picture(url=url, alt=alt):
            page.part(_picture(url, neutral.harmless(alt).strip() or said.picture))
        case File(url=url):
            page.say(f"📎 {link(block.about, url) if url.startswith('https://') else plain(block.about)}")


def _code(page: Page, code: Code, said: Words, *, expanded: bool) -> None:
    text = neutral.harmless(code.text).strip("\n")
    if expanded or not folds(code):
        page.flow(text, fence, unit="lines")
        return
    lines = text.split("\n")
    head = split("\n".join(lines[:FOLD_LINES]), FOLD_CHARACTERS)[0].rstrip("\n")
    page.flow(head, fence, unit="lines")
    page.aside(said.lines.format(shown=head.count("\n") + 1, all=len(lines)))


def _fold_button(said: Words, *, expanded: bool) -> Action:
    return Action(label=said.less, name="less") if expanded else Action(label=said.more, name="more")


def _facts(page: Page, facts: tuple[Fact, ...]) -> None:
    """Short facts stand in two columns, long ones below each other."""
    columns: list[str] = []
    for fact in facts:
        short = _is_short(fact)
        if columns and (not short or len(columns) == _FIELDS):
            page.fields(columns)
            columns = []
        if short:
            columns.append(_fact(fact, _FIELD))
        else:
            page.say(_fact(fact, SECTION))
    if columns:
        page.fields(columns)


def _is_short(fact: Fact) -> bool:
    return len(fact.value) <= _SHORT and "\n" not in fact.value and len(fact.url) <= _FIELD // 2


def _fact(fact: Fact, limit: int) -> str:
    value = fact.value
    if fact.url:
        shown = cut(value, limit - _LABEL - 1, lambda text: link(text, fact.url))
    else:
        shown = plain(value) if len(value) <= _SHORT else cut(value, limit - _LABEL - 1, plain)
    return f"{_label(fact.label)}\n{shown.strip() or _NOTHING}".strip()


@lru_cache(maxsize=1024)
def _label(text: str) -> str:
    return cut(text, _LABEL, bold)


def _picture(url: str, alt: str) -> dict[str, Any]:
    if not re.fullmatch(r"https://[!-~]+", url) or len(url) > SECTION:
        return section(cut(alt, SECTION, lambda text: link(text, url[: SECTION // 2])))
    return {"type": "image", "image_url": url, "alt_text": cut(alt, _ALT)}
