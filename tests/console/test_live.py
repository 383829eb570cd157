"""The live connection, read as a browser reads it."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp

from bellhop.delivery import Delivery
from bellhop.message import Code, Message

LIVE = "/channels/ops/live"


@dataclass(frozen=True)
class Told:
    stamp: str
    event: str
    data: str


async def events(response: aiohttp.ClientResponse) -> AsyncIterator[Told]:
    fields: dict[str, list[str]] = {}
    async for raw in response.content:
        line = raw.decode().removesuffix("\n")
        if line:
            name, _, value = line.partition(": ")
            fields.setdefault(name, []).append(value)
        elif "event" in fields:
            yield Told(fields["id"][0], fields["event"][0], "\n".join(fields["data"]))
            fields = {}


async def first(http: aiohttp.ClientSession, headers: dict[str, str] | None = None, after: str = "0") -> Told:
    async with http.get(LIVE, params={"after": after}, headers=headers) as response:
        return await asyncio.wait_for(anext(events(response)), 10)


async def test_what_is_posted_is_told_at_once(stage: Any, http: aiohttp.ClientSession) -> None:
    async with http.get(LIVE) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        receipt = await stage.post("hello", blocks=(Code(text="a\n\r\n  b"),))
        told = await asyncio.wait_for(anext(events(response)), 10)
    assert told.event == "message"
    assert f'id="m{receipt.id}"' in told.data
    assert '<pre class="code">a\n\n  b</pre>' in told.data


async def test_a_page_that_was_away_hears_what_it_missed(stage: Any, http: aiohttp.ClientSession) -> None:
    await stage.post("before")
    seen = await first(http)
    assert "before" in seen.data
    await stage.post("meanwhile 1")
    await stage.post("meanwhile 2")

    async with http.get(LIVE, headers={"Last-Event-ID": seen.stamp}) as response:
        stream = events(response)
        titles: list[str] = []
        while len(titles) < 2:
            told = await asyncio.wait_for(anext(stream), 10)
            if told.stamp > seen.stamp:
                titles.append("meanwhile 1" if "meanwhile 1" in told.data else "meanwhile 2")
    assert titles == ["meanwhile 1", "meanwhile 2"]


async def test_last_event_id_goes_before_after(stage: Any, http: aiohttp.ClientSession) -> None:
    old = await stage.post("old")
    stamp = (await first(http)).stamp
    far = str(int(stamp) + 60_000_000)
    async with http.get(LIVE, params={"after": "0"}, headers={"Last-Event-ID": far}) as response:
        await stage.web.replace(
            stage.channels[0], Delivery(id="d2", channel="ops", type="text", message=Message(title="new")), old
        )
        # Its stamp is before what the page says it has seen, so only another channel's news can come.
        try:
            told = await asyncio.wait_for(anext(events(response)), 0.5)
        except TimeoutError:
            return
    raise AssertionError(told)


async def test_an_update_is_told_with_the_same_id_and_a_later_stamp(stage: Any, http: aiohttp.ClientSession) -> None:
    receipt = await stage.post("ALARM")
    async with http.get(LIVE, params={"after": "0"}) as response:
        stream = events(response)
        posted = await asyncio.wait_for(anext(stream), 10)
        recovered = Delivery(id="d2", channel="ops", type="text", message=Message(title="OK now"))
        await stage.web.replace(stage.channels[0], recovered, receipt)
        updated = await asyncio.wait_for(anext(stream), 10)
    assert f'id="m{receipt.id}"' in updated.data
    assert "OK now" in updated.data
    assert "updated" in updated.data
    assert int(updated.stamp) > int(posted.stamp)


async def test_news_elsewhere_is_a_mark_not_a_message(stage: Any, http: aiohttp.ClientSession) -> None:
    async with http.get(LIVE) as response:
        receipt = await stage.post("비밀", channel="서비스")
        told = await asyncio.wait_for(anext(events(response)), 10)
    assert told.event == "elsewhere"
    assert json.loads(told.data) == {"channel": "서비스", "id": int(receipt.id)}


async def test_nobody_listens_without_a_token(stage: Any, browser_http: aiohttp.ClientSession) -> None:
    async with browser_http.get(LIVE) as response:
        assert response.status == 401


async def test_other_platforms_channels_are_not_live(http: aiohttp.ClientSession) -> None:
    async with http.get("/channels/dev-slack/live") as response:
        assert response.status == 409
