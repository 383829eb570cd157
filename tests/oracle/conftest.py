"""The AWS CLI in a child process, and how much is asked of it: a sample, or everything with BELLHOP_ORACLE=all."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from platformdirs import user_cache_path
from tests.oracle.oracle import Oracle

from bellhop.syntax import Grammar, Models


@pytest.fixture(scope="session")
def grammar() -> Grammar:
    """With the compiled models if `make` has built them, which only makes it faster."""
    return Grammar(Models(user_cache_path("bellhop")))


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oracle]:
    with Oracle(tmp_path_factory.mktemp("oracle")) as started:
        yield started


@pytest.fixture(scope="session")
def everything() -> bool:
    """Whether all operations and examples are compared, which takes a quarter of an hour."""
    return os.environ.get("BELLHOP_ORACLE") == "all"
