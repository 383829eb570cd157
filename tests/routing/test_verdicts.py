"""Patterns match what another engine says that they match.

The verdicts are those of the rule engine of an AWS emulator over generated patterns and values; of 6,000 pairs, the two
differed in 29, all of them where that engine takes a boolean for a number, or a field beside `$or` for one inside it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bellhop.pattern import check, matches, mismatch

VERDICTS = [json.loads(line) for line in (Path(__file__).parent / "verdicts.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("verdict", VERDICTS, ids=range(len(VERDICTS)))
def test_another_engine_agrees(verdict: dict[str, Any]) -> None:
    check(verdict["pattern"])
    assert matches(verdict["pattern"], verdict["value"]) is verdict["matches"]
    assert bool(mismatch(verdict["pattern"], verdict["value"])) is not verdict["matches"]
