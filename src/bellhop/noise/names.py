"""Many titles in few words: those that differ in one number stand in one line, and nothing goes unnamed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

_NUMBER = re.compile(r"(\d+)")
_LEAST = 3
"""As many follow one another before they are told as a range."""


def told_briefly(titles: Iterable[str]) -> list[str]:
    """Every title in few lines, in the order in which they came: `web-0001 … web-0250 (250)`, `web-7 (3)`."""
    counted = Counter(titles)
    alike: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for title in counted:
        parts = _NUMBER.split(title)
        alike.setdefault(tuple(parts[::2]), []).append(tuple(parts[1::2]))
    lines: list[str] = []
    for words, numbers in alike.items():
        lines += _lines(words, numbers, counted)
    return lines


def _lines(words: Sequence[str], numbers: Sequence[tuple[str, ...]], counted: Counter[str]) -> list[str]:
    varying = [place for place in range(len(words) - 1) if len({one[place] for one in numbers}) > 1]
    if len(varying) != 1 or len(numbers) < _LEAST:
        return [_line((title := _title(words, one)), counted[title]) for one in numbers]
    (place,) = varying
    lines: list[str] = []
    for run in _runs(sorted(numbers, key=lambda one: (len(one[place]), int(one[place]))), place):
        titles = [_title(words, one) for one in run]
        if len(run) < _LEAST:
            lines += [_line(title, counted[title]) for title in titles]
        else:
            many = sum(counted[title] for title in titles)
            lines.append(f"{titles[0]} … {_title(words, run[-1])} ({many:,})")
    return lines


def _runs(numbers: Sequence[tuple[str, ...]], place: int) -> list[list[tuple[str, ...]]]:
    """Numbers that follow one another, written with as many digits, together."""
    runs = [[numbers[0]]]
    for before, one in pairwise(numbers):
        if int(one[place]) - int(before[place]) == 1 and _alike(before[place], one[place]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _alike(before: str, one: str) -> bool:
    return len(one) == len(before) or not (before.startswith("0") or one.startswith("0"))


def _title(words: Sequence[str], numbers: Sequence[str]) -> str:
    return "".join(word + number for word, number in zip(words, (*numbers, ""), strict=True))


def _line(title: str, many: int) -> str:
    return title if many == 1 else f"{title} ({many:,})"
