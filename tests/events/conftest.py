from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def fixtures() -> Iterator[Path]:
    """Every document in tests/events/<event type>/<case>.json (or .text); its snapshot stands beside it as .txt."""
    for folder in sorted(HERE.iterdir()):
        if folder.is_dir():
            yield from sorted([*folder.glob("*.json"), *folder.glob("*.text")])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the snapshots anew")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "fixture" in metafunc.fixturenames:
        paths = list(fixtures())
        metafunc.parametrize("fixture", paths, ids=[f"{path.parent.name}/{path.stem}" for path in paths])


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update", default=False))
