"""Block Kit as HTML, near to how Slack shows it: for looking at, not for Slack.

https://docs.slack.dev/reference/block-kit/blocks/
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

_MARKS = re.compile(
    r"```(?P<fence>.+?)```|`(?P<code>[^`\n]+)`|<(?P<url>(?:https?|mailto):[^|>]+)(?:\|(?P<label>[^>]*))?>"
    r"|<(?P<who>[@!#][^|>]+)(?:\|[^>]*)?>"
    r"|(?<![\w*])\*(?P<bold>[^*\n]+)\*(?![\w*])|(?<![\w_])_(?P<italic>[^_\n]+)_(?![\w_])",
    re.DOTALL,
)


def look_alike(payload: dict[str, Any]) -> str:
    """The blocks of a `chat.postMessage` payload as HTML that is safe."""
    return f'<div class="slack">{"".join(map(_block, payload["blocks"]))}</div>'


def _block(block: dict[str, Any]) -> str:
    match block["type"]:
        case "section":
            text = f'<p class="slack-text">{_text(block["text"])}</p>' if "text" in block else ""
            fields = "".join(f"<p>{_text(field)}</p>" for field in block.get("fields", ()))
            return text + (f'<div class="slack-fields">{fields}</div>' if fields else "")
        case "context":
            return f'<p class="slack-context">{" ".join(map(_text, block["elements"]))}</p>'
        case "actions":
            return f'<div class="slack-actions">{"".join(map(_button, block["elements"]))}</div>'
        case "image":
            return f'<p class="slack-context">🖼 {escape(block["alt_text"])}</p>'
        case "divider":
            return "<hr>"
        case other:
            return f'<p class="slack-context">{escape(other)}</p>'


def _button(button: dict[str, Any]) -> str:
    style = button.get("style", "plain")
    return f'<span class="slack-button slack-{escape(style)}">{escape(button["text"]["text"])}</span>'


def _text(text: dict[str, Any]) -> str:
    if text["type"] != "mrkdwn":
        return escape(text["text"]).replace("\n", "<br>")
    return _marked(text["text"])


def _marked(text: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _MARKS.finditer(text):
        parts += (_plain(text[end : found.start()]), _mark(found))
        end = found.end()
    return "".join((*parts, _plain(text[end:])))


def _mark(found: re.Match[str]) -> str:
    if found["fence"]:
        return f'<code class="slack-fence">{_plain(found["fence"].strip())}</code>'
    if found["code"]:
        return f"<code>{_plain(found['code'])}</code>"
    if found["bold"]:
        return f"<b>{_marked(found['bold'])}</b>"
    if found["italic"]:
        return f"<i>{_marked(found['italic'])}</i>"
    if found["who"]:
        return f'<span class="slack-who">{_plain(found["who"])}</span>'
    url = _plain(found["url"])
    return f'<a rel="noreferrer" target="_blank" href="{url}">{_plain(found["label"]) if found["label"] else url}</a>'


def _plain(text: str) -> str:
    # Slack's text has its &, < and > escaped already.
    return re.sub(r"&(?!amp;|lt;|gt;)", "&amp;", text).replace("<", "&lt;").replace('"', "&quot;").replace("\n", "<br>")
