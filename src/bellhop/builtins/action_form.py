"""How a custom action is written in chat: `"Restart service" --on cloudwatch --when "State EQUALS ALARM" --command`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from bellhop.custom_actions import (
    Criterion,
    CustomAction,
    lambda_command,
    mistakes,
    read_criterion,
    runbook_command,
    spoken,
)
from bellhop.errors import BellhopError
from bellhop.reader import Reader

OPTIONS = (
    "button",
    "name",
    "on",
    "when",
    "variable",
    "command",
    "lambda",
    "payload",
    "runbook",
    "input",
    "role",
    "region",
)
_ALSO = {"variables": "variable", "inputs": "input", "criteria": "when", "function": "lambda", "text": "button"}
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NONE = ("none", "any", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody said of an action: bare words, and the words of each option."""

    bare: tuple[str, ...]
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def one(self, option: str) -> str:
        """An option's words as one text, empty without them."""
        return " ".join(self.given.get(option, ()))


def drafted(said: Sequence[str], reader: Reader) -> Draft:
    """What words say of an action. `--command` takes one word with blanks in it, else all words that follow.

    Raises:
        BellhopError: an option that there is not.
    """
    bare: list[str] = []
    given: dict[str, tuple[str, ...]] = {}
    option, words = "", list(said)
    while words:
        word = words.pop(0)
        if option == "command" and not given["command"] and " " not in word:
            given["command"] = (spoken([word, *words]),)
            break
        if not word.startswith("--"):
            if option:
                given[option] = (*given[option], word)
            else:
                bare.append(word)
            continue
        name, _, value = word[2:].partition("=")
        option = _ALSO.get(name, name)
        if option not in OPTIONS:
            raise BellhopError(
                reader.say("An action has no option --{name}.", "작업에 --{name} 옵션은 없습니다.", name=name[:60]),
                fix=reader.say(
                    "known are {known}; --command comes last",
                    "쓸 수 있는 옵션: {known} (--command는 마지막에)",
                    known=" ".join(f"--{one}" for one in OPTIONS),
                ),
            )
        given[option] = (*given.get(option, ()), *((value,) if value else ()))
    return Draft(bare=tuple(bare), given=given)


def build(draft: Draft, reader: Reader, *, spare: str, author: str) -> CustomAction:
    """The action that a draft makes; its command is empty if none was given.

    Args:
        draft: what was said.
        reader: who is told what does not fit.
        spare: its name, if its text has no letters for one.
        author: who says so.

    Raises:
        BellhopError: a field is not as wanted.
    """
    label = draft.one("button") or " ".join(draft.bare)
    name = draft.one("name") or " ".join(draft.bare) or label
    if not _NAME.fullmatch(name) and not draft.one("name"):
        name = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:64] or spare
    return edited(CustomAction(name=name, button=label or name, command="", author=author), draft, reader)


def edited(action: CustomAction, draft: Draft, reader: Reader) -> CustomAction:
    """An action with what a draft gives in the place of what it had; `none` takes criteria, types or variables away.

    Raises:
        BellhopError: a field is not as wanted.
    """
    given: dict[str, Any] = {}
    if draft.one("button"):
        given["button"] = draft.one("button")
    if "on" in draft.given:
        given["on"] = tuple(kind for kind in re.split(r"[\s,]+", draft.one("on")) if kind and kind not in _NONE)
    if "when" in draft.given:
        given["when"] = _criteria(draft.given["when"], reader)
    if "variable" in draft.given:
        given["variables"] = _pairs(draft.given["variable"], reader)
    if command := _command(draft, reader):
        given["command"] = command
    made = replace(action, **given)
    for place, sentence in mistakes(made, reader):
        if place != "command" or made.command:
            raise BellhopError(f"{place}: {sentence}", fix=reader.say("say action help", "action help를 보세요"))
    return made


def _criteria(said: Sequence[str], reader: Reader) -> tuple[Criterion, ...]:
    """Each word with a blank or `=` is one; `MetricName EQUALS Errors` may also stand there without quotes."""
    if len(said) == 1 and said[0] in _NONE:
        return ()
    texts = list(said) if all(re.search(r"[\s=]", one) for one in said) or len(said) == 1 else [" ".join(said)]
    found = [read_criterion(text) for text in texts]
    if None in found:
        raise BellhopError(
            reader.say(
                "That is no criterion: {text}",
                "조건이 아닙니다: {text}",
                text=texts[found.index(None)][:100],
            ),
            fix='--when "MetricName EQUALS Errors" --when "ClusterName HAS_VALUE"',
        )
    return tuple(criterion for criterion in found if criterion)


def _pairs(said: Sequence[str], reader: Reader) -> tuple[tuple[str, str], ...]:
    if len(said) == 1 and said[0] in _NONE:
        return ()
    pairs = [one.partition("=") for one in said]
    if not all(equals for _, equals, _ in pairs):
        raise BellhopError(
            reader.say("A variable has a name and a path.", "변수에는 이름과 경로가 있어야 합니다."),
            fix="--variable instance=event.detail.instance-id",
        )
    return tuple((name.lstrip("$"), path) for name, _, path in pairs)


def _command(draft: Draft, reader: Reader) -> str:
    kinds = [kind for kind in ("command", "lambda", "runbook") if draft.one(kind)]
    if len(kinds) > 1:
        raise BellhopError(
            reader.say("An action does one thing.", "작업은 한 가지만 합니다."),
            fix=reader.say(
                "give one of --command, --lambda and --runbook", "--command, --lambda, --runbook 중 하나만 쓰세요"
            ),
        )
    region = f" --region {draft.one('region')}" if draft.one("region") else ""
    match kinds:
        case ["lambda"]:
            return lambda_command(draft.one("lambda"), draft.one("payload")) + region
        case ["runbook"]:
            return runbook_command(draft.one("runbook"), _inputs(draft, reader), draft.one("role")) + region
        case _:
            return draft.one("command")


def _inputs(draft: Draft, reader: Reader) -> dict[str, str]:
    text = draft.one("input")
    if not text.startswith("{"):
        return dict(_pairs(draft.given.get("input", ()), reader))
    try:
        read = cast("dict[str, Any]", json.loads(text))
    except ValueError:
        raise BellhopError(
            reader.say("--input is no JSON.", "--input이 JSON이 아닙니다."), fix="--input InstanceId=$instance"
        ) from None
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in read.items()}
