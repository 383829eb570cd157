"""The pages that show records: other platforms' channels, deliveries; and the words of all pages."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import Connection, insert, select, update

import bellhop.console
from bellhop.console.words import KOREAN
from bellhop.message import Message
from bellhop.store.messages import dump_message
from bellhop.store.tables import channels, deliveries, events

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FOLDER = Path(bellhop.console.__file__).parent


@pytest.fixture
async def browser(stage: Any, browser_http: aiohttp.ClientSession) -> aiohttp.ClientSession:
    async with browser_http.get("/", params={"token": "open-sesame"}) as response:
        assert response.status == 200
    return browser_http


async def read(browser: aiohttp.ClientSession, path: str, status: int = 200) -> str:
    async with browser.get(path) as response:
        text = await response.text()
        assert response.status == status, text
        return text


async def deliver(stage: Any, number: int, state: str, **values: object) -> None:
    row = {
        "id": f"d{number}",
        "channel": "dev-slack",
        "type": "s3.api_call",
        "message": dump_message(Message(title=f"title {number} <i>")),
        "state": state,
        "created": NOW,
        "due": NOW,
        **values,
    }

    def work(connection: Connection) -> None:
        connection.execute(insert(deliveries).values(**row))

    await stage.store.write(work)


async def test_another_platforms_channel_shows_what_was_sent(stage: Any, browser: aiohttp.ClientSession) -> None:
    await deliver(stage, 1, "sent")
    await deliver(stage, 2, "dead", reason="the channel <b>is archived")
    page = await read(browser, "/channels/dev-slack")
    assert page.index("title 1 &lt;i&gt;") < page.index("title 2")
    assert "the channel &lt;b&gt;is archived" in page
    assert "<textarea" not in page
    assert "sse-connect" not in page


async def test_a_channel_that_is_switched_off_says_why(stage: Any, browser: aiohttp.ClientSession) -> None:
    def work(connection: Connection) -> None:
        connection.execute(insert(channels).values(name="dev-slack", held_until=NOW, broken="token revoked"))

    await stage.store.write(work)
    assert "This channel is switched off: token revoked" in await read(browser, "/channels/dev-slack")
    assert 'title="token revoked"' in await read(browser, "/channels/ops")


async def test_more_deliveries_than_a_page_are_paged(stage: Any, browser: aiohttp.ClientSession) -> None:
    for number in range(45):
        await deliver(stage, number, "sent")
    page = await read(browser, "/channels/dev-slack")
    assert page.count('class="entry ') == 40
    found = re.search(r'hx-get="(/channels/dev-slack/earlier\?before=\d+)"', page)
    assert found
    earlier = await read(browser, found[1])
    assert earlier.count('class="entry ') == 5
    assert "title 0 " in earlier
    assert "hx-get" not in earlier


async def test_deliveries_are_listed_and_filtered(stage: Any, browser: aiohttp.ClientSession) -> None:
    await deliver(stage, 1, "sent")
    await deliver(stage, 2, "silent", reason="muted by ops", channel="ops")
    everything = await read(browser, "/deliveries")
    assert "title 1 &lt;i&gt;" in everything
    assert "muted by ops" in everything
    silent = await read(browser, "/deliveries?state=silent&channel=ops")
    assert "title 1" not in silent
    assert re.search(r'<option value="silent" selected>silent \(1\)', silent)
    assert "Nothing here" in await read(browser, "/deliveries?state=dead")
    assert "there is no state" in await read(browser, "/deliveries?state=lost", 400)


async def test_a_delivery_is_told_whole(stage: Any, browser: aiohttp.ClientSession) -> None:
    def work(connection: Connection) -> None:
        connection.execute(
            insert(events).values(id=7, key="k", source="sns", topic="arn:t", body='{"a":{"b":"<x>"}}', received=NOW)
        )

    await stage.store.write(work)
    await deliver(stage, 1, "dead", reason="not_in_channel", event=7, attempts=3)
    page = await read(browser, "/deliveries/d1")
    for part in ("not_in_channel", "arn:t", "Send now", "&#34;b&#34;: &#34;&lt;x&gt;&#34;"):
        assert part in page
    event = await read(browser, "/deliveries/event-7")
    assert 'href="/deliveries/d1"' in event
    assert "Send now" not in event
    assert "there is no delivery" in await read(browser, "/deliveries/nope", 404)


async def test_what_is_dead_can_be_sent_again(stage: Any, browser: aiohttp.ClientSession) -> None:
    await deliver(stage, 1, "dead", reason="not_in_channel")
    async with browser.post("/deliveries/d1/retry", headers={"Origin": stage.url}) as response:
        assert (response.status, response.url.path) == (200, "/deliveries/d1")

    def state(connection: Connection) -> str:
        return connection.execute(select(deliveries.c.state)).scalar_one()

    assert await stage.store.read(state) == "pending"

    def finish(connection: Connection) -> None:
        connection.execute(update(deliveries).values(state="sent"))

    await stage.store.write(finish)
    async with browser.post("/deliveries/d1/retry", headers={"Origin": stage.url}) as response:
        assert response.status == 409
    async with browser.post("/deliveries/d1/retry") as response:
        assert response.status == 403


async def test_without_channels_the_page_says_how_to_add_one(tmp_path: Path, stage_class: Any) -> None:
    stage = stage_class(tmp_path)
    stage.channels = ()
    jar = aiohttp.CookieJar(unsafe=True)
    async with stage.running(), aiohttp.ClientSession(cookie_jar=jar) as browser:
        assert "Add one to bellhop.yaml" in await read(browser, f"{stage.url}/?token=open-sesame")


async def test_without_users_the_page_says_how_to_name_one(tmp_path: Path, stage_class: Any) -> None:
    stage = stage_class(tmp_path)
    stage.users = {}
    async with stage.running(), aiohttp.ClientSession() as browser, browser.get(stage.url) as response:
        assert response.status == 401
        assert "console.users" in await response.text()


def said() -> set[str]:
    texts = [*FOLDER.glob("templates/*.html"), *FOLDER.glob("static/*.js")]
    found: set[str] = set()
    for path in texts:
        for double, single in re.findall(r"""\bsay\((?:"([^"]+)"|'([^']+)')""", path.read_text(encoding="utf-8")):
            found.add(double or single)
    return found


def test_every_word_of_the_pages_is_known_in_korean() -> None:
    assert len(said()) > 50
    assert said() - set(KOREAN) == set()


def test_translations_keep_the_places_of_their_values() -> None:
    for english, korean in KOREAN.items():
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", korean)), english


@pytest.mark.parametrize("path", sorted(FOLDER.glob("static/*.js")), ids=lambda path: path.name)
def test_scripts_are_small_and_write_no_markup(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 300
    # The one place that parses HTML parses what our own renderer wrote, into an inert template.
    assert text.count("innerHTML") == (1 if path.name == "live.js" else 0)
    assert "eval(" not in text


def test_the_licences_of_vendored_scripts_stand_beside_them() -> None:
    vendor = FOLDER / "static" / "vendor"
    for script in vendor.glob("*.min.js"):
        name = re.sub(r"-\d.*", "", script.name)
        assert "Zero" in (vendor / f"{name}.LICENSE.txt").read_text(encoding="utf-8")
