"""The house rules for event modules, as far as a machine can check them."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import bellhop.events
from bellhop.events import event_types, rule_pattern
from bellhop.pattern import check

MODULES = Path(bellhop.events.__file__).parent
FIXTURES = Path(__file__).parents[1] / "events"
PURE = (
    "__future__",
    "base64",
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "html",
    "itertools",
    "msgspec",
    "re",
    "shlex",
    "typing",
    "urllib.parse",
    "zlib",
)
OURS = (
    "arn",
    "chapter",
    "errors",
    "event",
    "events",
    "message",
    "notification",
    "pattern",
    "payload",
    "reader",
    "saying",
)

types = pytest.mark.parametrize("name", sorted(event_types()))


def source(name: str) -> Path:
    return MODULES / (name.replace(".", "/") + ".py")


@types
def test_an_event_type_has_a_fixture_and_a_snapshot(name: str) -> None:
    cases = [*(FIXTURES / name).glob("*.json"), *(FIXTURES / name).glob("*.text")]
    assert cases, f"write tests/events/{name}/<case>.json"
    assert all(case.with_suffix(".txt").exists() for case in cases), "run pytest tests/events --update"


def test_no_fixture_or_snapshot_is_left_over() -> None:
    folders = [folder for folder in FIXTURES.iterdir() if folder.is_dir() and folder.name != "__pycache__"]
    assert {folder.name for folder in folders} == set(event_types())
    for snapshot in (path for folder in folders for path in folder.glob("*.txt")):
        assert snapshot.with_suffix(".json").exists() or snapshot.with_suffix(".text").exists()


@types
def test_an_event_module_says_in_a_sentence_what_it_tells_and_where_aws_documents_it(name: str) -> None:
    first, *rest = (importlib.import_module(f"bellhop.events.{name}").__doc__ or "").strip().splitlines()
    assert first.endswith(".")
    assert any(line.strip().startswith("https://docs.aws.amazon.com/") for line in rest)


@types
def test_an_event_module_is_short(name: str) -> None:
    assert len(source(name).read_text(encoding="utf-8").splitlines()) <= 90  # 80, and what the formatter adds


@types
def test_an_event_module_is_pure(name: str) -> None:
    for node in ast.walk(ast.parse(source(name).read_text(encoding="utf-8"))):
        named = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for module in named:
            top, _, rest = module.partition(".")
            pure = rest.split(".")[0] in OURS if top == "bellhop" else module in PURE or top in PURE
            assert pure, f"{name} imports {module}"


@types
def test_what_an_event_module_declares_makes_a_rule(name: str) -> None:
    pattern = rule_pattern(name)
    if pattern is not None:
        check(pattern)


def test_account_ids_in_fixtures_are_awss_examples() -> None:
    import re  # noqa: PLC0415  # for this test only

    known = {"111122223333", "123456789012", "444455556666", "555555555555", "777788889999", "000000000000"}
    for path in FIXTURES.glob("*/*.json"):
        accounts = re.findall(r"(?<![\w.-])\d{12}(?![\w.-])", path.read_text(encoding="utf-8"))
        assert set(accounts) <= known, f"{path.name}: {set(accounts) - known}"
