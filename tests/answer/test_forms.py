"""What is missing is asked for, and given by a button or a follow-up; never guessed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bellhop.answer.values import values_in
from bellhop.command import Command
from bellhop.errors import AwsRefused
from bellhop.store.chat_tables import tickets

from .conftest import Room


def _functions(command: Command) -> Any:
    return {"Functions": [{"FunctionName": "one"}, {"FunctionName": "two"}]} if "List" in command.operation else {}


async def test_the_form_offers_values_of_the_account_and_a_button_fills_it(room: Room) -> None:
    room.aws.says = _functions
    form = await room.ask("lambda get-function")
    assert "--function-name" in form.text
    assert "[one] [two]" in form.text
    assert "@aws function-name VALUE" in form.text
    assert "Only the person who asked" in await room.press(form, "fill", "two", user="eve")
    answer = await room.pressed(form, "fill", "two")
    assert "--function-name two" in answer.text
    assert room.aws.asked[-1].parameters == {"FunctionName": "two"}
    assert "expired" in await room.press(form, "fill", "one")


async def test_enum_values_are_buttons(room: Room) -> None:
    form = await room.ask("cloudwatch set-alarm-state --alarm-name a --state-reason r")
    assert "[OK] [ALARM] [INSUFFICIENT_DATA]" in form.text


@pytest.mark.parametrize(
    "reply", ["function-name my-fn", "--function-name my-fn", "@aws -function-name my-fn", "—function-name my-fn"]
)
async def test_a_follow_up_gives_what_is_missing(room: Room, reply: str) -> None:
    await room.ask("lambda get-function")
    answer = await room.ask(reply)
    assert "@aws lambda get-function --function-name my-fn" in answer.text
    assert room.aws.asked[-1].parameters == {"FunctionName": "my-fn"}


async def test_what_is_still_missing_is_asked_again(room: Room) -> None:
    await room.ask("cloudwatch set-alarm-state")
    form = await room.ask("alarm-name a")
    assert "also needs --state-value and --state-reason" in form.text
    question = await room.ask("--state-value OK --state-reason tested")
    assert "What would you like me to do?" in question.text
    assert "--alarm-name a --state-value OK --state-reason tested" in question.text


async def test_a_follow_up_counts_for_its_person_its_channel_and_ten_minutes(room: Room) -> None:
    await room.ask("lambda get-function")
    assert "AWS has no service" in (await room.ask("function-name my-fn", user="jun")).text
    assert "모르는 AWS 서비스" in (await room.ask("function-name my-fn", channel="ko")).text
    past = datetime.now(UTC) - timedelta(seconds=1)
    await room.store.write(lambda c: c.execute(update(tickets).values(expires=past)))
    assert "AWS has no service" in (await room.ask("function-name my-fn")).text


async def test_the_thread_says_which_form_is_meant(room: Room) -> None:
    await room.ask("lambda get-function", thread="1")
    await room.ask("lambda get-alias --name live", thread="2")
    await room.ask("function-name my-fn", thread="1")
    assert room.aws.asked[-1].operation == "GetFunction"
    await room.ask("function-name my-fn", thread="2")
    assert room.aws.asked[-1].operation == "GetAlias"


async def test_a_bare_value_is_never_guessed_and_another_command_goes_first(room: Room) -> None:
    await room.ask("lambda get-function")
    assert "AWS has no service" in (await room.ask("my-fn")).text
    assert "AWS has no service" in (await room.ask("function-name")).text
    await room.ask("lambda list-functions")
    assert room.aws.asked[-1].operation == "ListFunctions"


async def test_values_that_are_not_to_be_had_leave_a_form_without_buttons(room: Room) -> None:
    room.aws.says = lambda _: AwsRefused("AccessDenied", "no")
    form = await room.ask("lambda get-function")
    assert form.message.actions == ()
    assert "Answer with:" in form.text


async def test_optional_parameters_are_shown_and_added(room: Room) -> None:
    question = await room.ask("lambda update-function-configuration --function-name f")
    assert "This is @minji's question" in await room.press(question, "options", user="eve")
    shown = await room.pressed(question, "options")
    assert shown.under == "1"
    assert "--role: string" in shown.text
    more = await room.pressed(shown, "options")
    assert more.replaces == shown.id
    assert "Options 11 to 20" in more.text
    again = await room.ask("--timeout 30", after=1)
    assert "--function-name f --timeout 30" in again.text
    assert "took this one's place" in await room.press(question, "run")
    await room.pressed(again, "run")
    await room.idle()
    assert [dict(one.parameters) for one in room.aws.asked] == [{"FunctionName": "f", "Timeout": 30}]


async def test_an_addition_that_is_wrong_leaves_the_question_as_it_was(room: Room) -> None:
    question = await room.ask("lambda update-function-configuration --function-name f")
    await room.ask("--timeout soon")
    await room.pressed(question, "run")
    assert [dict(one.parameters) for one in room.aws.asked] == [{"FunctionName": "f"}]


@pytest.mark.parametrize(
    ("answer", "option", "noun", "values"),
    [
        ({"Functions": [{"FunctionName": "a"}]}, "function-name", "function", ["a"]),
        ({"Reservations": [{"Instances": [{"InstanceId": "i-1"}]}]}, "instance-ids", "instance", ["i-1"]),
        ({"Buckets": [{"Name": "b", "CreationDate": "x"}], "Owner": {"ID": "o"}}, "bucket", "bucket", ["b"]),
        ({"QueueUrls": ["https://q/1"]}, "queue-url", "queue", ["https://q/1"]),
        ({"TableNames": ["t"]}, "table-name", "table", ["t"]),
        ({"pipelines": [{"name": "p", "version": 1}]}, "name", "pipeline", ["p"]),
        ({"clusterArns": ["arn:c"]}, "cluster", "cluster", ["arn:c"]),
        ({"Topics": [{"TopicArn": "arn:t"}]}, "topic-arn", "topic", ["arn:t"]),
        ({"Things": []}, "thing-name", "thing", []),
    ],
)
def test_values_are_found_in_the_answers_of_lists(
    answer: dict[str, Any], option: str, noun: str, values: list[str]
) -> None:
    assert list(values_in(answer, option, noun)) == values
