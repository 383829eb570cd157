"""`Message`: what a person reads, before any platform's markup. The narrow waist of Bellhop.

Text in a message is plain: only renderers escape it and add markup. The one exception says so: `Text(markup=True)`.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Tone(StrEnum):
    """How a message feels: the colour of its edge and its sign."""

    GOOD = "good"
    INFO = "info"
    WARN = "warn"
    BAD = "bad"


class Text(Struct, frozen=True, kw_only=True, gc=False):
    """A paragraph.

    Args:
        text: plain text; lines are kept.
        small: aside, in small print where the platform has it.
        markup: the author wrote in the chat platform's own dialect (a custom notification's `client-markdown`):
            the renderer keeps its marks, but still makes mentions of everybody harmless.
        values: plain text that stands in the author's text where `platforms.authored.slot` says.
    """

    text: str
    small: bool = False
    markup: bool = False
    values: tuple[str, ...] = ()


class Code(Struct, frozen=True, kw_only=True, gc=False):
    """Preformatted text: a command, its output, JSON, a log.

    Args:
        text: the lines.
        fold: the renderer may show only the first lines until a person presses Show more.
    """

    text: str
    fold: bool = False


class Fact(Struct, frozen=True, kw_only=True, gc=False):
    """A label and its value, with a link if `url` is given."""

    label: str
    value: str
    url: str = ""


class Facts(Struct, frozen=True, kw_only=True, gc=False):
    """Short facts side by side: who, what, where, since when."""

    items: tuple[Fact, ...]


class Table(Struct, frozen=True, kw_only=True, gc=False):
    """Rows under column heads; every row has as many cells as there are heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Picture(Struct, frozen=True, kw_only=True, gc=False):
    """An image at a URL that the platform can fetch, and what it shows in words."""

    url: str
    alt: str


class File(Struct, frozen=True, kw_only=True, gc=False):
    """A file that comes with the message: uploaded where the platform takes files, else a link.

    Args:
        id: what the store keeps it under.
        name: what it is saved as; a bare name, never a path.
        size: bytes.
        url: where the console serves it: a path there, or a URL if this Bellhop is known outside; signed, and expiring.
    """

    id: str
    name: str
    size: int
    url: str

    @property
    def about(self) -> str:
        """Its name and size: `functions.csv (12 kB)`."""
        if self.size < 1_000:
            return f"{self.name} ({self.size} B)"
        size = f"{self.size / 1_000:,.0f} kB" if self.size < 1_000_000 else f"{self.size / 1_000_000:,.1f} MB"
        return f"{self.name} ({size})"


Block = Text | Code | Facts | Table | Picture | File


class Link(Struct, frozen=True, kw_only=True, gc=False):
    """A way to more: a console page, a runbook."""

    label: str
    url: str


class Style(StrEnum):
    """How a button looks."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


class Action(Struct, frozen=True, kw_only=True, gc=False):
    """A button.

    Args:
        label: what it says.
        name: what pressing it does: `run` and `cancel` (a question's id in `value`), `say` (a chat text in `value`),
            `more` and `less` (unfold and fold the message it stands on), `page`, `log` and `attach` (a ticket's id),
            or the name of a built-in.
        value: at most 2,000 characters (Slack's limit for a button's value).
        style: how it looks.
    """

    label: str
    name: str
    value: str = ""
    style: Style = Style.PLAIN


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """A line that a person may fill in; what it says comes with every button of the message that is pressed.

    Args:
        label: what stands before it.
        hint: what stands in it while it is empty, or empty.
    """

    label: str
    hint: str = ""


class Mention(Struct, frozen=True, kw_only=True, gc=False):
    """Somebody whom a message is for, named by the configuration and never by what comes from outside.

    Args:
        name: as people know them.
        handle: the platform's id of a person or group; without one the name is just shown.
    """

    name: str
    handle: str = ""


class Message(Struct, frozen=True, kw_only=True, gc=False):
    """What a person reads.

    Args:
        title: one line that says what happened, to what; never empty.
        heading: the title as its author wrote it in the chat platform's dialect, for renderers that speak it; or empty.
        tone: how it feels.
        blocks: the body, in order.
        links: ways to more, under the body.
        entry: a line to be filled in, above the buttons, or None; platforms without such lines leave it out.
        actions: buttons, at the end; platforms without buttons leave them out.
        others: buttons that are only shown when the one named `others` is pressed.
        footer: small print: account, region, time.
        mentions: whom it is for.
    """

    title: str
    heading: str = ""
    tone: Tone = Tone.INFO
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    entry: Entry | None = None
    actions: tuple[Action, ...] = ()
    others: tuple[Action, ...] = ()
    footer: str = ""
    mentions: tuple[Mention, ...] = ()


def facts(*pairs: tuple[str, str] | Fact | None) -> Facts:
    """Facts from (label, value) pairs; pairs without a value, and None, are left out."""
    items = [pair if isinstance(pair, Fact) else Fact(label=pair[0], value=pair[1]) for pair in pairs if pair]
    return Facts(items=tuple([item for item in items if item.value]))
