"""A command's answer, in the form of AWS's chatbot: who, where, the command, then what AWS said.

https://docs.aws.amazon.com/chatbot/latest/adminguide/intro-to-the-aws-cli-in-slack.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from bellhop.command import Command, Outcome
from bellhop.message import Action, Block, Code, File, Message, Text, Tone
from bellhop.reader import Reader
from bellhop.showing.attachment import LONGEST, Attachment, counts, shortened
from bellhop.showing.card import card, entries, scalar
from bellhop.showing.formats import formatted
from bellhop.showing.invoked import failed, invocation, spoken
from bellhop.showing.own import own_answer
from bellhop.showing.query import search
from bellhop.showing.spelling import Model, jsonable, respelled, upper_camel

_TOKEN = re.compile(r"\s--starting-token(?:\s+|=)\S+")
_MOST_VALUE = 2_000
_GLIMPSE = 1_000


def answer(
    command: Command,
    text: str,
    outcome: Outcome,
    model: Model,
    reader: Reader,
    *,
    user: str,
    read_only: bool,
    elevated: str = "",
    buttons: Sequence[Action] | None = None,
    attached: tuple[Attachment, File] | None = None,
) -> Message:
    """What came of a command.

    Args:
        command: what ran; its `output` and `query` shape the body.
        text: the command as it may be shown, secrets masked.
        outcome: AWS's answer, secrets taken out.
        model: the model of the operation.
        reader: language and clock.
        user: how to address whoever asked, without `@`; empty = nobody.
        read_only: the command could not change anything.
        elevated: what whoever asked was elevated to, in words; empty if to nothing.
        buttons: what stands beneath it; None = a button for the items that follow, with their token in it.
        attached: the file that comes with it, as it is kept.

    Raises:
        NotUnderstood: `--query` is no JMESPath or does not fit the answer.
    """
    bad = failed(model, outcome)
    if attached:
        body = (*_beside(attached[0], command, outcome, model, reader), attached[1])
    else:
        body = _body(command, outcome, model, reader, read_only=read_only)
    return Message(
        title=_title(outcome, reader, user=user, read_only=read_only, bad=bad, elevated=elevated),
        tone=Tone.BAD if bad else Tone.INFO,
        blocks=(
            Code(text=echo(text)),
            *(part for block in body for part in _cut(block, reader)),
            *_place(command, outcome, reader),
        ),
        actions=_next(text, outcome, reader) if buttons is None else tuple(buttons),
    )


def _body(command: Command, outcome: Outcome, model: Model, reader: Reader, *, read_only: bool) -> tuple[Block, ...]:
    formed = _formed(command, outcome, model, reader)
    return (formed,) if formed else _carded(command, outcome, model, reader, read_only=read_only)


def _beside(
    attached: Attachment, command: Command, outcome: Outcome, model: Model, reader: Reader
) -> tuple[Block, ...]:
    """What is read beside a file: what is in it, and its beginning if nobody asked for one."""
    if attached.of:
        rest = shortened(outcome, attached.of)
        body = _body(replace(command, query="", file=""), rest, model, reader, read_only=False)
        return () if body and isinstance(body[0], Text) else body
    words = ("All of it is in the file.", "전체 내용은 파일에 있습니다.")
    if attached.unasked:
        words = (
            "That is too long to be read here, so it is a file. It begins with:",
            "여기에서 읽기에는 너무 길어 파일로 드립니다. 시작 부분은 다음과 같습니다:",
        )
    held = "" if command.query else counts(outcome.answer, upper_camel)
    said = Text(text=f"{held}. {reader.say(*words)}" if held else reader.say(*words))
    if not attached.unasked:
        return (said,)
    start = attached.content.decode("utf-8-sig", "replace")[:_GLIMPSE].rpartition("\n")[0]
    return said, Code(text=f"{start}\n…", fold=True)


def echo(text: str) -> str:
    """A command as it is said in a channel, behind `@aws`."""
    return "@aws " + re.sub(r"^(?:@aws\b|aws\b)?\s*", "", text, flags=re.IGNORECASE)


def _title(outcome: Outcome, reader: Reader, *, user: str, read_only: bool, bad: bool, elevated: str) -> str:
    if bad:
        words = (
            "I ran the command in account {account}, and the function failed:",
            "계정 {account}에서 명령을 실행했지만 함수가 실패했습니다:",
        )
    elif read_only:
        words = (
            "I ran the read-only command in account {account}:",
            "계정 {account}에서 읽기 전용 명령을 실행했습니다:",
        )
    else:
        words = ("I ran the command in account {account}:", "계정 {account}에서 명령을 실행했습니다:")
    said = reader.say(*words, account=outcome.account)
    said = f"{said.removesuffix(':')} ({elevated}):" if elevated else said
    return f"@{user} {said}" if user else said


def _formed(command: Command, outcome: Outcome, model: Model, reader: Reader) -> Block | None:
    """The body that `--query` and `--output` ask for, or None without them."""
    if command.query:
        found = search(command.query, respelled(outcome.answer, model.output_shape), jsonable(outcome.answer))
        return formatted(found, command.output) if command.output else _found(found, reader)
    return formatted(jsonable(outcome.answer), command.output) if command.output else None


def _carded(command: Command, outcome: Outcome, model: Model, reader: Reader, *, read_only: bool) -> tuple[Block, ...]:
    if shown := own_answer(command.custom, command.settings, outcome.answer, reader):
        return shown
    if command.waiter:
        return (Text(text=reader.say("It is so: {waiter}.", "확인했습니다: {waiter}.", waiter=command.waiter)),)
    if read_only and (names := _empty_lists(outcome.answer, model.output_shape)):
        lists = ", ".join(f"{name} (0)" for name in names)
        return (Text(text=reader.say("The list is empty: {lists}", "목록이 비어 있습니다: {lists}", lists=lists)),)
    if said := spoken(model, outcome.answer):
        rest = {name: value for name, value in outcome.answer.items() if name != "Payload"}
        return Text(text=said, markup=True), Code(text=card(invocation(model, rest) or rest, None, reader), fold=True)
    invoked = invocation(model, outcome.answer)
    lines = card(invoked, None, reader) if invoked else card(outcome.answer, model.output_shape, reader)
    if lines:
        return (Code(text=lines, fold=True),)
    return (Text(text=reader.say("Done. AWS has nothing to add.", "완료했습니다. AWS가 돌려준 내용은 없습니다.")),)


def _empty_lists(answer: Mapping[str, Any], shape: Any) -> list[str]:
    """The names of the lists that are all of an answer, and empty; some services leave an empty list out."""
    if any(value not in (None, "", 0, [], {}) for value in answer.values()):
        return []
    lists = [name for name, member in getattr(shape, "members", {}).items() if member.type_name == "list"]
    return [upper_camel(name) for name in lists if name in answer] or [upper_camel(name) for name in lists]


def _found(value: Any, reader: Reader) -> Block:
    """What a query found: lines of a structure, items of a list, or a single value."""
    if value is None:
        return Text(text=reader.say("The query finds nothing.", "쿼리 결과가 없습니다."))
    if isinstance(value, Mapping):
        return Code(text=card(cast("Mapping[str, Any]", value), None, reader) or "{}", fold=True)
    if isinstance(value, list):
        items = cast("Sequence[Any]", value)
        return Code(text="\n".join(_rows(items, reader)) or "[]", fold=True)
    return Code(text=scalar(value, reader), fold=True)


def _rows(items: Sequence[Any], reader: Reader) -> list[str]:
    """A line for each item if all are single values, or lists of single values; else items between `-` lines."""
    lists = [cast("Sequence[Any]", item) if isinstance(item, list) else [item] for item in items]
    if any(isinstance(cell, Mapping | list) for row in lists for cell in row):
        return list(entries(items, None, reader))
    return ["  ".join("-" if cell is None else scalar(cell, reader) for cell in row) for row in lists]


def _cut(body: Block, reader: Reader) -> tuple[Block, ...]:
    if not isinstance(body, Code) or len(body.text) <= LONGEST:
        return (body,)
    kept = body.text[:LONGEST].rpartition("\n")[0] or body.text[:LONGEST]
    note = reader.say(
        "Only the first {shown} of {all} characters are shown: ask for less with --query or --max-items.",
        "전체 {all}자 중 처음 {shown}자만 보여 줍니다. --query나 --max-items로 줄여 보세요.",
        shown=f"{len(kept):,}",
        all=f"{len(body.text):,}",
    )
    return Code(text=kept, fold=True), Text(text=note, small=True)


def _place(command: Command, outcome: Outcome, reader: Reader) -> tuple[Block, ...]:
    """Which items these are, where they are not all."""
    sentences: list[str] = []
    if outcome.items and (outcome.next_token or outcome.items[0] > 1):
        first, last = outcome.items
        sentences.append(
            reader.say("These are items {a} to {b}.", "{a}번째부터 {b}번째 항목까지입니다.", a=first, b=last)
        )
    if outcome.next_token and command.file:
        sentences.append(
            reader.say(
                "AWS has more: I stopped here, as a file has 5 MB at most and AWS only so much time.",
                "AWS에 더 있습니다. 파일은 최대 5MB이고 시간도 정해져 있어 여기까지만 담았습니다.",
            )
        )
    elif outcome.next_token:
        sentences.append(
            reader.say("There is more: add --max-items 100.", "더 있습니다. --max-items 100을 붙여 보세요.")
        )
    return (Text(text=" ".join(sentences), small=True),) if sentences else ()


def _next(text: str, outcome: Outcome, reader: Reader) -> tuple[Action, ...]:
    """A button for the items that follow, unless the command can't be said again as it is shown."""
    said = f"{_TOKEN.sub('', text)} --starting-token {outcome.next_token}"
    if not outcome.next_token or "****" in text or len(said) > _MOST_VALUE:
        return ()
    return (Action(label=reader.say("Next items", "다음 항목"), name="say", value=said),)
