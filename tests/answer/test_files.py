"""Answers as files: on a button, on the word `file`, or since they are too long to be read."""

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from bellhop.answer.files import KEPT
from bellhop.command import Command, Outcome
from bellhop.message import File
from bellhop.store.chat_tables import files, tickets
from bellhop.store.files import KeptFile, file_at, keep_file

from .conftest import Room, Said


def _functions(count: int) -> dict[str, object]:
    return {"Functions": [{"FunctionName": f"f{number}", "Timeout": number} for number in range(count)]}


def _file(said: Said) -> File:
    (file,) = (block for block in said.message.blocks if isinstance(block, File))
    return file


async def _content(room: Room, said: Said) -> str:
    kept = await room.store.read(lambda c: file_at(c, _file(said).id, "ops", datetime.now(UTC)))
    assert kept is not None
    return kept.content.decode()


async def test_a_list_has_buttons_for_files(room: Room) -> None:
    room.aws.says = lambda _: _functions(5)
    answer = await room.ask("lambda list-functions --max-items 5")
    assert [action.label for action in answer.message.actions] == ["JSON", "CSV", "YAML"]
    csv = await room.pressed(answer, "attach", "CSV", user="jun")
    assert _file(csv).name == "lambda-list-functions.csv"
    assert (await _content(room, csv)).splitlines() == ["\ufeffFunctionName,Timeout", *(f"f{n},{n}" for n in range(5))]
    assert "Functions (5). All of it is in the file." in csv.text
    assert csv.message.actions == ()
    assert room.aws.asked[1].file == "csv"
    assert room.aws.asked[1].parameters == room.aws.asked[0].parameters
    assert '"FunctionName": "f0"' in await _content(room, await room.pressed(answer, "attach", "JSON"))
    assert "- FunctionName: f0" in await _content(room, await room.pressed(answer, "attach", "YAML"))


async def test_short_lists_and_commands_that_change_something_have_no_such_buttons(room: Room) -> None:
    room.aws.says = lambda _: _functions(4)
    assert (await room.ask("lambda list-functions")).message.actions == ()
    room.aws.says = lambda _: {"TerminatingInstances": [{"InstanceId": f"i-{n}"} for n in range(9)]}
    answer = await room.pressed(await room.ask("ec2 terminate-instances --instance-ids i-1"), "run")
    assert answer.message.actions == ()


async def test_the_button_expires(room: Room) -> None:
    room.aws.says = lambda _: _functions(5)
    answer = await room.ask("lambda list-functions")
    past = datetime.now(UTC) - timedelta(seconds=1)
    await room.store.write(lambda c: c.execute(update(tickets).values(expires=past)))
    assert "expired" in await room.press(answer, "attach", "CSV")


async def test_the_word_file_gives_one_at_once(room: Room) -> None:
    room.aws.says = lambda _: _functions(1)
    answer = await room.ask('file csv lambda list-functions --query "Functions[].FunctionName"')
    assert (await _content(room, answer)).splitlines() == ["\ufeffValue", "f0"]
    assert [record.text for record in await room.records()] == [
        "lambda list-functions --query 'Functions[].FunctionName'"
    ]


async def test_the_word_file_asks_before_it_changes_something(room: Room) -> None:
    room.aws.says = lambda _: {"StatusCode": 200, "Payload": '{"a": 1}'}
    question = await room.ask("file json lambda invoke --function-name one")
    assert room.aws.asked == []
    answer = await room.pressed(question, "run")
    assert _file(answer).name == "invoke.json"
    assert await _content(room, answer) == '{"a": 1}'


async def test_the_word_file_alone_says_how(room: Room) -> None:
    for text in ("file", "file csv", "file pdf lambda list-functions"):
        assert "file csv lambda list-functions" in (await room.ask(text)).text


async def test_what_is_too_long_to_read_is_a_file_with_its_beginning(room: Room) -> None:
    room.aws.says = lambda _: {"Functions": [{"FunctionName": f"f{n}", "Description": "x" * 90} for n in range(600)]}
    answer = await room.ask("lambda list-functions --output yaml")
    assert _file(answer).name == "lambda-list-functions.yaml"
    assert "too long to be read here" in answer.text
    assert "- FunctionName: f0" in answer.text
    assert len(answer.text) < 2_000
    assert (await _content(room, answer)).count("FunctionName") == 600


async def test_a_stream_is_named_after_its_outfile_and_its_path_is_nowhere(room: Room) -> None:
    room.aws.says = lambda _: {"ContentType": "text/plain", "Body": "line\n" * 10}
    answer = await room.ask("s3api get-object --bucket b --key logs/today.log ../../etc/cron.d/evil.txt")
    if "run" in {action.name for action in answer.message.actions}:
        answer = await room.pressed(answer, "run")
    assert _file(answer).name == "evil.txt"
    assert "ContentType: text/plain" in answer.text
    assert "line" not in answer.text.split("ContentType")[1]
    assert await _content(room, answer) == "line\n" * 10


async def test_short_streams_are_read_and_long_ones_are_files(room: Room) -> None:
    room.aws.says = lambda command: {"Body": "x" * (2_001 if command.parameters["Key"] == "a/long.log" else 1_999)}
    long = await room.ask("s3api get-object --bucket b --key a/long.log")
    assert _file(long).name == "long.log"
    short = await room.ask("s3api get-object --bucket b --key a/short.log")
    assert "xxx" in short.text
    assert not any(isinstance(block, File) for block in short.message.blocks)


async def test_a_binary_stream_is_told_not_handed_out(room: Room) -> None:
    room.aws.says = lambda _: {"Body": "(binary, 4,096 bytes)"}
    answer = await room.ask("s3api get-object --bucket b --key a.zip a.zip")
    assert "(binary, 4,096 bytes)" in answer.text


async def test_a_file_of_part_of_a_list_says_so(room: Room) -> None:
    room.aws.says = lambda _: Outcome(
        account="1" * 12, region="us-east-1", answer=_functions(5), items=(1, 5), next_token="more"
    )
    answer = await room.ask("file csv lambda list-functions")
    assert "These are items 1 to 5. AWS has more: I stopped here" in answer.text


async def test_a_file_is_its_channels_and_goes_away(room: Room) -> None:
    room.aws.says = lambda _: _functions(5)
    file = _file(await room.ask("file json lambda list-functions"))
    assert re.fullmatch(rf"/files/ops/{file.id}\?expires=\d+&signature=[0-9a-f]{{64}}", file.url)
    now = datetime.now(UTC)
    assert await room.store.read(lambda c: file_at(c, file.id, "quiet", now)) is None
    assert await room.store.read(lambda c: file_at(c, file.id, "ops", now + KEPT)) is None
    later = KeptFile(id="x", channel="ops", name="x", content=b"", made=now + KEPT, expires=now + 2 * KEPT)
    await room.store.write(lambda c: keep_file(c, later))
    assert await room.store.read(lambda c: c.execute(select(files.c.id)).scalars().all()) == ["x"]


def _command_is_whole(command: Command) -> bool:
    return not command.starting_token


async def test_a_file_of_a_later_page_holds_the_whole_list(room: Room) -> None:
    room.aws.says = lambda _: Outcome(account="1" * 12, region="r", answer=_functions(6), items=(1, 6), next_token="t")
    second = await room.pressed(await room.ask("lambda list-functions"), "page")
    await room.pressed(second, "attach", "JSON")
    assert not _command_is_whole(room.aws.asked[1])
    assert _command_is_whole(room.aws.asked[2])
