"""A plain question with a language model: its lines stand above the three commands, and never in their place."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bellhop.channel import Channel
from bellhop.errors import AwsRefused
from bellhop.store import Store

from .conftest import GRAMMAR, Aws, Room, always, open_room

QUESTION = "which lambda functions do I have"
MODEL = "anthropic.claude-3-haiku-20240307-v1:0"


def saying(text: str) -> dict[str, Any]:
    return {"output": {"message": {"role": "assistant", "content": [{"text": text}]}}}


HINTS = ("lambda list-functions", "lambda get-function --function-name one", "lambda list-event-source-mappings")


@pytest.fixture(autouse=True)
def suggestions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the compiled models suggest; the tests' own are not compiled."""

    def answers(*_: object) -> tuple[str, ...]:
        return HINTS

    monkeypatch.setattr(type(GRAMMAR.models), "answers", answers)


@pytest.fixture
async def room(store: Store, channel: Channel) -> AsyncIterator[Room]:
    room = open_room(store, replace(channel, model=MODEL), Aws(says=lambda _: saying("Look at the list.")))
    yield room
    await room.answer.stop()


async def test_without_a_model_nobody_is_asked(store: Store, channel: Channel) -> None:
    room = open_room(store, channel, Aws())
    assert "lambda list-functions" in (await room.ask(QUESTION)).text
    assert room.aws.asked == []


async def test_the_models_lines_stand_above_the_three_commands(room: Room) -> None:
    answer = await room.ask(QUESTION)
    assert answer.text.index("Look at the list.") < answer.text.index("@aws lambda list-functions")
    assert f"Written by {MODEL}; it may be wrong" in answer.text
    assert len(answer.message.actions) == 3
    assert (await room.pressed(answer, "say", "list-functions")).text


async def test_it_is_given_the_question_and_the_commands_and_nothing_else(room: Room) -> None:
    await room.ask(QUESTION)
    (asked,) = room.aws.asked
    assert (asked.service, asked.operation, asked.parameters["modelId"]) == ("bedrock-runtime", "Converse", MODEL)
    (message,) = asked.parameters["messages"]
    suggested = "\n".join(f"- aws {hint}" for hint in HINTS)
    assert message["content"][0]["text"] == f"Question: {QUESTION}\n\nSuggested commands:\n{suggested}"
    assert "credentials" in json.dumps(asked.parameters["system"])


async def test_a_long_answer_is_cut(room: Room) -> None:
    room.aws.says = lambda _: saying("x" * 5000)
    text = (await room.ask(QUESTION)).text
    assert "x" * 1200 + " …" in text
    assert "x" * 1201 not in text


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (AwsRefused("AccessDeniedException", "You don't have access to the model."), "You don't have access"),
        (saying(""), "it said nothing"),
    ],
)
async def test_whatever_goes_wrong_the_commands_come(room: Room, said: Any, why: str) -> None:
    room.aws.says = lambda _: said
    answer = await room.ask(QUESTION)
    assert f"The language model did not answer: {why}" in answer.text
    assert len(answer.message.actions) == 3


async def test_guardrails_that_forbid_it_are_named_and_it_is_not_asked(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bellhop.guardrails.hands_out_secrets", always)
    answer = await room.ask(QUESTION)
    assert "The language model did not answer: " in answer.text
    assert len(answer.message.actions) == 3
    assert room.aws.asked == []


async def test_an_unknown_command_is_no_question_for_a_model(room: Room) -> None:
    await room.ask("lambda lst-functions")
    assert room.aws.asked == []
