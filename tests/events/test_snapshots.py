"""Each fixture belongs to exactly one event type and is told as its snapshot says, in both languages."""

from __future__ import annotations

from pathlib import Path

from bellhop.events import event_types, recognise, tell
from bellhop.platforms import text
from bellhop.platforms.web import render as html
from bellhop.reader import Reader
from bellhop.rendering import render_document
from bellhop.unwrap import unwrap_all

KOREAN = Reader(locale="ko", timezone="Asia/Seoul")


def test_a_fixture_is_told_as_its_snapshot(fixture: Path, update: bool) -> None:
    told = render_document(fixture.read_bytes(), "text", Reader())
    assert isinstance(told, str)
    snapshot = fixture.with_suffix(".txt")
    if update:
        snapshot.write_text(told + "\n", encoding="utf-8")
    assert snapshot.exists(), "run pytest tests/events --update and read what it wrote"
    assert told + "\n" == snapshot.read_text(encoding="utf-8")


def test_a_fixture_is_recognised_by_its_own_type_alone(fixture: Path) -> None:
    wanted = fixture.parent.name
    for event in unwrap_all(fixture.read_bytes()):
        found = [kind.name for kind in recognise(event)]
        assert found == ([] if wanted.startswith("fallback.") else [wanted])
        told = tell(event, Reader())
        assert not told.problem
        assert told.notification.type == wanted
        assert told.own_layout == (not wanted.startswith("fallback."))


def test_a_fixture_is_told_in_korean_too(fixture: Path) -> None:
    for event in unwrap_all(fixture.read_bytes()):
        english, korean = tell(event, Reader()), tell(event, KOREAN)
        assert not korean.problem
        assert korean.notification.thread == english.notification.thread
        assert text.render(korean.notification.message)
        assert html.render(korean.notification.message)


def test_every_event_type_stands_in_its_own_family() -> None:
    assert all(name.count(".") == 1 for name in event_types())
