"""Aliases: names for commands, whose values are never more than values."""

import pytest

from bellhop.errors import BellhopError
from bellhop.reader import Reader
from bellhop.syntax.lexer import words
from bellhop.variables import filled, given_values, variables_in

from .conftest import Room


async def test_an_alias_is_created_listed_run_and_deleted(room: Room) -> None:
    made = await room.ask("@aws alias create fn lambda get-function --function-name $name")
    assert "@aws run fn --name VALUE" in made.text
    assert "There is an alias" in (await room.ask("alias create fn lambda list-functions")).text
    for values in ("my-fn", "--name my-fn", "name=my-fn", "--name=my-fn"):
        assert "--function-name my-fn" in (await room.ask(f"run fn {values}")).text
    for call in ("alias run fn my-fn", "RUN fn my-fn"):
        assert "--function-name my-fn" in (await room.ask(call)).text
    assert {dict(one.parameters)["FunctionName"] for one in room.aws.asked} == {"my-fn"}
    assert "fn → lambda get-function --function-name $name" in (await room.ask("alias list")).text
    await room.ask("alias delete fn", user="jun")
    assert "no alias “fn”" in (await room.ask("run fn my-fn")).text


async def test_a_changing_one_is_asked_first_and_recorded_as_what_runs(room: Room) -> None:
    await room.ask("alias create go lambda invoke --function-name one")
    question = await room.ask("run go")
    assert "I can run the command" in question.text
    assert room.aws.asked == []
    await room.pressed(question, "run")
    await room.idle()
    record = (await room.records())[-1]
    assert (record.text, record.operation, record.outcome) == ("lambda invoke --function-name one", "Invoke", "ok")


async def test_a_denied_one_stays_denied(room: Room) -> None:
    await room.ask("alias create token sts get-session-token")
    assert "I may not run" in (await room.ask("run token")).text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("alias create", "has a name and a command"),
        ("alias create x", "has a name and a command"),
        ("alias create a.b lambda list-functions", "has a name and a command"),
        (f"alias create {'x' * 101} lambda list-functions", "has a name and a command"),
        (f"alias create x lambda invoke --payload {'x' * 5000}", "longer than 5,000"),
        ("alias create loop run loop", "stands for an AWS command"),
        ("alias create loop alias run loop", "stands for an AWS command"),
        ("alias create pipe lambda list-functions | grep x", "There is no shell here"),
        ("run", "Which alias"),
        ("run nothing", "no alias"),
        ("alias delete nothing", "no alias"),
    ],
)
async def test_what_can_not_be_one_says_why(room: Room, text: str, why: str) -> None:
    assert why in (await room.ask(text)).text


async def test_values_that_are_missing_or_too_many_are_refused_before_anything_runs(room: Room) -> None:
    await room.ask("alias create fn lambda get-function --function-name $name --qualifier $role-name")
    assert "A value is missing for $role-name" in (await room.ask("run fn a")).text
    assert "more values than variables" in (await room.ask("run fn a b c")).text
    assert "no variable colour" in (await room.ask("run fn a --colour b")).text
    assert room.aws.asked == []


@pytest.mark.parametrize(
    ("template", "said", "expected"),
    [
        ("lambda get-function --function-name $f", ["a b"], ["lambda", "get-function", "--function-name", "a b"]),
        ("x --y $f", ["a' --z 'b"], ["x", "--y", "a' --z 'b"]),
        ("x --y $f", ["-5"], ["x", "--y", "-5"]),
        ("x --y pre-${f}-post", ["q"], ["x", "--y", "pre-q-post"]),
        ("""x --y '{"a": "$f"}'""", ['q", "b": "c'], ["x", "--y", '{"a": "q\\", \\"b\\": \\"c"}']),
        ("x --y Key=k,Value=$f", ["v"], ["x", "--y", "Key=k,Value=v"]),
        ("x --y '$5 is no variable'", [], ["x", "--y", "$5 is no variable"]),
    ],
)
def test_a_value_becomes_one_word(template: str, said: list[str], expected: list[str]) -> None:
    split = words(template)
    assert filled(split, given_values(variables_in(split), said, Reader()), Reader()) == expected


@pytest.mark.parametrize(("template", "value"), [("x $f", "--force"), ("x --y $f", "-z"), ("x Key=$f", "v,Other=w")])
def test_a_value_that_would_be_more_is_refused(template: str, value: str) -> None:
    with pytest.raises(BellhopError):
        filled(words(template), {"f": value}, Reader())


async def test_an_alias_without_run_is_offered_and_never_run_by_guess(room: Room) -> None:
    await room.ask("alias create fn lambda get-function --function-name $name")
    puzzled = await room.ask("fn my-fn")
    assert room.aws.asked == []
    assert "--function-name my-fn" in (await room.pressed(puzzled, "say", "run fn my-fn")).text


async def test_mistakes_are_told_in_korean(room: Room) -> None:
    await room.ask("별칭 create fn lambda get-function --function-name $name", channel="ko")
    assert "$name 값이 없습니다" in (await room.ask("실행 fn", channel="ko")).text
    assert "언제인지 모르겠습니다" in (await room.ask('예약 "아무때나" lambda list-functions', channel="ko")).text
    assert "필요한 옵션: --function-name" in (await room.ask("lambda get-function", channel="ko")).text
