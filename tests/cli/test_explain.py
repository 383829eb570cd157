"""`bellhop explain --stdin` answers whatever it is given: a line of JSON for each line, and no traceback."""

import io
import json
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bellhop.cli import _local_run
from bellhop.cli.explain import command
from bellhop.syntax import Grammar, Models

GRAMMAR = Grammar(Models())
PIECES: st.SearchStrategy[str] = st.sampled_from(
    [
        *("@aws", "lambda", "invoke", "list-functions", "--function-name", "--payload", "--cli-input-json", "wait"),
        *("--cli-input-yaml", "2026-99-99", "9" * 5000, "-1", "1e999", "NaN", "null", "{", "}", "[", "]", "a={b=["),
        *("'", '"', "\\", "\n", "\0", "\x1b", "\u2014", "\u201c", "\u200b", "<@U1>", "&amp;", "```", "$(", "|", "--"),
        *("--query", "--output", "--region", "--log-type=Tail", "--max-items", "file://x", "which functions", "함수"),
    ]
)


def _latin(raw: bytes) -> str:
    return raw.decode("latin-1")


def _repeated(pair: tuple[str, int]) -> str:
    return pair[0] * pair[1]


TEXTS: st.SearchStrategy[str] = st.one_of(
    st.text(max_size=300),
    st.binary(max_size=300).map(_latin),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=10).map("".join),
    st.tuples(PIECES, st.integers(1, 3000)).map(_repeated),
)


def explained(lines: Sequence[str | bytes]) -> list[Any]:
    with patch.object(_local_run, "make_grammar", lambda: GRAMMAR):
        raw = b"\n".join(line if isinstance(line, bytes) else line.encode(errors="replace") for line in lines)
        result = CliRunner().invoke(command, ["--stdin"], input=io.BytesIO(raw))
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example], deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_any_text_is_explained_in_one_line(texts: list[str]) -> None:
    answers = explained([json.dumps(text) for text in texts])
    assert [
        set(answer) >= {"service", "operation"} if answer["ok"] else bool(answer["error"]["kind"]) for answer in answers
    ] == [True] * len(texts)


def test_lines_of_100_kilobytes_and_deep_ones_are_refused_in_words() -> None:
    lines = [json.dumps(piece * 100_000) for piece in ("x", "{", "[", "a={", "'", "\0", "\u201c", "<", "`")]
    assert {answer["error"]["kind"] for answer in explained(lines)} == {"too-long"}


def test_lines_that_are_no_json_are_named() -> None:
    lines = ["x", "[" * 100_000, '"\\ud800"x', "{}", "5", "9" * 5000, b"\xff\xfe", b"\0"]
    assert {answer["error"]["kind"] for answer in explained(lines)} == {"bad-line"}
