from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from tests.platforms.slack.conftest import Heard
from tests.pretend.slack import BOT, Fault, PretendSlack

from bellhop.channel import Channel
from bellhop.command import Press
from bellhop.delivery import Delivery
from bellhop.errors import BellhopError
from bellhop.message import Action, Message
from bellhop.platforms.slack import socket as socket_module
from bellhop.platforms.slack.client import Slack

MESSAGE = Message(title="Run it?", actions=(Action(label="Run", name="run", value='q1 "a > 0" & 5%'),))
DELIVERY = Delivery(id="1", channel="ops", type="answer", message=MESSAGE)


@asynccontextmanager
async def listening(slack: PretendSlack, heard: Heard) -> AsyncGenerator[Slack]:
    driver = Slack(slack.token, slack.app_token, base_url=slack.base_url)
    await driver.start(heard)
    try:
        yield driver
    finally:
        await driver.close()


async def test_a_mention_is_an_ask(slack: PretendSlack, heard: Heard) -> None:
    async with listening(slack, heard):
        sent = await slack.say(f"<@{BOT}> logs tail &lt;x&gt; &amp; <http://a.bc|a.bc>")
        await slack.until(lambda: heard.asks)
    (ask,) = heard.asks
    assert (ask.channel, ask.user, ask.name) == ("ops", "U01ALICE", "alice")
    assert ask.text == "logs tail <x> & a.bc"
    assert ask.thread == sent["payload"]["event"]["ts"]


async def test_a_mention_in_a_thread_is_answered_there(slack: PretendSlack, heard: Heard) -> None:
    async with listening(slack, heard):
        await slack.say(f"<@{BOT}> help", thread_ts="100.5")
        await slack.until(lambda: heard.asks)
    assert heard.asks[0].thread == "100.5"


async def test_what_slack_sends_twice_is_heard_once(slack: PretendSlack, heard: Heard) -> None:
    async with listening(slack, heard):
        sent = await slack.say(f"<@{BOT}> help")
        await slack.push("events_api", sent["payload"], envelope="second")
        event = sent["payload"]["event"]
        await slack.push("events_api", slack.event(event), envelope="third")
        await slack.push("events_api", slack.event({**event, "edited": {"ts": "9"}, "ts": "9.9"}), envelope="fourth")
        await slack.say(f"<@{BOT}> again")
        await slack.until(lambda: len(heard.asks) > 1)
    assert [ask.text for ask in heard.asks] == ["help", "again"]


async def test_an_edited_mention_is_told_as_such_and_not_asked_again(slack: PretendSlack, heard: Heard) -> None:
    async with listening(slack, heard):
        sent = await slack.say(f"<@{BOT}> help")
        await slack.until(lambda: heard.asks)
        event = {**sent["payload"]["event"], "text": f"<@{BOT}> status", "edited": {"ts": "9"}}
        await slack.push("events_api", slack.event(event), envelope="edited")
        await slack.until(lambda: heard.changed)
    assert [ask.text for ask in heard.asks] == ["help"]
    assert heard.changed[0].id == heard.asks[0].id


async def test_bots_are_not_heard(slack: PretendSlack, heard: Heard) -> None:
    async with listening(slack, heard):
        await slack.say(f"<@{BOT}> other bot", bot_id="B9")
        await slack.say(f"<@{BOT}> ourselves", user=BOT)
        await slack.say(f"<@{BOT}> a person")
        await slack.until(lambda: heard.asks)
    assert [ask.text for ask in heard.asks] == ["a person"]


async def test_a_person_whom_slack_does_not_know_is_called_by_id(slack: PretendSlack, heard: Heard) -> None:
    async with listening(slack, heard):
        await slack.say(f"<@{BOT}> help", user="U09GUEST")
        await slack.until(lambda: heard.asks)
    assert heard.asks[0].name == "U09GUEST"


async def test_names_are_asked_for_once(slack: PretendSlack, heard: Heard) -> None:
    async with listening(slack, heard):
        for _ in range(3):
            await slack.say(f"<@{BOT}> help")
        await slack.until(lambda: len(heard.asks) == 3)
    assert [method for method, _ in slack.calls].count("users.info") == 1


