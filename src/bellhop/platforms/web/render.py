"""A message as safe HTML for the web console: everything is escaped, classes instead of styles, no scripts."""

from __future__ import annotations

import re
from html import escape

from bellhop.message import Action, Block, Code, Entry, Fact, Facts, File, Link, Message, Picture, Table, Text
from bellhop.platforms.authored import Piece, filled, pieces
from bellhop.platforms.labels import misleads
from bellhop.platforms.text import FOLD, harmless


def render(message: Message, *, expanded: bool = False) -> str:
    """The message as an `<article>`; buttons are `<button name="NAME" value="VALUE">`, wired by the page around it.

    Args:
        message: what to say.
        expanded: folded code is open from the start.
    """
    title = _markup(message.heading) if message.heading else _safe(" ".join(message.title.split()))
    parts = [f'<h3 class="title">{title}</h3>']
    if message.mentions:
        named = " ".join(f"<strong>@{_safe(mention.name)}</strong>" for mention in message.mentions)
        parts.append(f'<p class="mentions">{named}</p>')
    parts.extend(_block(block, expanded=expanded) for block in message.blocks)
    if message.links:
        items = "".join(f"<li>{_link(link)}</li>" for link in message.links)
        parts.append(f'<ul class="links">{items}</ul>')
    if message.entry and message.actions:
        parts.append(_entry(message.entry))
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


def _entry(entry: Entry) -> str:
    return (
        f'<label class="asked">{_safe(entry.label)}'
        f'<input type="text" maxlength="500" autocomplete="off" placeholder="{_safe(entry.hint)}"></label>'
    )


def _action(action: Action) -> str:
    return (
        f'<button type="button" class="btn btn-{action.style}" name="{_safe(action.name)}"'
        f' value="{_safe(action.value)}">{_safe(action.label)}</button>'
    )


def _block(block: Block, *, expanded: bool) -> str:
    match block:
        case Text(text=text, small=small, markup=markup, values=values):
            inner = filled(_markup(text) if markup else _lines(text), values, _lines)
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


def _markup(text: str) -> str:
    """The few marks that Slack's and Teams's dialects share; everything else is shown as it was typed."""
    return "".join(map(_piece, pieces(text.rstrip()))).replace("\n", "<br>")


def _piece(piece: Piece) -> str:
    match piece.kind:
        case "plain":
            return _safe(piece.text)
        case "block":
            return f'<code class="block">{_safe(piece.text)}</code>'
        case "code":
            return f"<code>{_safe(piece.text)}</code>"
        case "bold":
            return f"<strong>{''.join(map(_piece, pieces(piece.text)))}</strong>"
        case "italic":
            return f"<em>{''.join(map(_piece, pieces(piece.text)))}</em>"
        case "link":
            return _anchor(piece.text, piece.url, written_outside=piece.text != piece.url)
