"""`Template`: a layout of a channel's own, and how it retells what an event type told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from jinja2 import TemplateError
from msgspec.structs import replace

from bellhop.event import Event
from bellhop.events.layout import clip
from bellhop.message import Block, Code, Fact, Facts, Link, Tone
from bellhop.message import Text as Paragraph
from bellhop.notification import Notification, Severity
from bellhop.platforms.web.render import is_web
from bellhop.reader import Reader
from bellhop.templating.sandbox import Rendered, Text
from bellhop.templating.scope import scope

_TONES = {
    Severity.CRITICAL: Tone.BAD,
    Severity.HIGH: Tone.BAD,
    Severity.MEDIUM: Tone.WARN,
    Severity.LOW: Tone.INFO,
    Severity.INFO: Tone.INFO,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a template, and where it stands.

    Args:
        text: compiled.
        file: where.
        line: of its first line.
    """

    text: Text
    file: str
    line: int

    def render(self, names: Mapping[str, Any]) -> Rendered:
        """The text of one event.

        Raises:
            Failed: with the place.
        """
        try:
            return self.text.render(names)
        except Exception as error:  # whatever a template does wrong, the place is what helps
            line = getattr(error, "lineno", None) or self.text.line_of(error)
            message = error.message if isinstance(error, TemplateError) and error.message else str(error)
            raise Failed(f"{self.file}:{self.line + line - 1}", clip(message or type(error).__name__, 200)) from error


class Failed(Exception):
    """A template can't tell an event: where, and why."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")


@dataclass(frozen=True, slots=True)
class Body:
    """One block: a paragraph, small print, preformatted text, or facts.

    Args:
        kind: which.
        part: its text; of facts, lines of `label: value`.
        facts: label, value and URL of each, or nothing.
    """

    kind: Literal["text", "small", "code", "facts"]
    part: Part | None = None
    facts: tuple[tuple[Part, Part, Part | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A layout; what is None stays as the event type tells it.

    Args:
        name: what problems call it: the file, or where it stands in bellhop.yaml.
        title: one line.
        severity: `critical` … `info`.
        tone: `good`, `info`, `warn`, `bad`; else what the severity gives.
        body: the blocks, in order.
        links: label and URL of each.
        footer: small print.
    """

    name: str
    title: Part | None = None
    severity: Part | None = None
    tone: Part | None = None
    body: tuple[Body, ...] | None = None
    links: tuple[tuple[Part, Part], ...] | None = None
    footer: Part | None = None

    def retell(self, event: Event, told: Notification, reader: Reader) -> Notification:
        """What an event type told, in this layout: buttons, thread and resource stay.

        Raises:
            Failed: it can't be told so; `Failed` says where and why.
        """
        names = scope(event, told, reader)
        severity = self._choice(self.severity, Severity, names) or told.severity
        tone = self._choice(self.tone, Tone, names) or (_TONES[severity] if self.severity else told.message.tone)
        title = clip(self.title.render(names).plain, 300) if self.title else ""
        message = replace(
            told.message,
            title=title or told.message.title,
            heading="" if title else told.message.heading,
            tone=tone,
            blocks=told.message.blocks if self.body is None else tuple(self._blocks(self.body, names)),
            links=told.message.links if self.links is None else tuple(self._links(self.links, names)),
            footer=told.message.footer if self.footer is None else clip(self.footer.render(names).plain, 500),
        )
        return replace(told, message=message, severity=severity)

    def _choice(self, part: Part | None, kind: Any, names: Mapping[str, Any]) -> Any:
        said = part.render(names).plain.strip().lower() if part else ""
        if part is None or not said:
            return None
        if said not in tuple(kind):
            raise Failed(f"{part.file}:{part.line}", f"wanted {', '.join(kind)}, not {clip(said, 60)!r}")
        return kind(said)

    def _blocks(self, body: tuple[Body, ...], names: Mapping[str, Any]) -> Iterator[Block]:
        for block in body:
            if block.kind == "facts":
                facts = tuple(fact for fact in self._facts(block, names) if fact.value)
                if facts:
                    yield Facts(items=facts)
            elif block.part:
                rendered = block.part.render(names)
                if not rendered.plain.strip():
                    continue
                if block.kind == "code":
                    yield Code(text=rendered.plain, fold=True)
                else:
                    small = block.kind == "small"
                    yield Paragraph(text=rendered.text.strip(), small=small, markup=True, values=rendered.values)

    def _facts(self, block: Body, names: Mapping[str, Any]) -> Iterator[Fact]:
        for label, value, url in block.facts:
            target = self._url(url, names) if url else ""
            yield Fact(label=label.render(names).plain, value=value.render(names).plain.strip(), url=target)
        for line in _lines(block.part.render(names)) if block.part else ():
            label, colon, value = line.text.partition(":")
            shown = replace_text(line, value if colon else line.text)
            yield Fact(label=replace_text(line, label).strip() if colon else "", value=shown.strip())

    def _links(self, links: tuple[tuple[Part, Part], ...], names: Mapping[str, Any]) -> Iterator[Link]:
        for label, url in links:
            if target := self._url(url, names):
                yield Link(label=clip(label.render(names).plain, 100) or target, url=target)

    def _url(self, part: Part, names: Mapping[str, Any]) -> str:
        url = part.render(names).plain.strip()
        if url and not is_web(url):
            raise Failed(f"{part.file}:{part.line}", f"wanted a URL with https://, not {clip(url, 60)!r}")
        return url


def _lines(rendered: Rendered) -> Iterator[Rendered]:
    """The lines of the template's own text: a value with many lines is one value still."""
    for line in rendered.text.splitlines():
        if line.strip():
            yield Rendered(line.strip(), rendered.values)


def replace_text(line: Rendered, text: str) -> str:
    """A part of a line as plain text."""
    return Rendered(text, line.values).plain
