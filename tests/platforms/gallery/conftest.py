from __future__ import annotations

import pytest


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """`--update` of tests/events writes these snapshots anew too: `pytest tests/events tests/platforms --update`."""
    return bool(request.config.getoption("--update", default=False))
