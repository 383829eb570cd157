"""What people said in Slack, as the plain text that they typed."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"<([^<>]*)>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def spoken(text: str, bot: str) -> str:
    """A message's text without the mention of the bot at its beginning and without Slack's own markup.

    Slack makes links of what looks like an address, `<http://example.com|example.com>`: the label is what was typed.
    See https://docs.slack.dev/messaging/formatting-message-text/#retrieving-messages
    """
    said = re.sub(rf"^\s*<@{re.escape(bot)}(?:\|[^>]*)?>[\s:,]*", "", text) if bot else text
    plain = _CONTROL.sub(_typed, said)
    for entity, character in _ENTITIES:
        plain = plain.replace(entity, character)
    return plain.strip()


def _typed(match: re.Match[str]) -> str:
    head, _, label = match[1].partition("|")
    if head.startswith("@"):
        return match[0]
    if head.startswith("#"):
        return f"#{label or head[1:]}"
    if head.startswith("!"):
        return label or f"@{head[1:].partition('^')[0]}"
    return label or head.removeprefix("mailto:")
