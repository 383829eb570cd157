"""AWS Support in chat: the menu, the buttons on a case, correspondence as people read it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from msgspec.structs import replace

from bellhop.command import Command, Outcome
from bellhop.message import Action, Block, Code, Message, Text
from bellhop.reader import Reader
from bellhop.saying import buttons, say
from bellhop.showing.answer import echo

_MOST = 5


def menu(text: str, reader: Reader) -> Message | None:
    """What can be done with AWS Support, if that is what a text asks for."""
    if text.strip().lower() not in {"support", "지원"}:
        return None
    return Message(
        title=reader.say("AWS Support: what would you like to do?", "AWS Support: 무엇을 할까요?"),
        blocks=(Code(text="\n".join(map(echo, ("support create-case", "support describe-cases")))),),
        actions=buttons(
            say(reader.say("Open a case", "사례 만들기"), ("support", "create-case")),
            say(reader.say("Open cases", "열린 사례"), ("support", "describe-cases", "--no-include-communications")),
            say(
                reader.say("Resolved ones too", "해결된 사례도"),
                ("support", "describe-cases", "--include-resolved-cases", "--no-include-communications"),
            ),
        ),
    )


def case_buttons(command: Command, outcome: Outcome, reader: Reader) -> list[Action]:
    """What may be done next about the cases that a command made or showed."""
    if command.service != "support" or command.output or command.query:
        return []
    match command.operation:
        case "CreateCase":
            case = str(outcome.answer.get("caseId", ""))
            show = _say(reader.say("View case", "사례 보기"), "describe-cases", case, listed=True)
            return [*show, *_reply(case, reader), *_resolve(case, reader)]
        case "DescribeCommunications" | "AddCommunicationToCase":
            case = str(command.parameters.get("caseId", ""))
            looked = command.operation == "DescribeCommunications"
            return [*([] if looked else _view(case, reader)), *_reply(case, reader), *_resolve(case, reader)]
        case "DescribeCases":
            return _cases(cast("Sequence[Mapping[str, Any]]", outcome.answer.get("cases", ())), reader)
        case _:
            return []


def correspondence(command: Command, outcome: Outcome, shown: Message, reader: Reader) -> Message:
    """The answer to DescribeCommunications as a conversation, the newest at the end; any other answer as it is."""
    if (command.service, command.operation) != ("support", "DescribeCommunications") or command.output or command.query:
        return shown
    echoed = (block for block in shown.blocks if isinstance(block, Code))
    blocks: list[Block] = [*itertools.islice(echoed, 1)]
    for one in reversed(cast("Sequence[Mapping[str, Any]]", outcome.answer.get("communications", ()))):
        files = ", ".join(str(file.get("fileName", "?")) for file in one.get("attachmentSet") or ())
        line = f"{one.get('submittedBy', '?')} · {_moment(str(one.get('timeCreated', '')), reader)}" + (
            f" · {files}" if files else ""
        )
        blocks += [Text(text=line, small=True), Text(text=str(one.get("body", "")))]
    if len(blocks) < 2:
        blocks.append(Text(text=reader.say("Nothing was written yet.", "아직 대화가 없습니다.")))
    return replace(shown, blocks=tuple(blocks))


def _moment(text: str, reader: Reader) -> str:
    try:
        return reader.moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def _cases(found: Sequence[Mapping[str, Any]], reader: Reader) -> list[Action]:
    if len(found) == 1:
        case, resolved = str(found[0].get("caseId", "")), found[0].get("status") == "resolved"
        return _view(case, reader) + _reply(case, reader) + ([] if resolved else _resolve(case, reader))
    shown: list[Action] = []
    for one in found[:_MOST]:
        label = reader.say("View {case}", "{case} 보기", case=one.get("displayId") or one.get("caseId", "?"))
        shown += _say(label, "describe-cases", str(one.get("caseId", "")), listed=True)
    return shown


def _view(case: str, reader: Reader) -> list[Action]:
    return _say(reader.say("View correspondence", "대화 보기"), "describe-communications", case)


def _reply(case: str, reader: Reader) -> list[Action]:
    return _say(reader.say("Reply", "답장"), "add-communication-to-case", case)


def _resolve(case: str, reader: Reader) -> list[Action]:
    return _say(reader.say("Resolve case", "사례 해결"), "resolve-case", case)


def _say(label: str, verb: str, case: str, *, listed: bool = False) -> list[Action]:
    if not case:
        return []
    option = ("--case-id-list", case, "--include-resolved-cases") if listed else ("--case-id", case)
    return list(buttons(say(label, ("support", verb, *option))))
