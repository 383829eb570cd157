"""Renderers start fast: nothing of AWS, of the store or of the web comes with them."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"aiohttp", "boto3", "botocore", "pydantic", "sqlalchemy", "starlette", "slack_sdk"}


@pytest.mark.parametrize("platform", ["slack", "chime", "web"])
def test_a_renderer_comes_without_what_is_heavy(platform: str) -> None:
    script = f"import sys, bellhop.rendering, bellhop.platforms.{platform}.render; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == set()
