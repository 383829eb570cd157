"""What the AWS CLI and Bellhop's grammar make of the same words, and whether it is the same."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bellhop.errors import NotUnderstood
from bellhop.syntax import Grammar
from bellhop.syntax.special import names

_CHILD = Path(__file__).with_name("child.py")
_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}

Answer = Mapping[str, Any]
"""`service`, `operation`, `parameters` of what is understood; else `error`, and `file` or `custom` if that is why."""


class Oracle:
    """The AWS CLI in a child process.

    Args:
        folder: an empty folder to run in.
    """

    def __init__(self, folder: Path) -> None:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        self._process = subprocess.Popen(
            [sys.executable, str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={**environment, **_ENVIRONMENT},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def ask(self, question: Sequence[str]) -> None:
        """Begin to ask what a command's words mean."""
        self._write(question)

    def operations(self, service: str) -> list[str]:
        """The verbs of a service that are operations of its API."""
        self._write({"service": service})
        return self._read()

    def options(self, service: str, verbs: Sequence[str]) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """By verb, the names of its options (`options`) and of those that are required (`required`)."""
        self._write({"service": service, "verbs": list(verbs)})
        return self._read()

    def _write(self, question: Sequence[str] | Mapping[str, Any]) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Answer:
        """Wait for what the command asked first means."""
        return self._read()

    def _read(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the AWS CLI's process is gone"
        return json.loads(line)


def understood(grammar: Grammar, command: str | Sequence[str]) -> Answer:
    """What Bellhop's grammar makes of a chat text, or of words."""
    try:
        reading = grammar.read(command) if isinstance(command, str) else grammar.read_words(command)
    except NotUnderstood as refused:
        return {"error": f"{refused.kind}: {refused.message}", "kind": refused.kind}
    made = reading.command
    service = names.SERVICES.get(made.service, made.service)
    return {"service": service, "operation": made.operation, "parameters": plain(reading.parameters), "text": made.text}


def plain(value: Any) -> Any:
    """A value as JSON would give it back: what came from a blob is text."""
    return json.loads(
        json.dumps(value, default=lambda inner: inner.decode() if isinstance(inner, bytes) else str(inner))
    )


@dataclass(kw_only=True)
class Score:
    """What a comparison came to.

    Args:
        same: both understand the same, or both refuse.
        known: how often each known difference was met.
        wrong: words and both answers, where they differ without a known reason.
    """

    same: int = 0
    refused: int = 0
    known: dict[str, int] = field(default_factory=dict[str, int])
    wrong: list[tuple[Sequence[str], Answer, Answer]] = field(
        default_factory=list[tuple[Sequence[str], Answer, Answer]]
    )

    def add(self, other: Score) -> None:
        """Count another comparison too."""
        self.same += other.same
        self.refused += other.refused
        self.wrong += other.wrong
        for reason, times in other.known.items():
            self.known[reason] = self.known.get(reason, 0) + times

    def report(self, most: int = 8) -> str:
        """The differences, the first few of them in full."""
        lines = [f"{self.same} the same ({self.refused} refused by both), {self.known}, {len(self.wrong)} different"]
        for words, theirs, ours in self.wrong[:most]:
            lines += [json.dumps(words)[:600], f"   AWS CLI: {_short(theirs)}", f"   Bellhop: {_short(ours)}"]
        return "\n".join(lines)


_RANDOM = re.compile(r'(?<=")(?:cli-\d+-\d+|bellhop-[0-9a-f]{32})(?=")|-(?:\d{10}-\d+|[0-9a-f]{32})(?=")')
"""References that both make up: `CallerReference`, and the ids of origins that CloudFront's commands make."""


def steady(answer: Answer, key: str) -> str:
    """A part of an answer as text, without what is made up anew each time."""
    return _RANDOM.sub("<random>", json.dumps(answer[key], sort_keys=True))


def same(theirs: Answer, ours: Answer) -> bool:
    """Whether both understand the same, or both nothing."""
    if "operation" not in theirs or "operation" not in ours:
        return "operation" not in theirs and "operation" not in ours
    return all(steady(theirs, key) == steady(ours, key) for key in ("service", "operation", "parameters"))


def _short(answer: Answer) -> str:
    return json.dumps(answer, ensure_ascii=False)[:500]
