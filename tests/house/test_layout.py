"""The house rules that a machine can check; DESIGN's words, held by tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
DRAWERS = {"util", "utils", "helper", "helpers", "common", "base", "misc", "manager", "handler", "handlers", "service"}
EVERYTHING = [path for path in SOURCES if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", EVERYTHING, ids=name_of)
def test_files_stay_under_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", EVERYTHING, ids=name_of)
def test_functions_stay_under_40_lines(path: Path) -> None:
    long = [
        f"{node.name}: {length}"
        for node in functions(path)
        if (length := (node.end_lineno or 0) - node.lineno + 1 - _docstring_lines(node)) > 40
    ]
    assert long == []


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    text = ast.get_docstring(node, clean=False)
    return len(text.splitlines()) if text else 0


def test_there_are_no_drawers() -> None:
    assert [name_of(path) for path in SOURCES if path.stem in DRAWERS or path.parent.name in DRAWERS] == []


def test_every_ignored_rule_has_its_reason_on_the_line() -> None:
    bare = re.compile(r"# (noqa(: [A-Z0-9, ]+)?|pyright: ignore(\[\w+\])?|type: ignore\S*)\s*$")
    found = [
        f"{name_of(path)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


def test_modules_say_what_they_are() -> None:
    silent = [name_of(path) for path in SOURCES if _has_code(path) and not _docstring(path)]
    assert silent == []


def _has_code(path: Path) -> bool:
    return bool(path.read_text(encoding="utf-8").strip())


def _docstring(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_the_locks_have_hashes_and_no_addresses() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert pins
        assert all("==" in pin and pin.rstrip().endswith("\\") for pin in pins)


def test_nothing_names_a_machine() -> None:
    home = re.compile(r"(^|[^\w./])/(work|farm|root|home/\w+)/")
    texts = [path for path in ROOT.rglob("*") if path.suffix in {".py", ".md", ".yaml", ".toml"} and _ours(path)]
    assert [name_of(path) for path in texts if home.search(path.read_text(encoding="utf-8"))] == []


def _ours(path: Path) -> bool:
    return not any(part.startswith(".") or part == "node_modules" for part in path.relative_to(ROOT).parts)


OF_STRUCTS = {"blocks", "title", "heading", "tone", "links", "footer", "chapters", "fold"}


def test_messages_are_replaced_as_the_structs_that_they_are() -> None:
    """`dataclasses.replace` refuses a message, a notification or an event, which no type checker says."""
    found = [
        f"{name_of(path)}:{call.lineno}"
        for path in EVERYTHING
        if "import dataclasses" in (text := path.read_text(encoding="utf-8")) or "from dataclasses import" in text
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in _dataclass_replace(text)
        and OF_STRUCTS & {keyword.arg for keyword in call.keywords}
    ]
    assert found == [], "use msgspec.structs.replace"


def _dataclass_replace(text: str) -> set[str]:
    bare = re.search(r"^ *from dataclasses import .*\breplace\b", text, re.MULTILINE)
    return {"dataclasses.replace", *(["replace"] if bare else [])}
