"""Built-ins in a channel."""

import pytest

from bellhop.builtins import builtins
from bellhop.channel import Channel
from bellhop.store import Store

from .conftest import Aws, Room, open_room


@pytest.mark.parametrize("text", sorted(builtins()))
async def test_every_built_in_answers_a_bare_call_without_a_mistake_of_ours(room: Room, text: str) -> None:
    answer = await room.ask(text)
    assert "Something went wrong" not in answer.text
    assert answer.under == "1"


@pytest.mark.parametrize("text", ["help", "help built-ins", "help rights", "status", "preferences", "alias help"])
async def test_they_speak_korean(room: Room, text: str) -> None:
    title = (await room.ask(text, channel="ko")).message.title
    assert any("\uac00" <= letter <= "\ud7a3" for letter in title)


async def test_the_pages_of_help_take_each_others_place(room: Room) -> None:
    home = await room.ask("help")
    rights = await room.pressed(home, "help", "What may I do")
    assert rights.replaces == home.id
    assert "They run as: my own credentials" in rights.text
    assert "schedule" in (await room.pressed(rights, "help", "Built-ins")).text


@pytest.mark.parametrize("text", ["help lambda", "lambda help", "lambda --help", "@aws lambda —help"])
async def test_help_for_a_service(room: Room, text: str) -> None:
    answer = await room.ask(text)
    assert "list-functions" in answer.text
    assert "operations" in answer.message.title


@pytest.mark.parametrize("text", ["help lambda invoke", "lambda invoke help", "lambda invoke --help"])
async def test_help_for_an_operation(room: Room, text: str) -> None:
    answer = await room.ask(text)
    assert "@aws lambda invoke --function-name VALUE" in answer.text
    assert "Needs lambda:InvokeFunction" in answer.text
    assert room.aws.asked == []


async def test_more_options_take_the_place_of_the_first(room: Room) -> None:
    first = await room.ask("ec2 describe-instances --help")
    more = await room.ask("help ec2 run-instances")
    more = await room.pressed(more, "help", "More options")
    assert more.replaces
    assert "11 to 20" in more.text
    assert first.value("say", "Run it") == "ec2 describe-instances"


async def test_help_for_what_there_is_not_says_what_there_is(room: Room) -> None:
    assert "list-functions" in (await room.ask("help lambda list-function")).text
    assert "lambda" in (await room.ask("help lamda")).text


async def test_status_tells_what_is_broken(room: Room) -> None:
    assert (await room.ask("status")).message.title == "I am well."
    row = "insert into channels (name, holder, held_until, broken) values ('x', '', 0, 'revoked')"
    await room.store.write(lambda c: c.exec_driver_sql(row))
    assert "x: revoked" in (await room.ask("status")).text


async def test_feedback_is_kept(room: Room) -> None:
    assert "Thank you" in (await room.ask("feedback  more tables, please")).text
    rows = await room.store.read(lambda c: c.exec_driver_sql("select name, text from feedback").all())
    assert [tuple(row) for row in rows] == [("minji", "more tables, please")]
    assert "feedback" in (await room.ask("feedback")).text
    assert "tables" not in (await room.records())[0].text


async def test_preferences_hold_for_the_channel_and_can_be_taken_back(room: Room) -> None:
    room.aws.says = lambda _: {"Functions": [{"FunctionName": "one"}]}
    before = await room.ask("preferences")
    chosen = await room.pressed(before, "preferences", "한국어")
    assert chosen.replaces == before.id
    assert "언어: ko (여기서 선택함)" in chosen.text
    assert "읽기 전용" in (await room.ask("lambda list-functions")).text
    await room.ask("preferences locale default")
    await room.ask("set region eu-central-1")
    await room.ask("lambda list-functions", user="jun")
    assert room.aws.asked[-1].region == ""
    assert room.aws.regions[-1] == "eu-central-1"
    await room.ask("preferences output json")
    assert '"FunctionName": "one"' in (await room.ask("lambda list-functions")).text
    assert "FunctionName: one" in (await room.ask("lambda list-functions", channel="ko")).text
    other = await room.ask("preferences timezone asia/seoul")
    assert "Asia/Seoul" in other.text
    assert "KST" in other.text


@pytest.mark.parametrize(
    "text",
    [
        "preferences colour red",
        "preferences locale",
        "preferences locale fr",
        "preferences timezone Mars/Base",
        "preferences output xml",
        "set region mars-1",
        "set region",
        "set",
    ],
)
async def test_what_can_not_be_preferred_says_what_can(room: Room, text: str) -> None:
    answer = await room.ask(text)
    assert "What helps:" in answer.text
    assert "Something went wrong" not in answer.text


async def test_history_and_again(room: Room) -> None:
    assert "You have not run a command here yet" in (await room.ask("again")).text
    await room.ask("lambda list-functions")
    await room.ask("invoke one", user="jun")
    await room.ask("lambda get-function")
    history = await room.ask("history")
    assert "lambda invoke --function-name one" in history.text
    assert "waits for a yes" in history.text
    assert "get-function" not in history.text
    again = await room.pressed(history, "say", "list-functions")
    assert "I ran the read-only command" in again.text
    assert "I can run the command" in (await room.ask("again", user="jun")).text
    assert [one.operation for one in room.aws.asked] == ["ListFunctions"] * 3  # the form looked for values
    assert [record.text for record in await room.records()].count("lambda list-functions") == 2


async def test_a_command_with_a_secret_is_not_offered_again(room: Room) -> None:
    await room.ask("rds modify-db-instance --db-instance-identifier x --master-user-password hunter2222")
    assert "secret" in (await room.ask("again")).text
    assert (await room.ask("history")).message.actions == ()


async def test_set_default_account_says_how_accounts_are_chosen(store: Store) -> None:
    channel = Channel(name="ops", platform="web", role="arn:aws:iam::210987654321:role/r", region="us-east-1")
    room = open_room(store, channel, Aws())
    assert "210987654321" in (await room.ask("set default-account")).text


async def test_a_denial_is_explained(room: Room) -> None:
    told = await room.ask("explain sts get-session-token")
    assert "secrets stay out of chat" in told.text