async def test_a_channel_that_is_not_configured_is_told_once_and_privately(slack: PretendSlack, heard: Heard) -> None:
    async with listening(slack, heard):
        await slack.say(f"<@{BOT}> help", channel="C09ELSE")
        await slack.say(f"<@{BOT}> hello?", channel="C09ELSE")
        await slack.say(f"<@{BOT}> help")
        await slack.until(lambda: heard.asks and slack.whispers)
    (whisper,) = slack.whispers
    assert (whisper["channel"], whisper["user"]) == ("C09ELSE", "U01ALICE")
    assert "address: C09ELSE" in whisper["text"]
    assert slack.messages == []


async def test_a_button_is_a_press_and_its_notice_is_private(
    slack: PretendSlack, heard: Heard, channel: Channel
) -> None:
    heard.notice = "Only *alice* may <!channel>"
    async with listening(slack, heard) as driver:
        receipt = await driver.post(channel, DELIVERY, None)
        await slack.press(slack.messages[0], ":run:")
        await slack.until(lambda: slack.whispers)
    assert heard.presses == [
        Press(
            channel="ops",
            user="U01ALICE",
            name="alice",
            action="run",
            value='q1 "a > 0" & 5%',
            message=receipt.id,
            thread=receipt.id,
        )
    ]
    (whisper,) = slack.whispers
    assert whisper["text"] == "Only `*alice*` may &lt;!channel&gt;"


async def test_a_button_in_a_thread_knows_its_thread(slack: PretendSlack, heard: Heard, channel: Channel) -> None:
    async with listening(slack, heard) as driver:
        await driver.post(channel, replace(DELIVERY, reply_to="100.5"), None)
        await slack.press(slack.messages[0], ":run:")
        await slack.until(lambda: heard.presses)
    assert heard.presses[0].thread == "100.5"
    assert slack.whispers == []


async def test_a_press_that_slack_sends_twice_counts_once(slack: PretendSlack, heard: Heard, channel: Channel) -> None:
    async with listening(slack, heard) as driver:
        await driver.post(channel, DELIVERY, None)
        sent = await slack.press(slack.messages[0], ":run:")
        await slack.push("interactive", sent["payload"], envelope="again")
        await slack.press(slack.messages[0], ":run:")
        await slack.until(lambda: len(heard.presses) > 1)
    assert len(heard.presses) == 2


async def test_the_socket_is_opened_again_when_it_breaks(
    slack: PretendSlack, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_module, "_WATCH", 0.05)
    async with listening(slack, heard):
        await slack.until(lambda: len(slack.sockets) == 1)
        slack.fail("apps.connections.open", Fault(status=503))
        await slack.sockets[0].close()
        await slack.until(lambda: len(slack.sockets) == 2, seconds=15)
        await slack.say(f"<@{BOT}> still there?")
        await slack.until(lambda: heard.asks)


async def test_a_wrong_app_token_is_told_with_the_fix(slack: PretendSlack, heard: Heard) -> None:
    driver = Slack(slack.token, "xapp-wrong", base_url=slack.base_url)
    with pytest.raises(BellhopError, match=r"slack\.app_token") as caught:
        await driver.start(heard)
    assert "connections:write" in caught.value.fix


async def test_socket_mode_that_is_off_is_told_with_the_fix(slack: PretendSlack, heard: Heard) -> None:
    slack.fail("apps.connections.open", Fault(error="socket_mode_not_enabled"))
    driver = Slack(slack.token, slack.app_token, base_url=slack.base_url)
    with pytest.raises(BellhopError, match="socket") as caught:
        await driver.start(heard)
    assert "Socket Mode" in caught.value.fix


async def test_it_starts_though_the_socket_cannot_be_opened_yet(
    slack: PretendSlack, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_module, "_WATCH", 0.05)
    slack.fail("apps.connections.open", Fault(status=500))
    async with listening(slack, heard):
        await slack.say(f"<@{BOT}> help")
        await slack.until(lambda: heard.asks)


async def test_a_message_has_the_same_id_on_every_replica(slack: PretendSlack, heard: Heard) -> None:
    other = Heard(heard.channel)
    async with listening(slack, heard):
        sent = await slack.say(f"<@{BOT}> help")
        await slack.until(lambda: heard.asks)
    async with listening(slack, other):
        await slack.push("events_api", sent["payload"], envelope="again")
        await slack.say(f"<@{BOT}> another")
        await slack.until(lambda: len(other.asks) > 1)
    assert other.asks[0].id == heard.asks[0].id
    assert other.asks[1].id != heard.asks[0].id
