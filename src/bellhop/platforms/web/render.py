"""A message as safe HTML for the web console: everything is escaped, classes instead of styles, no scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from bellhop.message import Action, Block, Code, Fact, Facts, File, Link, Message, Picture, Table, Text
from bellhop.platforms.labels import misleads
from bellhop.platforms.text import FOLD, harmless


def render(message: Message, *, expanded: bool = False) -> str:
    """The message as an `<article>`; buttons are `<button name="NAME" value="VALUE">`, wired by the page around it.

    Args:
        message: what to say.
        expanded: folded code is open from the start.
    """
    parts = [f'<h3 class="title">{_safe(" ".join(message.title.split()))}</h3>']
    parts.extend(_block(block, expanded=expanded) for block in message.blocks)
    if message.links:
        items = "".join(f"<li>{_link(link)}</li>" for link in message.links)
        parts.append(f'<ul class="links">{items}</ul>')
    if message.actions:
        parts.append(f'<div class="actions">{"".join(map(_action, message.actions))}</div>')
    if message.footer:
        parts.append(f'<footer class="footer">{_safe(message.footer)}</footer>')
    return f'<article class="msg tone-{message.tone}">{"".join(parts)}</article>'


def _safe(text: str) -> str:
    return escape(harmless(text), quote=True)


def is_web(url: str) -> bool:
    """Whether a URL may stand behind a link: http or https, with a host, without blanks or control characters."""
    return re.fullmatch(r"https?://[\w\[][^\s\\\x00-\x1f\x7f]*", url, re.IGNORECASE) is not None


def _anchor(label: str, url: str, *, written_outside: bool = False) -> str:
    """A link; a label that names another host than the link's stands before it, and the URL is what is linked."""
    if not is_web(url):
        return _safe(label)
    if label != url and misleads(label, url, names=written_outside):
        return f"{_safe(label)} {_anchor(url, url)}"
    return f'<a href="{_safe(url)}" target="_blank" rel="noopener noreferrer nofollow">{_safe(label)}</a>'


def _link(link: Link) -> str:
    return _anchor(link.label, link.url)


def _action(action: Action) -> str:
    return (
        f'<button type="button" class="btn btn-{action.style}" name="{_safe(action.name)}"'
        f' value="{_safe(action.value)}">{_safe(action.label)}</button>'
    )


def _block(block: Block, *, expanded: bool) -> str:
    match block:
        case Text(text=text, small=small, markup=markup):
            inner = _markup(text) if markup else _lines(text)
            return f'<p class="text{" small" if small else ""}">{inner}</p>'
        case Code(text=text, fold=fold):
            return _code(text.rstrip(), fold=fold, expanded=expanded)
        case Facts(items=items):
            return f'<dl class="facts">{"".join(map(_fact, items))}</dl>'
        case Table(heads=heads, rows=rows):
            head = "".join(f"<th>{_safe(cell)}</th>" for cell in heads)
            body = "".join("<tr>" + "".join(f"<td>{_safe(cell)}</td>" for cell in row) + "</tr>" for row in rows)
            return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        case Picture(url=url, alt=alt):
            if not is_web(url) and not re.fullmatch(r"/[\w./?=&%-]*", url):
                return f'<p class="text">{_safe(alt)}</p>'
            return f'<img class="picture" src="{_safe(url)}" alt="{_safe(alt)}" loading="lazy">'
        case File(name=name, url=url):
            if not is_web(url) and not re.fullmatch(r"/[\w./?=&%-]*", url):
                return f'<p class="text">{_safe(block.about)}</p>'
            return f'<p class="file"><a href="{_safe(url)}" download="{_safe(name)}">{_safe(block.about)}</a></p>'


def _lines(text: str) -> str:
    return _safe(text.rstrip()).replace("\n", "<br>")


def _fact(fact: Fact) -> str:
    value = _anchor(fact.value, fact.url) if fact.url else _lines(fact.value)
    return f'<div class="fact"><dt>{_safe(fact.label)}</dt><dd>{value}</dd></div>'


def _code(text: str, *, fold: bool, expanded: bool) -> str:
    lines = text.count("\n") + 1
    if not fold or lines <= FOLD:
        return f'<pre class="code">{_safe(text)}</pre>'
    state = "open" if expanded else "closed"
    return f'<div class="fold" data-state="{state}" data-lines="{lines}"><pre class="code">{_safe(text)}</pre></div>'


_TOKENS = re.compile(
    r"```(?P<block>.+?)```|`(?P<code>[^`\n]+)`|<(?P<url>https?://[^|>\s]+)(?:\|(?P<label>[^>\n]+))?>"
    r"|\[(?P<text>[^\]\[\n]{1,500})\]\((?P<target>https?://[^)\s]+)\)|(?P<bare>https?://\w[^\s<>\"'`]+[^\s<>\"'`.,;:!?)])"
    r"|(?<!\w)\*\*?(?P<bold>\S(?:[^*\n]*\S)?)\*\*?(?!\w)|(?<!\w)_(?P<italic>\S(?:[^_\n]*\S)?)_(?!\w)",
    re.DOTALL,
)


def _markup(text: str) -> str:
    """The few marks that Slack's and Teams's dialects share; everything else is shown as it was typed."""
    return "".join(_marked(text.rstrip())).replace("\n", "<br>")


def _marked(text: str) -> Iterator[str]:
    end = 0
    for found in _TOKENS.finditer(text):
        yield _safe(text[end : found.start()])
        end = found.end()
        if block := found["block"]:
            yield f'<code class="block">{_safe(block.strip())}</code>'
        elif code := found["code"]:
            yield f"<code>{_safe(code)}</code>"
        elif bold := found["bold"]:
            yield f"<strong>{''.join(_marked(bold))}</strong>"
        elif italic := found["italic"]:
            yield f"<em>{''.join(_marked(italic))}</em>"
        else:
            url = found["url"] or found["target"] or found["bare"]
            label = found["label"] or found["text"]
            yield _anchor(label, url, written_outside=True) if label else _anchor(url, url)
    yield _safe(text[end:])
