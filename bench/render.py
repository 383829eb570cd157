"""`bellhop render --stdin --to slack`: documents per second of processor.

    python bench/render.py [--quick] [--to slack/text/…]

The documents are the repository's own fixtures (tests/events), again and again, each time with other accounts, ids and
days, so that no message is the same as an earlier one. The floor is a process that does no more than `json.loads` and
`json.dumps` of the same lines. Start-up is measured with one document and taken off both.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

_EVENTS = Path(__file__).parent.parent / "tests" / "events"
_FLOOR = "import json, sys\nfor line in sys.stdin: sys.stdout.write(json.dumps(json.loads(line)) + '\\n')"

_IDS = re.compile(r"\b(?=[a-f]*\d)[0-9a-f]{8,}\b")
_DAYS = re.compile(r"-(\d\d)T(?=\d\d:)")


def main() -> None:
    options = _options()
    documents = [
        json.dumps(json.loads(file.read_text()), ensure_ascii=False) for file in sorted(_EVENTS.glob("*/*.json"))
    ]
    rounds = (2_000 if options.quick else 20_000) // len(documents)
    lines = [_varied(document, number) for number in range(rounds) for document in documents]
    many = len(lines)
    bellhop = _rate([sys.executable, "-m", "bellhop", "render", "--stdin", "--to", options.to], lines)
    floor = _rate([sys.executable, "-c", _FLOOR], lines)
    size = sum(len(line.encode()) for line in documents) / len(documents)
    print(f"{len(documents)} fixtures of {size:.0f} bytes on average, {many} documents to {options.to}")
    print(f"  floor (loads, dumps): {floor:8.0f} documents a second of processor")
    print(f"               Bellhop: {bellhop:8.0f} documents a second of processor")
    print(f"    ratio to the floor: {bellhop / floor:8.3f}")


def _varied(document: str, number: int) -> str:
    """A document of the same form with other accounts, ids and days, but the same where they were the same."""
    digits = str.maketrans("123456789", "".join(str((digit + number) % 9 + 1) for digit in range(9)))
    moved = _IDS.sub(lambda found: found[0].translate(digits), document)
    return _DAYS.sub(lambda found: f"-{(int(found[1]) + number) % 28 + 1:02}T", moved)


def _rate(command: list[str], lines: list[str]) -> float:
    start = min(_seconds(command, lines[:1]) for _ in range(2))
    return len(lines) / (_seconds(command, lines) - start)


def _seconds(command: list[str], lines: list[str]) -> float:
    """What a child uses of the processor for some lines."""
    before = os.times()
    text = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    if done.stdout.count("\n") != len(lines):
        raise SystemExit(f"{len(lines)} lines in, {done.stdout.count(chr(10))} out")
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the documents")
    parser.add_argument("--to", default="slack", choices=["slack", "chime"], help="the platform")
    return parser.parse_args()


if __name__ == "__main__":
    main()
