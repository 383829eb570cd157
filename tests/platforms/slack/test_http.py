from __future__ import annotations

import io
import json
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from tests.platforms.slack.conftest import Heard, served
from tests.pretend.slack import BOT, PretendSlack

from bellhop.channel import Channel
from bellhop.delivery import Delivery
from bellhop.message import Action, Message
from bellhop.platforms.slack.client import Slack

MESSAGE = Message(title="Run it?", actions=(Action(label="Run", name="run", value="q1"),))


@pytest.fixture
async def driver(slack: PretendSlack, heard: Heard) -> AsyncIterator[Slack]:
    driver = Slack(slack.token, signing_secret=slack.signing_secret, mode="http", base_url=slack.base_url)
    await driver.start(heard)
    yield driver
    await driver.close()


@pytest.fixture
async def url(driver: Slack) -> AsyncIterator[str]:
    async with served(driver) as url:
        yield url


async def send(url: str, sent: str | bytes, headers: dict[str, str]) -> tuple[int, str]:
    body = sent.encode() if isinstance(sent, str) else sent
    async with aiohttp.ClientSession() as session, session.post(url, data=io.BytesIO(body), headers=headers) as answer:
        return answer.status, await answer.text()


def mention(slack: PretendSlack, text: str = "help") -> str:
    event = {"type": "app_mention", "user": "U01ALICE", "text": f"<@{BOT}> {text}", "ts": "5.1", "channel": "C01OPS"}
    return json.dumps(slack.event(event))


async def test_slack_can_verify_the_url(slack: PretendSlack, url: str) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c4"})
    assert await send(url, body, slack.signed(body)) == (200, '{"challenge": "c4"}')


async def test_a_signed_mention_is_an_ask(slack: PretendSlack, heard: Heard, url: str) -> None:
    body = mention(slack)
    assert (await send(url, body, slack.signed(body)))[0] == 200
    again = {**slack.signed(body), "X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    assert (await send(url, body, again))[0] == 200
    await slack.until(lambda: heard.asks)
    assert [(ask.text, ask.name, ask.thread) for ask in heard.asks] == [("help", "alice", "5.1")]


async def test_a_signed_press_is_a_press(
    slack: PretendSlack, heard: Heard, driver: Slack, channel: Channel, url: str
) -> None:
    heard.notice = "done"
    await driver.post(channel, Delivery(id="1", channel="ops", type="answer", message=MESSAGE), None)
    body = slack.form(slack.pressed(slack.messages[0], ":run:"))
    assert (await send(url, body, slack.signed(body)))[0] == 200
    await slack.until(lambda: slack.whispers)
    assert [(press.action, press.value) for press in heard.presses] == [("run", "q1")]


@pytest.mark.parametrize("forged", ["secret", "old", "tampered", "unsigned"])
async def test_forged_requests_are_refused(forged: str, slack: PretendSlack, heard: Heard, url: str) -> None:
    body = mention(slack)
    headers = {
        "secret": slack.signed(body, secret="guess"),
        "old": slack.signed(body, at=int(time.time()) - 600),
        "tampered": slack.signed(body.replace("help", "hurt")),
        "unsigned": {"Content-Type": "application/json"},
    }[forged]
    assert (await send(url, body, headers))[0] == 401
    assert heard.asks == []


@pytest.mark.parametrize("body", [b"\xff\xfe", b"x" * (1 << 21)], ids=["not-utf8", "too-large"])
async def test_what_cannot_be_slacks_is_refused(body: bytes, url: str) -> None:
    status, _ = await send(url, body, {"Content-Type": "application/json"})
    assert status in {400, 413}


async def test_in_socket_mode_there_is_no_door(slack: PretendSlack, heard: Heard) -> None:
    driver = Slack(slack.token, slack.app_token, base_url=slack.base_url)
    await driver.start(heard)
    async with served(driver) as url:
        assert (await send(url, "{}", {}))[0] == 404
    await driver.close()


async def test_before_the_start_slack_is_asked_to_come_again() -> None:
    async with served(Slack("xoxb-x", signing_secret="s", mode="http")) as url:
        assert (await send(url, "{}", {}))[0] == 503
