"""The recipes of CONTRIBUTING.md, followed word by word in a copy of the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.pages import ROOT, Block, blocks, read

PAGE = ROOT / "CONTRIBUTING.md"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What the recipes need of the repository."""
    unwanted = shutil.ignore_patterns("__pycache__")
    for folder in ("src", "tests/events", "tests/house", "tests/builtins"):
        if (ROOT / folder).exists():
            shutil.copytree(ROOT / folder, tmp_path / folder, ignore=unwanted)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _recipe(name: str) -> list[Block]:
    found = [block for block in blocks(PAGE) if block.before.rpartition("\n## ")[2].startswith(f"Recipe: {name}\n")]
    assert found, f"there is no recipe for {name}"
    return found


def _write(recipe: list[Block], copy: Path) -> list[Path]:
    """Writes each file that a block gives: named in its first line, or in the last line before a block of JSON."""
    written: list[Path] = []
    for block in recipe:
        first = re.match(r"# (\S+\.py)\n", block.text)
        before = re.search(r"`(\S+\.json)`:\n\n$", block.before)
        if first and block.language == "python":
            name, text = first[1], block.text[first.end() :]
        elif before and block.language == "json":
            name, text = before[1], block.text
        else:
            continue
        file = copy / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        written.append(file)
    assert written
    return written


def _run(copy: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{copy / 'src'}:{copy}"}
    environment.pop("PYTEST_ADDOPTS", None)
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}:\n{done.stdout[-3000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def _lint(copy: Path, files: list[Path]) -> None:
    _run(copy, "ruff", "check", "--no-cache", *map(str, files))
    _run(copy, "ruff", "format", "--no-cache", "--check", *map(str, files))


def test_an_event_type(copy: Path) -> None:
    recipe = _recipe("an event type")
    files = _write(recipe, copy)
    _run(copy, "pytest", "tests/events", "-n0", "-p", "no:cacheprovider", "-k", "transfer", "--update")
    snapshot = (copy / "tests/events/transfer.upload/completed.txt").read_text(encoding="utf-8")
    assert snapshot in [block.text for block in recipe if block.language == "text"]
    tests = ("tests/events/test_snapshots.py", "tests/house")
    _run(copy, "pytest", *tests, "-n0", "-p", "no:cacheprovider", "-k", "transfer")
    _lint(copy, [file for file in files if file.suffix == ".py"])
    shown = _run(copy, "bellhop", "render", "--locale", "ko", "tests/events/transfer.upload/completed.json")
    assert shown.startswith("minji: /photos/mia.jpg 업로드\n")


def test_a_platform(copy: Path) -> None:
    files = _write(_recipe("a platform"), copy)
    _run(copy, "pytest", "tests/platforms/mattermost", "-n0", "-p", "no:cacheprovider")
    _lint(copy, files)


def test_where_a_platform_is_introduced() -> None:
    """The names that the recipe sends its reader to are there."""
    recipe = read(PAGE)
    source = ROOT / "src" / "bellhop"
    assert 'platform: Literal["slack"' in read(source / "config_sections.py")
    for file, name in (("config_sections.py", "ChannelSettings"), ("config.py", "_channel"), ("app.py", "_platforms")):
        assert f"`{name}`" in recipe or f"`{name}." in recipe
        assert name in read(source / file)
    assert 'if "chime" in wanted:' in read(source / "app.py")
    assert "platforms know neither each other" in read(ROOT / "pyproject.toml")


def test_a_built_in(copy: Path) -> None:
    files = _write(_recipe("a built-in"), copy)
    _run(copy, "pytest", "tests/builtins/test_where.py", "-n0", "-p", "no:cacheprovider")
    _lint(copy, files)
    assert _run(copy, "bellhop", "run", "where").startswith("Commands of terminal run here:\n")
