"""What of an answer is a file: the whole of it as JSON, CSV or YAML, or the content of a stream."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bellhop.command import Command, Outcome
from bellhop.message import Code
from bellhop.showing.formats import formatted
from bellhop.showing.query import search
from bellhop.showing.spelling import Model, jsonable, respelled
from bellhop.showing.spreadsheet import longest_list, spreadsheet

FORMATS = ("json", "csv", "yaml")
"""The files that an answer can be had as."""

LONGEST = 40_000
"""Characters of an answer that are read as a message; a longer one is a file."""

STREAMED = 2_000
"""Characters of a stream (a function's payload, an object's content) that are read as a message."""

_BINARY = re.compile(r"\(binary, (?:more than )?[\d,]+ bytes\)")
_ENDINGS = {"json": "json", "yaml": "yaml", "csv": "csv", "text": "txt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that an answer becomes.

    Args:
        name: what it is saved as: a bare name.
        content: UTF-8.
        of: the member of the answer whose content it is; empty = the whole answer.
        unasked: nobody asked for a file: the answer is too long to be read.
    """

    name: str
    content: bytes
    of: str = ""
    unasked: bool = False


def attachment(command: Command, outcome: Outcome, model: Model) -> Attachment | None:
    """The file that comes with an answer, None if all of it is read as a message.

    Args:
        command: what ran; its `file`, `output`, `query` and `outfile` say what is wanted.
        outcome: AWS's answer, secrets taken out.
        model: the model of the operation.

    Raises:
        NotUnderstood: `--query` does not fit the answer.
    """
    lines = command.custom and not (command.file or command.output or command.query)
    if command.waiter or lines:
        return None
    streamed = getattr(model.output_shape, "serialization", {}).get("payload", "")
    if streamed and isinstance(content := outcome.answer.get(streamed), str):
        return _streamed(command, streamed, content)
    return _whole(command, outcome, model)


def whole_text(command: Command, outcome: Outcome, model: Model, form: str) -> str:
    """The whole answer, or what `--query` finds in it, as `json`, `csv`, `yaml` or `text`.

    Raises:
        NotUnderstood: `--query` does not fit the answer.
    """
    found = jsonable(outcome.answer)
    if command.query:
        found = search(command.query, respelled(outcome.answer, model.output_shape), found)
    if form == "csv":
        return spreadsheet(found, model.service_model.service_name, model.name)
    block = formatted(found, form)
    assert isinstance(block, Code)  # only a table is none, and it is no file
    return block.text + "\n"


def shortened(outcome: Outcome, member: str) -> Outcome:
    """An outcome without the member that has become a file."""
    return replace(outcome, answer={name: value for name, value in outcome.answer.items() if name != member})


def counts(answer: Mapping[str, Any], spelt: Callable[[str], str]) -> str:
    """What an answer holds, in a line: `Functions (120), NextMarker`."""
    return ", ".join(
        f"{spelt(name)} ({len(value)})" if isinstance(value, list) else spelt(name)  # pyright: ignore[reportUnknownArgumentType]  # of any type
        for name, value in answer.items()
    )


def has_list(command: Command, outcome: Outcome) -> bool:
    """Whether an answer's list is long enough to be wanted as a file."""
    return not command.file and (bool(outcome.next_token) or len(longest_list(dict(outcome.answer))) >= _MANY)


_MANY = 5


def _whole(command: Command, outcome: Outcome, model: Model) -> Attachment | None:
    form = command.file or {"yaml": "yaml", "text": "text"}.get(command.output, "json")
    text = whole_text(command, outcome, model, form)
    if not command.file and len(text) <= LONGEST:
        return None
    # A spreadsheet takes CSV for another encoding without this mark.
    content = text.encode("utf-8-sig" if form == "csv" else "utf-8", "replace")
    name = f"{command.custom or f'{command.service} {command.verb}'}".replace(" ", "-")
    return Attachment(name=f"{name}.{_ENDINGS[form]}", content=content, unasked=not command.file)


def _streamed(command: Command, member: str, content: str) -> Attachment | None:
    wanted = command.outfile not in {"", "-"} or bool(command.file)
    if _BINARY.fullmatch(content) or not content or not (wanted or len(content) > STREAMED):
        return None
    ending = "json" if content.lstrip()[:1] in {"{", "["} else "txt"
    path = command.outfile if command.outfile not in {"", "-"} else str(command.parameters.get("Key", ""))
    name = base_name(path) or f"{command.verb}.{ending}"
    return Attachment(name=name, content=content.encode("utf-8", "replace"), of=member, unasked=not wanted)


def base_name(path: str) -> str:
    """The last part of a path, without anything that a file system or a header might stumble over; may be empty."""
    last = re.split(r"[/\\]", path)[-1]
    return re.sub(r"[^\w.\-+@ ()\[\]]", "_", last).strip(" .")[:100]
