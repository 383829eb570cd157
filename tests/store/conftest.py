"""A store, on both databases."""

from collections.abc import AsyncIterator

import pytest
from tests.postgres import postgres, store_url

from bellhop.store import Store

__all__ = ["postgres", "store_url"]


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    store = Store(store_url)
    store.open()
    yield store
    store.close()
