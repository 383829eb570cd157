"""Next page, and a function's log: kept on this side, decided anew."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bellhop.command import Command, Outcome
from bellhop.store.chat_tables import tickets

from .conftest import Room, always


def _paged(command: Command) -> Outcome:
    first = int(command.starting_token or 0) + 1
    return Outcome(
        account="1" * 12,
        region="us-east-1",
        answer={"Functions": [{"FunctionName": f"f{first}"}]},
        items=(first, first),
        next_token=str(first) if first < 3 else "",
    )


async def test_pages_follow_each_other_in_the_thread(room: Room) -> None:
    room.aws.says = _paged
    first = await room.ask("lambda list-functions --region us-east-1")
    assert [one.label for one in first.message.actions] == ["Next page", "JSON", "CSV", "YAML"]
    assert len(first.value("page")) <= 16
    second = await room.pressed(first, "page", user="jun")
    assert second.under == "1"
    assert "@jun" in second.message.title
    assert "f2" in second.text
    assert "--starting-token" not in second.text
    third = await room.pressed(second, "page")
    assert "These are items 3 to 3." in third.text
    assert third.message.actions == ()
    assert [record.text for record in await room.records()] == ["lambda list-functions --region us-east-1"] * 3


async def test_a_page_is_denied_if_the_command_is_by_now(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.aws.says = _paged
    first = await room.ask("lambda list-functions")
    monkeypatch.setattr("bellhop.guardrails.hands_out_secrets", always)
    assert "I may not run" in (await room.pressed(first, "page")).text
    assert len(room.aws.asked) == 1


async def test_a_page_expires_and_belongs_to_its_channel(room: Room) -> None:
    room.aws.says = _paged
    first = await room.ask("lambda list-functions")
    elsewhere = await room.ask("lambda list-functions", channel="ko")
    assert "expired" in await room.press(elsewhere, "page")
    past = datetime.now(UTC) - timedelta(seconds=1)
    await room.store.write(lambda c: c.execute(update(tickets).values(expires=past)))
    assert "expired" in await room.press(first, "page")


async def test_a_functions_log_is_behind_a_button(room: Room) -> None:
    log = base64.b64encode(b"START\nhello from the log\nEND").decode()
    room.aws.says = lambda _: {"StatusCode": 200, "Payload": '{"a": 1}', "LogResult": log}
    question = await room.ask("invoke one")
    answer = await room.pressed(question, "run")
    assert room.aws.asked[0].parameters["LogType"] == "Tail"
    assert "hello from the log" not in answer.text
    assert "--log-type" not in answer.text
    shown = await room.pressed(answer, "log")
    assert "hello from the log" in shown.text
    assert shown.under == "1"


@pytest.mark.parametrize("options", ["--invocation-type Event", "--log-type None"])
async def test_no_log_is_asked_for_where_there_is_none_or_none_is_wanted(room: Room, options: str) -> None:
    question = await room.ask(f"lambda invoke --function-name one {options}")
    await room.pressed(question, "run")
    assert room.aws.asked[0].parameters.get("LogType") != "Tail"
