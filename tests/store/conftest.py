"""A store, on both databases."""

from collections.abc import AsyncIterator

import pytest

from bellhop.store import Store


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    store = Store(store_url)
    store.open()
    yield store
    store.close()
