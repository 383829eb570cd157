from __future__ import annotations

import traceback
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
import pytest
from tests.pretend.chime import TOKEN, PretendChime

from bellhop.channel import Channel
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import DeliveryError
from bellhop.message import Message, Text
from bellhop.platforms.chime import client
from bellhop.platforms.chime.client import Chime

DELIVERY = Delivery(id="1", channel="room", type="x", message=Message(title="Alarm", blocks=(Text(text="a *b*"),)))


@pytest.fixture
async def chime() -> AsyncIterator[PretendChime]:
    async with PretendChime() as pretend:
        yield pretend


@pytest.fixture
async def driver() -> AsyncIterator[Chime]:
    driver = Chime(allow_http=True)
    await driver.start(None)
    yield driver
    await driver.close()


@pytest.fixture
def channel(chime: PretendChime) -> Channel:
    return Channel(name="room", platform="chime", address=chime.url)


async def test_a_post_arrives_as_markdown(chime: PretendChime, driver: Chime, channel: Channel) -> None:
    assert await driver.post(channel, DELIVERY, Receipt(id="x")) == Receipt(id="")
    assert chime.contents == ["/md **Alarm**\n\na \\*b\\*"]


async def test_a_replacement_is_a_message_that_says_so(chime: PretendChime, driver: Chime, channel: Channel) -> None:
    assert await driver.replace(channel, DELIVERY, Receipt(id="")) == Receipt(id="")
    assert chime.contents[0].startswith("/md 🔄 Update · **Alarm**")


async def test_nothing_can_be_found(driver: Chime, channel: Channel) -> None:
    assert await driver.find(channel, DELIVERY, datetime.now(UTC)) is None


@pytest.mark.parametrize(
    ("status", "permanent", "rejected", "unsure", "retry_after"),
    [
        (400, False, True, False, None),
        (403, True, False, False, None),
        (404, True, False, False, None),
        (429, False, False, False, 9.0),
        (500, False, False, False, None),
        (504, False, False, True, None),
        (302, True, False, False, None),
    ],
)
async def test_failures_are_told_apart(
    status: int,
    permanent: bool,
    rejected: bool,
    unsure: bool,
    retry_after: float | None,
    chime: PretendChime,
    driver: Chime,
    channel: Channel,
) -> None:
    chime.statuses = [status]
    chime.headers = {"Retry-After": "9", "Location": chime.url}
    with pytest.raises(DeliveryError) as caught:
        await driver.post(channel, DELIVERY, None)
    error = caught.value
    assert (error.permanent, error.rejected, error.unsure, error.retry_after) == (
        permanent,
        rejected,
        unsure,
        retry_after,
    )
    assert bool(error.fix) or not permanent
    assert chime.contents == [], "a redirect must not be followed"


async def test_hanging_up_after_taking_it_is_unsure(chime: PretendChime, driver: Chime, channel: Channel) -> None:
    chime.reset = True
    with pytest.raises(DeliveryError) as caught:
        await driver.post(channel, DELIVERY, None)
    assert caught.value.unsure


async def test_no_answer_in_time_is_unsure(
    chime: PretendChime, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_TIMEOUT", aiohttp.ClientTimeout(total=0.1))
    chime.delay = 1
    driver = Chime(allow_http=True)
    await driver.start(None)
    with pytest.raises(DeliveryError) as caught:
        await driver.post(channel, DELIVERY, None)
    await driver.close()
    assert caught.value.unsure


async def test_nobody_there_is_not_unsure_and_the_token_stays_secret(
    driver: Chime, channel: Channel, unused_tcp_port: int
) -> None:
    nowhere = replace(channel, address=f"http://127.0.0.1:{unused_tcp_port}/incomingwebhooks/1?token={TOKEN}")
    with pytest.raises(DeliveryError) as caught:
        await driver.post(nowhere, DELIVERY, None)
    assert not caught.value.unsure
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    assert TOKEN not in repr(nowhere)


@pytest.mark.parametrize("address", ["http://hooks.chime.aws/x?token=t", "ftp://x", "https://", "nonsense", ""])
async def test_only_https_unless_the_config_allows_more(address: str, chime: PretendChime, channel: Channel) -> None:
    driver = Chime()
    await driver.start(None)
    with pytest.raises(DeliveryError) as caught:
        await driver.post(replace(channel, address=address), DELIVERY, None)
    await driver.close()
    assert caught.value.permanent
    assert "https://" in str(caught.value)
    assert chime.contents == []


async def test_posting_before_the_start_is_an_error(channel: Channel) -> None:
    with pytest.raises(DeliveryError, match="not started"):
        await Chime().post(channel, DELIVERY, None)
