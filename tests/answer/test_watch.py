"""`watch … until …`: what is watched, and the query however it is quoted."""

import pytest

from .conftest import Room

ACCOUNT = "123456789012"


@pytest.mark.parametrize(
    "query",
    [
        f"\"Account == '{ACCOUNT}'\"",
        f"Account == '{ACCOUNT}'",
        f"Account=='{ACCOUNT}'",
        "length(Account) > `0`",
        '"length(Account) > `0`"',
        f"'{ACCOUNT}' == Account",
    ],
)
async def test_a_query_is_read_with_or_without_quotes_around_it(room: Room, query: str) -> None:
    room.aws.says = lambda _: {"Account": ACCOUNT}
    await room.say(f"watch sts get-caller-identity until {query}")
    said = await room.until(lambda said: any("it is so (look 1)" in one.text for one in said))
    assert "sts get-caller-identity" in said[-1].text


@pytest.mark.parametrize("text", ["watch sts get-caller-identity", "watch sts get-caller-identity until", "watch"])
async def test_a_watch_without_an_end_is_told_the_form(room: Room, text: str) -> None:
    assert "What shall I watch, and until when?" in (await room.ask(text)).text


async def test_what_changes_something_is_not_watched(room: Room) -> None:
    said = await room.ask("watch ec2 stop-instances --instance-ids i-1 until StoppingInstances")
    assert "Only a command that may run at once can be watched" in said.text
    assert room.aws.asked == []
