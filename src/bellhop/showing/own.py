"""The answers of `s3 ls` and `logs tail`, in the lines that the AWS CLI prints."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast

from bellhop.message import Block, Code, Text
from bellhop.reader import Reader

LINES = 200
"""How many lines of a log are shown: the latest."""

_UNITS = ("Bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def own_answer(
    custom: str, settings: Mapping[str, Any], answer: Mapping[str, Any], reader: Reader
) -> tuple[Block, ...]:
    """What a command of the AWS CLI's own answers; nothing if it has no form of its own.

    Args:
        custom: `s3 ls`, `logs tail`.
        settings: its options.
        answer: of the operation behind it.
        reader: whose clock and language.
    """
    match custom:
        case "s3 ls":
            lines = list(_objects(answer, settings, reader))
            none = reader.say("There is nothing.", "아무것도 없습니다.")
            return (Code(text="\n".join(lines), fold=True),) if lines else (Text(text=none),)
        case "logs tail":
            return log_blocks(answer.get("events", ()), settings, reader)
        case _:
            return ()


def log_blocks(events: Sequence[Mapping[str, Any]], settings: Mapping[str, Any], reader: Reader) -> tuple[Block, ...]:
    """The latest log events, oldest first, and how many were left out."""
    ordered = sorted(events, key=lambda event: event.get("timestamp", 0))
    lines = [line for event in ordered for line in _log_lines(event, settings, reader)]
    if not lines:
        return (Text(text=reader.say("No events yet.", "아직 이벤트가 없습니다.")),)
    shown = Code(text="\n".join(lines[-LINES:]), fold=True)
    if len(lines) <= LINES:
        return (shown,)
    words = ("The latest {shown} of {all} lines.", "전체 {all}줄 중 최근 {shown}줄입니다.")
    return shown, Text(text=reader.say(*words, shown=LINES, all=len(lines)), small=True)


def _log_lines(event: Mapping[str, Any], settings: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    form, message = settings.get("format", "detailed"), str(event.get("message", "")).rstrip()
    if form == "json":
        with suppress(ValueError):  # a line that is no JSON stays as it is
            message = json.dumps(json.loads(message), indent=4, ensure_ascii=False)
    at = reader.moment(datetime.fromtimestamp(event.get("timestamp", 0) / 1000, UTC))[:19]
    stream = "" if form == "short" else f" {event.get('logStreamName', '')}"
    first, *rest = message.split("\n")
    yield f"{at}{stream} {first}"
    yield from rest


def _objects(answer: Mapping[str, Any], settings: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    for bucket in _maps(answer, "Buckets"):
        yield f"{_at(bucket.get('CreationDate'), reader)} {bucket.get('Name', '')}"
    human = bool(settings.get("human-readable"))
    names = [str(one.get("Prefix", "")) for one in _maps(answer, "CommonPrefixes")]
    yield from (f"{'PRE':>30} {_last(name.rstrip('/'))}/" for name in names)
    objects = _maps(answer, "Contents")
    for one in objects:
        key = str(one.get("Key", ""))
        shown = key if settings.get("recursive") else _last(key)
        yield f"{_at(one.get('LastModified'), reader)} {_size(one.get('Size', 0), human=human):>10} {shown}"
    if settings.get("summarize") and "Buckets" not in answer:
        size = sum(int(one.get("Size", 0)) for one in objects)
        yield from ("", f"Total Objects: {len(objects)}", f"   Total Size: {_size(size, human=human)}")


def _maps(answer: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return cast("list[Mapping[str, Any]]", answer.get(name) or [])


def _last(key: str) -> str:
    return key.rpartition("/")[2]


def _at(moment: Any, reader: Reader) -> str:
    return reader.moment(moment)[:19] if isinstance(moment, datetime) else " " * 19


def _size(size: int, *, human: bool) -> str:
    if not human:
        return str(size)
    value, unit = float(size), 0
    while value >= 1024 and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{value:.1f} {_UNITS[unit]}" if unit else f"{size} {_UNITS[0] if size != 1 else 'Byte'}"
