from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from tests.docs.pages import PAGES, ROOT, anchors, blocks, headings, links, prose, read


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        if link.startswith(("https://", "mailto:")):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), f"{link}: there is no {file}"
        assert not anchor or anchor in anchors(target), f"{link}: there is no such heading; there are {anchors(target)}"


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_page_begins_with_its_title(page: Path) -> None:
    levels = [level for level, _ in headings(page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_lines_are_short_enough_to_read(page: Path) -> None:
    long = [line for line in prose(page).splitlines() if len(line) > 125 and not line.lstrip().startswith(("|", "!["))]
    assert long == []


def test_every_page_of_the_manual_is_in_its_navigation() -> None:
    navigation = read(ROOT / "mkdocs.yml")
    assert [page.name for page in (ROOT / "docs").glob("*.md") if f": {page.name}\n" not in navigation] == []


def test_the_readmes_have_the_same_sections_and_examples_in_the_same_order() -> None:
    english, korean = ROOT / "README.md", ROOT / "README.ko.md"
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(korean)]
    for language in ("sh", "yaml"):
        assert [_code(block.text) for block in blocks(english, language)] == [
            _code(block.text) for block in blocks(korean, language)
        ]
    assert [block.language for block in blocks(english)] == [block.language for block in blocks(korean)]
    assert [link for link in links(english) if not link.startswith("#")] == [
        link.replace("README.md", "README.ko.md") for link in links(korean) if not link.startswith("#")
    ]
    rows = [prose(page).count("\n|") for page in (english, korean)]
    assert rows[0] == rows[1]


def _code(text: str) -> list[str]:
    return [line.partition(" #")[0] for line in text.splitlines()]
