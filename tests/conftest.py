"""What tests of several areas share: a real browser, a PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import structlog
from playwright.async_api import Browser, async_playwright
from tests.postgres import postgres, store_url

__all__ = ["chromium", "postgres", "store_url"]

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The machine's Chromium, one for all tests; without one, they are skipped unless BELLHOP_TEST_REQUIRE=all.

    Tests that use it run in the session's event loop: `pytestmark = pytest.mark.asyncio(loop_scope="session")`.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("BELLHOP_TEST_REQUIRE") == "all":
            pytest.fail("there is no Chromium: apt-get install chromium")
        pytest.skip("there is no Chromium: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(autouse=True)
def logs_on_stderr() -> None:
    """Logs of parts that run in the test's own process stay out of what commands print."""
    if not structlog.is_configured():
        structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))  # pyright: ignore[reportUnknownLambdaType]  # structlog's own arguments
