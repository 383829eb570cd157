"""The Markdown files of the repository, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")])

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) (.+?)\s*$", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`[^`\n]+`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: its page, its language, its lines without their indent."""

    page: Path
    language: str
    text: str
    before: str

    @property
    def id(self) -> str:
        return f"{self.page.relative_to(ROOT)}: {self.text[:30].splitlines()[0] if self.text else ''}"


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, *languages: str) -> Iterator[Block]:
    """The page's fenced blocks in one of these languages; all without any."""
    text = read(page)
    for found in _FENCE.finditer(text):
        if not languages or found[2] in languages:
            lines = "".join(line.removeprefix(found[1]) for line in found[3].splitlines(keepends=True))
            yield Block(page=page, language=found[2], text=lines, before=text[: found.start()])


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", read(page))


def headings(page: Path) -> list[tuple[int, str]]:
    """Level and words of each heading."""
    return [(len(found[1]), found[2]) for found in _HEADING.finditer(prose(page))]


def anchors(page: Path) -> set[str]:
    """What `#…` may be: headings in lower case, without punctuation, with dashes for spaces."""
    return {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for _, words in headings(page)}


def links(page: Path) -> list[str]:
    """Where the page's links lead."""
    return _LINK.findall(_CODE.sub("", prose(page)))
