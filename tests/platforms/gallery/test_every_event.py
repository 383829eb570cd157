"""N event types meet M platforms: every fixture on every platform keeps its limits and pings nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.pretend.blockkit import problems

from bellhop.reader import Reader
from bellhop.rendering import render_document

EVENTS = Path(__file__).parents[2] / "events"
FIXTURES = sorted([*EVENTS.glob("*/*.json"), *EVENTS.glob("*/*.text")])
READERS = (Reader(), Reader(locale="ko", timezone="Asia/Seoul"))

events = pytest.mark.parametrize("path", FIXTURES, ids=[f"{path.parent.name}/{path.stem}" for path in FIXTURES])


def payloads(path: Path, platform: str) -> Iterator[dict[str, Any]]:
    for reader in READERS:
        told = render_document(path.read_bytes(), platform, reader)
        assert isinstance(told, dict)
        for item in (told, *told.get("more", ())):
            assert item["ok"], item
            yield item["payload"]


@events
def test_slack_takes_it_and_nobody_is_pinged(path: Path) -> None:
    for payload in payloads(path, "slack"):
        assert problems(payload) == []


@events
def test_chime_takes_it(path: Path) -> None:
    """https://docs.aws.amazon.com/chime/latest/ug/webhooks.html."""
    for payload in payloads(path, "chime"):
        assert 0 < len(payload["Content"]) <= 4096


@events
def test_text_and_html_hold_no_control_characters(path: Path) -> None:
    for to in ("text", "html"):
        shown = render_document(path.read_bytes(), to, Reader())
        assert isinstance(shown, str)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
