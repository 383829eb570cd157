"""Several accounts in one channel, and a channel without a region: asked once, remembered, and said."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bellhop.channel import Account, Channel
from bellhop.command import Command, Outcome
from bellhop.dressing import dress
from bellhop.events import tell
from bellhop.reader import Reader
from bellhop.store import Store
from bellhop.store.chat_tables import schedules, tickets
from bellhop.unwrap import unwrap_all

from .conftest import Aws, Room, open_room

SAMPLES = Path(__file__).parents[1] / "events/cloudwatch.metric_alarm"
PROD = Account(id="111122223333", role="arn:aws:iam::111122223333:role/bellhop", name="prod")
TEST = Account(id="444455556666", role="arn:aws:iam::444455556666:role/bellhop")


@dataclass
class Accounts(Aws):
    """An AWS of several accounts: it says which role asked."""

    roles: list[str] = field(default_factory=list[str])

    def account(self, *, role: str = "") -> str:
        assert role, "nothing runs with Bellhop's own credentials"
        return role.split(":")[4]

    async def run(self, command: Command, *, role: str = "", **more: Any) -> Outcome:
        self.roles.append(role)
        outcome = await super().run(command, role=role, **more)
        return replace(outcome, account=self.account(role=role))


@pytest.fixture
def several(channel: Channel) -> Channel:
    return replace(channel, accounts=(PROD, TEST))


@pytest.fixture
async def room(store: Store, several: Channel) -> AsyncIterator[Room]:
    room = open_room(store, several, Accounts())
    yield room
    await room.answer.stop()


def roles(room: Room) -> list[str]:
    assert isinstance(room.aws, Accounts)
    return room.aws.roles


async def test_a_command_asks_for_the_account_once_and_goes_on_with_it(room: Room) -> None:
    asked = await room.ask("lambda list-functions")
    assert asked.message.title == "In which account?"
    assert [one.label for one in asked.message.actions] == ["prod (111122223333)", "444455556666"]
    assert room.aws.asked == []
    answer = await room.pressed(asked, "place", "prod")
    assert answer.replaces == asked.id
    assert "in account prod (111122223333):" in answer.text
    assert "111122223333" in (await room.ask("sqs list-queues")).text
    assert roles(room) == [PROD.role, PROD.role]


async def test_the_choice_is_a_persons_own_and_lasts_seven_days(room: Room) -> None:
    await room.ask("set default-account prod")
    assert (await room.ask("lambda list-functions", user="jun")).message.title == "In which account?"
    past = datetime.now(UTC) - timedelta(seconds=1)
    row = (await room.store.read(lambda c: c.execute(tickets.select().where(tickets.c.user == "minji")).all()))[0]
    assert row.expires - row.made == timedelta(days=7)
    await room.store.write(lambda c: c.execute(update(tickets).where(tickets.c.id == row.id).values(expires=past)))
    assert (await room.ask("lambda list-functions")).message.title == "In which account?"


async def test_only_the_asker_answers_and_only_once(room: Room) -> None:
    asked = await room.ask("lambda list-functions")
    assert "Only the person who asked" in await room.press(asked, "place", "prod", user="eve")
    await room.pressed(asked, "place", "prod")
    assert "expired" in await room.press(asked, "place", "444455556666")
    assert roles(room) == [PROD.role]


async def test_set_default_account_lists_chooses_and_refuses(room: Room) -> None:
    listed = await room.ask("set default-account")
    chosen = await room.pressed(listed, "set", "444455556666")
    assert "Your commands here run in 444455556666." in chosen.text
    assert "Remembered until" in (await room.ask("set default-account")).text
    refused = await room.ask("set default-account staging")
    assert "This channel has no account staging." in refused.text
    assert "prod (111122223333), 444455556666" in refused.text


async def test_a_question_runs_in_the_account_that_it_was_asked_for(room: Room) -> None:
    await room.ask("set default-account prod")
    question = await room.ask("lambda invoke --function-name one")
    assert "Account: prod (111122223333)" in question.text
    await room.ask("set default-account 444455556666")
    answer = await room.pressed(question, "run")
    assert "in account prod (111122223333)" in answer.text
    assert roles(room) == [PROD.role]


async def test_the_next_page_keeps_its_account(room: Room) -> None:
    room.aws.says = lambda _: Outcome(
        account="", region="ap-northeast-2", answer={"Functions": []}, items=(1, 20), next_token="more"
    )
    await room.ask("set default-account prod")
    answer = await room.ask("lambda list-functions")
    await room.ask("set default-account 444455556666")
    await room.pressed(answer, "page")
    assert roles(room) == [PROD.role, PROD.role]


async def test_a_button_of_an_answer_speaks_for_the_answers_account(room: Room) -> None:
    await room.ask("set default-account prod")
    refused = await room.ask("lambda lst-functions")
    await room.ask("set default-account 444455556666")
    await room.pressed(refused, "in", "list-functions", user="jun")
    assert roles(room) == [PROD.role]


async def test_an_account_of_another_channel_is_not_let_in_by_a_button(room: Room) -> None:
    asked = await room.ask("lambda list-functions")
    before = len(await room.all())
    assert await room.press(asked, "in", value="999999999999 lambda list-functions") == ""
    assert (await room.next(before)).message.title == "In which account?"
    id_ = asked.value("place").split(" ")[0]
    assert "does not work in account" in await room.press(asked, "place", value=f"{id_} 999999999999")
    assert roles(room) == []


async def test_a_schedule_keeps_its_account(room: Room) -> None:
    await room.ask("set default-account prod")
    made = await room.ask('schedule "every day 09:00" lambda list-functions')
    assert "Account: prod (111122223333)" in made.text
    await room.ask("set default-account 444455556666")
    assert "prod (111122223333)" in (await room.ask("schedule list")).text
    now = datetime.now(UTC)
    await room.store.write(lambda c: c.execute(update(schedules).values(due=now - timedelta(seconds=1))))
    await room.answer.tick(now)
    await room.idle()
    assert roles(room) == [PROD.role]


async def test_a_schedule_of_an_account_that_is_gone_is_told_and_does_not_run(
    room: Room, several: Channel, store: Store
) -> None:
    await room.ask("set default-account prod")
    await room.ask('schedule "every day 09:00" lambda list-functions')
    now = datetime.now(UTC)
    await store.write(lambda c: c.execute(update(schedules).values(due=now - timedelta(seconds=1))))
    later = open_room(store, replace(several, accounts=(TEST,)), Accounts())
    await later.answer.tick(now)
    assert "does not work in account 111122223333" in (await later.idle())[-1].text
    assert roles(later) == []


async def test_built_ins_and_forms_ask_for_the_account_too(room: Room) -> None:
    asked = await room.ask("explain lambda list-functions")
    explained = await room.pressed(asked, "place", "prod")
    assert "This command runs at once." in explained.text
    asked = await room.ask("lambda get-function", user="jun")
    assert asked.message.title == "In which account?"
    form = await room.pressed(asked, "place", "prod", user="jun")
    assert "--function-name" in form.text


async def test_follow_ups_stay_in_the_account_of_what_they_follow(room: Room) -> None:
    await room.ask("set default-account prod")
    await room.ask("lambda get-function")
    await room.ask("set default-account 444455556666")
    answer = await room.ask("function-name one")
    assert "in account prod (111122223333)" in answer.text
    await room.ask("set default-account prod")
    await room.ask("lambda invoke --function-name one")
    await room.ask("set default-account 444455556666")
    await room.say("--qualifier 3")
    question = next(one for one in reversed(await room.idle()) if "--qualifier 3" in one.text)
    assert "Account: prod (111122223333)" in question.text
    await room.pressed(question, "run")
    assert set(roles(room)) == {PROD.role}


async def test_the_buttons_of_news_speak_for_the_account_that_it_is_about(room: Room, several: Channel) -> None:
    body = (SAMPLES / "alarm.json").read_text()
    event = unwrap_all(body.replace(unwrap_all(body)[0].account, PROD.id))[0]
    assert event.account == PROD.id
    told = tell(event, Reader()).notification
    message = dress(several, (), event, told)
    assert {one.name for one in message.actions if one.value.startswith(PROD.id)} == {"in"}
    elsewhere = dress(replace(several, accounts=(TEST,)), (), event, told)
    assert all(one.name != "in" for one in elsewhere.actions)
    assert dress(replace(several, accounts=()), (), event, told).actions == elsewhere.actions


async def test_a_channel_without_a_region_asks_once_and_remembers_for_all(store: Store, channel: Channel) -> None:
    topics = ("arn:aws:sns:eu-central-1:123456789012:ops",)
    room = open_room(store, replace(channel, region="", topics=topics), Aws(region=""))
    asked = await room.ask("lambda list-functions")
    assert asked.message.title == "In which region?"
    assert [one.label for one in asked.message.actions][:2] == ["eu-central-1", "us-east-1"]
    await room.pressed(asked, "place", "eu-central-1")
    await room.ask("lambda list-functions", user="jun")
    await room.ask("lambda list-functions --region us-west-2")
    await room.ask("lambda list-functions -r us-east-2")
    assert room.aws.regions == ["eu-central-1"] * 4
    assert [one.region for one in room.aws.asked] == ["", "", "us-west-2", "us-east-2"]


async def test_a_named_region_needs_no_question(store: Store, channel: Channel) -> None:
    room = open_room(store, replace(channel, region=""), Aws(region=""))
    assert "I ran the read-only command" in (await room.ask("lambda list-functions --region us-west-2")).text


async def test_a_region_that_there_is_not_is_refused_with_near_names(store: Store, channel: Channel) -> None:
    room = open_room(store, replace(channel, region="ap-northest-2"), Aws())
    refused = await room.ask("lambda list-functions")
    assert "AWS has no region ap-northest-2; did you mean ap-northeast-2" in refused.text
    assert room.aws.asked == []
